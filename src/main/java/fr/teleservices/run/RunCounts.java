package fr.teleservices.run;

/** The notifications of a run, each in exactly one of these; {@link #selected()} is their sum at every moment. */
public record RunCounts(
        long pending, long inFlight, long sent, long inLetter, long failed, long leftOut, long cancelled) {
    public static final RunCounts NONE = new RunCounts(0, 0, 0, 0, 0, 0, 0);

    public long selected() {
        return pending + inFlight + sent + inLetter + failed + leftOut + cancelled;
    }

    /** What has ended one way or another. */
    public long ended() {
        return selected() - pending - inFlight;
    }
}
