/** Tests of the mail workers, against servers that are real or unkind. */
package fr.teleservices.mail;
