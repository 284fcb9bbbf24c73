/** What tests of all features share: a database server, a clock. */
package fr.teleservices.testing;
