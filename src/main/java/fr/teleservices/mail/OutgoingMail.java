package fr.teleservices.mail;

import java.time.OffsetDateTime;

/**
 * One message to one person.
 *
 * @param from who it says it is from; also the envelope's sender
 * @param to the only recipient
 * @param replyTo where answers go; no such header where it is no address
 * @param subject any text, made one line
 * @param text plain part; any line endings; what stands on a line stays on one line
 * @param html the same as HTML
 * @param messageId {@code something@domain}, derived from the notification: a retry bears the same
 * @param date when it was written
 */
public record OutgoingMail(
        MailAddress from,
        MailAddress to,
        MailAddress replyTo,
        String subject,
        String text,
        String html,
        String messageId,
        OffsetDateTime date) {
    /** For {@code replyTo}: answers go to {@code from}. */
    public static final MailAddress NOBODY = MailAddress.of("");
}
