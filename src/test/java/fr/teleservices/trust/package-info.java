/** One class for each row of {@code docs/security.md}, over one running site. */
package fr.teleservices.trust;
