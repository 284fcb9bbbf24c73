@org.jspecify.annotations.NullMarked
package fr.teleservices.api;
