package fr.teleservices.mail;

import java.time.Instant;

/** Is told when the outgoing server stops taking mails, and when it takes them again. */
public interface MailHealth {
    /** @param reason in French, for the page of the run */
    void down(String worker, Instant since, String reason);

    void up(String worker);
}
