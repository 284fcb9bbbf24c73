package fr.teleservices.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * A run and how far it is.
 *
 * @param rate notifications a second since it began, 0 before and after
 */
public record RunProgress(Run run, RunCounts counts, double rate) {
    static RunProgress of(Run run, RunCounts counts, Instant now) {
        Instant from = run.begunAt();
        if (from == null || run.status() != RunStatus.RUNNING) {
            return new RunProgress(run, counts, 0);
        }
        double seconds = Math.max(0.001, Duration.between(from, now).toMillis() / 1000.0);
        long done = counts.sent() + counts.inLetter() + counts.failed();
        return new RunProgress(run, counts, done / seconds);
    }

    static List<RunProgress> of(List<RunListStore.Listed> listed, Instant now) {
        return listed.stream().map(one -> of(one.run(), one.counts(), now)).toList();
    }

    /** Seconds to go at this rate; empty where nothing can be said. */
    public OptionalLong etaSeconds() {
        long left = counts.pending() + counts.inFlight();
        if (!run.hasBegun() && !run.status().isOver()) {
            return OptionalLong.empty();
        }
        if (run.status().isOver() || left == 0) {
            return OptionalLong.of(0);
        }
        return rate > 0 ? OptionalLong.of((long) Math.ceil(left / rate)) : OptionalLong.empty();
    }
}
