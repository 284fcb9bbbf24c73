/** What everything else may use: identifiers, refusals, text folding. JDK only. */
package fr.teleservices.kernel;
