package fr.teleservices.mail;

import java.time.Duration;

/**
 * Stops the claims while the outgoing server does not answer: closed, after some troubles in a row open, and then one
 * message at a time, at growing distances, until one gets an answer. Not thread-safe.
 */
final class Breaker {
    /** What a report of an end changed. */
    enum Change {
        NONE,
        OPENED,
        CLOSED
    }

    private final int troublesToOpen;
    private final BackOff probes;
    private int troubles;
    private boolean open;
    private int probed;
    private long nextProbe;

    Breaker(int troublesToOpen, BackOff probes) {
        this.troublesToOpen = troublesToOpen;
        this.probes = probes;
    }

    boolean isOpen() {
        return open;
    }

    /** Time until the next probe, zero or less when it is due. */
    Duration untilProbe(long nowNanos) {
        return Duration.ofNanos(nextProbe - nowNanos);
    }

    /** The server answered, whatever it said. */
    Change answered() {
        troubles = 0;
        if (!open) {
            return Change.NONE;
        }
        open = false;
        return Change.CLOSED;
    }

    /** No connection, or it broke or stood still. */
    Change troubled(long nowNanos) {
        troubles++;
        if (open) {
            // those that were under way when it opened fail too: only a probe that was due makes the distance grow
            if (nextProbe <= nowNanos) {
                probed++;
                nextProbe = nowNanos + probes.delay(probed).toNanos();
            }
            return Change.NONE;
        }
        if (troubles < troublesToOpen) {
            return Change.NONE;
        }
        open = true;
        probed = 0;
        nextProbe = nowNanos + probes.delay(0).toNanos();
        return Change.OPENED;
    }
}
