/** Letters: page layout, PDF parts, sealed storage form, downloads, and the worker; knows letters, not accounts. */
package fr.teleservices.letter;
