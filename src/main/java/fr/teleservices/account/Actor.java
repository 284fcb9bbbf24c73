package fr.teleservices.account;

/** Who lets an event happen. */
public enum Actor {
    STAFF,
    /** A mass notification, started by staff. */
    RUN,
    HOLDER,
    IMPORT,
    /** The service itself: the purge, the count of wrong tries. */
    SERVICE
}
