package fr.teleservices.demo;

import java.time.Instant;
import java.util.List;

/** A mail that another server than the catcher has taken, to be read like the catcher's. */
public final class Caught {
    private Caught() {}

    public static CaughtMail mail(long id, String from, List<String> to, byte[] raw) {
        return new CaughtMail(id, from, to, Instant.EPOCH, raw);
    }
}
