package fr.teleservices.mail;

import java.time.Duration;

/** What became of one claimed message. */
public sealed interface MailOutcome {
    long notificationId();

    long token();

    /** The server has taken it. */
    record Sent(long notificationId, long token) implements MailOutcome {}

    /** The server will never take it. */
    record Refused(long notificationId, long token, SmtpAnswer answer) implements MailOutcome {}

    /**
     * To be tried again after {@code delay}.
     *
     * @param tried whether it counts as an attempt; false where only its domain is being spared
     */
    record Postponed(long notificationId, long token, SmtpAnswer answer, Duration delay, boolean tried)
            implements MailOutcome {}

    /** Not tried (stopping, breaker open, lease too short): due again at once, no attempt. */
    record Returned(long notificationId, long token) implements MailOutcome {}
}
