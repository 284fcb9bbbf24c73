/** The JSON API: the same services as the pages, for programs. */
@org.jspecify.annotations.NullMarked
package fr.teleservices.api;
