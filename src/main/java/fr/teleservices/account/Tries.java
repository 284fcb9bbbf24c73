package fr.teleservices.account;

import io.vertx.core.Future;

/** Growing delays after failures, by login and by address of the client; one budget for all nodes. */
public interface Tries {
    /**
     * Charges one try before anything is looked at; fails with {@code too-many-tries} when one has to wait.
     *
     * @param login as typed, also one that does not exist
     * @param client address of the client
     */
    Future<Try> charge(String login, String client);

    /** A try that was charged. */
    interface Try {
        /** The login's failures are forgotten. */
        Future<Void> succeeded();

        Future<Void> failed();
    }
}
