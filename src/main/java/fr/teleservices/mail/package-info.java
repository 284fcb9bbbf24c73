/** The mail workers: claim messages from a queue, send them by SMTP, record what became of each. Knows no accounts. */
@org.jspecify.annotations.NullMarked
package fr.teleservices.mail;
