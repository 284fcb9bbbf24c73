package fr.teleservices.account;

import io.vertx.core.Future;

/** Growing delays after failures, by login and by address of the client; one budget for all nodes. */
public interface Tries {
    /** Charges one try before anything is looked at; fails with {@code too-many-tries} when one has to wait. */
    Future<Void> charge(String login, String client);

    /** The try was a good one: what it was charged is given back. */
    Future<Void> succeeded(String login, String client);
}
