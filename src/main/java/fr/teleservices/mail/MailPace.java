package fr.teleservices.mail;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How fast a process may send, all its workers together: so many mails a second, and so many at once to one destination
 * domain. Urgent mails go all the same, what they take is missing to the others. Thread-safe.
 */
public final class MailPace {
    /** Kept in hand after a pause: a tenth of a second's mails. */
    private static final long BURST_NANOS = 100_000_000;
    /** When a domain has room again is not foreseen: it is looked at so often. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final long intervalNanos;
    private final int perDomain;
    private final LongSupplier nanos;
    /** When the next mail would leave if all had left evenly. */
    private final AtomicLong due;

    private final ConcurrentHashMap<String, Integer> sending = new ConcurrentHashMap<>();

    /**
     * @param perSecond mails a second; 0: no limit
     * @param perDomain mails at once to one domain; 0: no limit
     * @param nanos a monotonic clock
     */
    public MailPace(int perSecond, int perDomain, LongSupplier nanos) {
        this.intervalNanos = perSecond == 0 ? 0 : Math.max(1, 1_000_000_000L / perSecond);
        this.perDomain = perDomain;
        this.nanos = nanos;
        this.due = new AtomicLong(nanos.getAsLong());
    }

    /** As fast as can be. */
    public static MailPace unlimited() {
        return new MailPace(0, 0, System::nanoTime);
    }

    /** Takes its place where there is one; {@link #left} gives it back. */
    boolean admits(MailJob job) {
        String domain = job.mail().to().domain();
        if (!enters(domain)) {
            return false;
        }
        if (takesTurn()) {
            return true;
        }
        leaves(domain);
        return false;
    }

    /** An urgent one, which does not ask. */
    void goes(MailJob job) {
        if (perDomain > 0) {
            sending.merge(job.mail().to().domain(), 1, Integer::sum);
        }
        if (intervalNanos > 0) {
            due.accumulateAndGet(nanos.getAsLong(), this::after);
        }
    }

    /** It has been sent, or not: its place is free. */
    void left(MailJob job) {
        leaves(job.mail().to().domain());
    }

    /** How long one that was not admitted should wait before it asks again. */
    Duration untilNext(long nowNanos) {
        long turn = intervalNanos == 0 ? 0 : due.get() - nowNanos;
        return turn > LOOK_AGAIN.toNanos() || perDomain == 0 ? Duration.ofNanos(Math.max(1_000_000, turn)) : LOOK_AGAIN;
    }

    private boolean takesTurn() {
        if (intervalNanos == 0) {
            return true;
        }
        while (true) {
            long last = due.get();
            long now = nanos.getAsLong();
            if (last - now > 0) {
                return false;
            }
            if (due.compareAndSet(last, after(last, now))) {
                return true;
            }
        }
    }

    /** Differences alone tell which is later: the clock may run over. */
    private long after(long last, long now) {
        long earliest = now - BURST_NANOS;
        return (last - earliest > 0 ? last : earliest) + intervalNanos;
    }

    private boolean enters(String domain) {
        if (perDomain == 0) {
            return true;
        }
        boolean[] entered = new boolean[1];
        sending.compute(domain, (name, count) -> {
            int now = count == null ? 0 : count;
            entered[0] = now < perDomain;
            return entered[0] ? Integer.valueOf(now + 1) : count;
        });
        return entered[0];
    }

    private void leaves(String domain) {
        if (perDomain > 0) {
            sending.computeIfPresent(domain, (name, count) -> count == 1 ? null : Integer.valueOf(count - 1));
        }
    }
}
