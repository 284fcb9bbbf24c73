package fr.teleservices.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * A run and how far it is. Letters and mails go at paces of their own, so what is left of each is measured by its own: letters are ready in
 * seconds, and would promise the same of mails.
 *
 * @param rate notifications a second since it began, of the kinds of which some are left; 0 before and after
 * @param etaSeconds seconds to go at these rates; empty where nothing can be said
 */
public record RunProgress(Run run, RunCounts counts, double rate, OptionalLong etaSeconds) {
    /** @param lettersToWrite those in parts that are not written yet */
    static RunProgress of(Run run, RunCounts counts, long lettersToWrite, Instant now) {
        Instant from = run.begunAt();
        long left = counts.pending() + counts.inFlight();
        if (from == null || run.status() != RunStatus.RUNNING) {
            boolean nothing = run.status().isOver() || (from != null && left == 0);
            return new RunProgress(run, counts, 0, nothing ? OptionalLong.of(0) : OptionalLong.empty());
        }
        double seconds = Math.max(0.001, Duration.between(from, now).toMillis() / 1000.0);
        double mailRate = (counts.sent() + counts.failed()) / seconds;
        double letterRate = counts.inLetter() / seconds;
        double overall = mailRate + letterRate;
        if (left == 0) {
            return new RunProgress(run, counts, overall, OptionalLong.of(0));
        }
        if (overall == 0) {
            return new RunProgress(run, counts, 0, OptionalLong.empty());
        }
        long letters = Math.min(lettersToWrite, left);
        long mails = left - letters;
        double ofLeft = (mails > 0 ? mailRate : 0) + (letters > 0 ? letterRate : 0);
        double longest = Math.max(mails / or(mailRate, overall), letters / or(letterRate, overall));
        return new RunProgress(run, counts, or(ofLeft, overall), OptionalLong.of((long) Math.ceil(longest)));
    }

    /** A kind that has not begun is taken to go as all of them together. */
    private static double or(double rate, double overall) {
        return rate > 0 ? rate : overall;
    }

    static List<RunProgress> of(List<RunListStore.Listed> listed, Instant now) {
        return listed.stream()
                .map(one -> of(one.run(), one.counts(), one.lettersToWrite(), now))
                .toList();
    }
}
