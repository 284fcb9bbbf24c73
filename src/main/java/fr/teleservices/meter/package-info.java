/**
 * What the process counts of itself, for whoever watches it: numbers without names, with few labels. It stands in front of what
 * it counts, whose own code does not know it.
 */
@org.jspecify.annotations.NullMarked
package fr.teleservices.meter;
