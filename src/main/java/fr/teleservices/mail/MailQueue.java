package fr.teleservices.mail;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Where a worker's messages come from and their outcomes go. Implemented by the owner of the notifications. */
public interface MailQueue {
    /** Which messages a claim may bring. */
    enum Kind {
        ANY,
        URGENT
    }

    /**
     * Claims due messages, urgent ones first, each with a lease and a new token.
     *
     * @return at most {@code max}; empty when nothing is due
     */
    Future<List<MailJob>> claim(String worker, int max, Kind kind);

    /**
     * Extends the leases of messages in flight.
     *
     * @return the notification ids of those whose token still holds
     */
    Future<Set<Long>> renew(String worker, Collection<MailJob> jobs);

    /** Records outcomes in one statement guarded by the tokens; recording the same again changes nothing. */
    Future<Void> record(List<MailOutcome> outcomes);
}
