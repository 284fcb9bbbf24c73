/** Configuration, wiring and the command line: what {@code Main} starts. Nobody uses it. */
@org.jspecify.annotations.NullMarked
package fr.teleservices.boot;
