package fr.teleservices.run;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How far runs are. For it all of their notifications are read, a second of a processor for a million: of very large ones the numbers are
 * kept, and counted again while they are shown, so that whoever looks waits for none of it and counting takes a twentieth of a processor
 * at most. What is kept is one snapshot, so its sums are right; once a run has moved on (paused, ended), it is not shown any more.
 *
 * @param <V> the numbers
 */
final class KeptCountsService<V> {
    /** More notifications than this take longer to count than one likes to wait for a page. */
    static final long LARGE = 50_000;

    private static final int QUIET_SHARE = 20;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Clock clock;
    private final ToLongFunction<V> size;
    private final Map<Object, Counted<V>> kept = new ConcurrentHashMap<>();
    private final Set<Object> counting = ConcurrentHashMap.newKeySet();

    /** @param size notifications that were read for them */
    KeptCountsService(Clock clock, ToLongFunction<V> size) {
        this.clock = clock;
        this.size = size;
    }

    /**
     * @param at when it was
     * @param stamp how the runs stood then
     * @param freshUntil from then on it is counted again
     */
    record Counted<V>(Instant at, Object stamp, Instant freshUntil, V numbers) {}

    /**
     * @param what is counted
     * @param stamp how the runs stand; numbers of another one are not shown
     * @param now counts in the caller's transaction
     * @param aside counts in a transaction of its own
     */
    Future<Counted<V>> of(Object what, Object stamp, Supplier<Future<V>> now, Supplier<Future<V>> aside) {
        Counted<V> last = kept.get(what);
        Instant today = clock.instant();
        if (last == null
                || !last.stamp().equals(stamp)
                || last.at().plus(LONGEST).isBefore(today)) {
            return count(what, stamp, now);
        }
        if (!last.freshUntil().isAfter(today) && counting.add(what)) {
            count(what, stamp, aside).onComplete(done -> counting.remove(what));
        }
        return Future.succeededFuture(last);
    }

    /** Somebody has just changed what is counted. */
    void forget(Object what) {
        kept.remove(what);
    }

    private Future<Counted<V>> count(Object what, Object stamp, Supplier<Future<V>> how) {
        Instant begun = clock.instant();
        kept.values().removeIf(old -> old.at().plus(LONGEST).isBefore(begun));
        @Nullable Counted<V> before = kept.get(what);
        return how.get().map(numbers -> {
            Counted<V> counted = new Counted<>(begun, stamp, freshUntil(begun), numbers);
            if (size.applyAsLong(numbers) > LARGE) {
                // not over what was forgotten or counted anew meanwhile
                kept.compute(what, (id, there) -> Objects.equals(there, before) ? counted : there);
            }
            return counted;
        });
    }

    private Instant freshUntil(Instant begun) {
        Duration quiet = Duration.between(begun, clock.instant()).multipliedBy(QUIET_SHARE);
        Duration fresh = quiet.compareTo(SHORTEST) < 0 ? SHORTEST : quiet.compareTo(LONGEST) > 0 ? LONGEST : quiet;
        return begun.plus(fresh);
    }
}
