package fr.teleservices.letter;

import java.util.function.DoubleSupplier;

/** How long to wait after the n-th failure in a row: doubling, capped, with jitter so that nodes do not come together. */
record Backoff(long firstMillis, long longestMillis, DoubleSupplier random) {
    static final Backoff STANDARD = new Backoff(500, 30_000, Math::random);

    /** Between half and the whole of the doubled step. */
    long millis(int failuresInARow) {
        long step = firstMillis << Math.min(20, failuresInARow - 1);
        long capped = Math.min(longestMillis, step);
        return Math.max(1, (long) (capped * (0.5 + random.getAsDouble() / 2)));
    }
}
