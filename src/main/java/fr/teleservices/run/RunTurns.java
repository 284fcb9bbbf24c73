package fr.teleservices.run;

import fr.teleservices.run.MailQueueStore.Turn;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whose turn it is: the runs with mails that are due, one claim each in a circle, so that a huge run starves nobody. Asking
 * the database for each claim cost as much as the claim: it read over all that had been sent before. What is remembered
 * here may be old, the claim itself looks at the run's state. One for each worker, on any thread.
 */
final class RunTurns {
    /** A run that another node has begun is seen after so long. */
    static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    /** A mail that came back behind the mark waits so long at most. */
    static final Duration FROM_THE_START = Duration.ofSeconds(10);

    private record Mark(long id, long sinceNanos) {}

    private final LongSupplier nanos;
    private final Deque<Turn> circle = new ArrayDeque<>();
    private final Map<Long, Mark> marks = new HashMap<>();
    private long lookedAt;
    private boolean looked;

    /** @param nanos a monotonic clock */
    RunTurns(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Whether the database should be asked which runs have mails. */
    synchronized boolean isOld() {
        return !looked || nanos.getAsLong() - lookedAt >= LOOK_AGAIN.toNanos();
    }

    /** What the database says: those that are known keep their places in the circle, new ones come first. */
    synchronized void renew(List<Turn> due) {
        List<Turn> known = new ArrayList<>(circle);
        circle.clear();
        due.stream().filter(turn -> !known.contains(turn)).forEach(circle::add);
        known.stream().filter(due::contains).forEach(circle::add);
        marks.keySet().retainAll(circle.stream().map(Turn::runId).toList());
        lookedAt = nanos.getAsLong();
        looked = true;
    }

    /** The next in the circle, which goes to its end. */
    synchronized Optional<Turn> next() {
        Turn next = circle.poll();
        if (next == null) {
            return Optional.empty();
        }
        circle.add(next);
        return Optional.of(next);
    }

    /** Nothing is due there: it has no turn until the database names it again. */
    synchronized void nothingAt(Turn turn) {
        circle.remove(turn);
        marks.remove(turn.runId());
    }

    /** Mails of the run with smaller ids have been claimed, as far as is known here; 0: nothing is known. */
    synchronized long markOf(long run) {
        Mark mark = marks.get(run);
        if (mark == null || nanos.getAsLong() - mark.sinceNanos >= FROM_THE_START.toNanos()) {
            marks.remove(run);
            return 0;
        }
        return mark.id;
    }

    /** @param last the largest id claimed of those that have never been put off */
    synchronized void claimedUpTo(long run, long last) {
        Mark mark = marks.get(run);
        marks.put(
                run,
                new Mark(
                        mark == null ? last : Math.max(mark.id, last),
                        mark == null ? nanos.getAsLong() : mark.sinceNanos));
    }
}
