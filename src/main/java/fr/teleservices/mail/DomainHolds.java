package fr.teleservices.mail;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Spares the domains that keep putting off: after some put-offs in a row of messages that had already waited, further
 * messages to that domain wait without being tried. First tries do not count: greylisting puts off every first try
 * and takes the second. Not thread-safe.
 */
final class DomainHolds {
    private static final int RETRIES_TO_HOLD = 3;
    private static final int MOST_DOMAINS = 10_000;

    private final BackOff backOff;

    private final Map<String, Hold> holds = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Hold> eldest) {
            return size() > MOST_DOMAINS;
        }
    };

    private record Hold(int retriesPutOff, long untilNanos, SmtpAnswer answer) {}

    /** A domain that is spared now, for how long, and what it said. */
    record Spared(Duration remaining, SmtpAnswer answer) {}

    DomainHolds(BackOff backOff) {
        this.backOff = backOff;
    }

    boolean isEmpty() {
        return holds.isEmpty();
    }

    @Nullable
    Spared spared(String domain, long nowNanos) {
        Hold hold = holds.get(domain);
        if (hold == null || hold.retriesPutOff < RETRIES_TO_HOLD || hold.untilNanos <= nowNanos) {
            return null;
        }
        return new Spared(Duration.ofNanos(hold.untilNanos - nowNanos), hold.answer);
    }

    void putOff(String domain, int attemptsBefore, SmtpAnswer answer, long nowNanos) {
        if (attemptsBefore == 0) {
            return;
        }
        Hold old = holds.get(domain);
        int count = old == null ? 1 : old.retriesPutOff + 1;
        if (old != null && old.untilNanos > nowNanos) {
            // one of those that were already under way when the hold began
            return;
        }
        long until = nowNanos;
        if (count >= RETRIES_TO_HOLD) {
            until += backOff.delay(count - RETRIES_TO_HOLD).toNanos();
        }
        holds.put(domain, new Hold(count, until, answer));
    }

    /** The domain took a message or refused one for good: it is listening again. */
    void answered(String domain) {
        holds.remove(domain);
    }
}
