package fr.teleservices.mail;

import java.time.Instant;

/** Is told what became of each mail, and when the outgoing server stops taking mails or takes them again. */
public interface MailHealth {
    /** @param reason in French, for the page of the run */
    void down(String worker, Instant since, String reason);

    void up(String worker);

    /** Before the queue has it; nothing may wait here. */
    default void ended(MailJob job, MailOutcome outcome) {}
}
