/** Temporary passwords and link tokens (derived, never stored), permanent passwords, the keys they hang on. */
package fr.teleservices.credential;
