package fr.teleservices.run;

import java.util.List;
import java.util.Map;

/**
 * What a run would do.
 *
 * @param leftOut by reason, counted in notifications as in the run
 * @param byState notifications to be served, by state of the account
 * @param byDivision in print order
 */
public record Preview(
        long mails,
        long letters,
        Map<Reason, Long> leftOut,
        Map<String, Long> byState,
        List<DivisionCount> byDivision) {
    /** One division; an empty name: none. */
    public record DivisionCount(String division, long mails, long letters, long leftOut) {}

    public long notifications() {
        return mails
                + letters
                + leftOut.values().stream().mapToLong(Long::longValue).sum();
    }

    public long toSend() {
        return mails + letters;
    }
}
