package fr.teleservices.bench;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What was measured.
 *
 * @param seconds from the order to the end of the run
 * @param rawRate of the bare loop, accounts a second
 * @param peakHeapMb most that the heap held during the run, garbage included
 * @param prepareSeconds from the order to all notifications stored
 * @param firstMailSeconds from the order to the first mail at the sink; 0: unknown
 * @param cpuMicros of this process for each account, beside what the database took: on a shared machine the better measure
 * @param rawCpuMicros the same of the bare loop
 */
public record BenchResult(
        int accounts,
        Bench.Sent channel,
        double seconds,
        double rawRate,
        double peakHeapMb,
        double prepareSeconds,
        double firstMailSeconds,
        double cpuMicros,
        double rawCpuMicros,
        Verdict verdict) {
    /**
     * What became of the accounts.
     *
     * @param duplicated through another server than the sink: those that were tried more than once
     * @param misdelivered null: the mails went through another server than the sink, so nobody saw who got what
     */
    public record Verdict(
            long lost, long duplicated, @Nullable Long misdelivered) {}

    public double rate() {
        return accounts / seconds;
    }

    /** Nobody forgotten, and nobody, as far as is seen, in a stranger's letter box. */
    public boolean isSound() {
        return verdict.lost() == 0 && (verdict.misdelivered() == null || verdict.misdelivered() == 0);
    }

    public JsonObject json() {
        return new JsonObject()
                .put("accounts", accounts)
                .put("channel", channel.name().toLowerCase(java.util.Locale.ROOT))
                .put("seconds", rounded(seconds, 1_000))
                .put("rate", rounded(rate(), 10))
                .put("raw_rate", rounded(rawRate, 10))
                .put("ratio", rounded(rate() / rawRate, 1_000))
                .put("peak_heap_mb", rounded(peakHeapMb, 10))
                .put("lost", verdict.lost())
                .put("duplicated", verdict.duplicated())
                .put("misdelivered", verdict.misdelivered())
                .put("prepare_seconds", rounded(prepareSeconds, 1_000))
                .put("first_mail_seconds", rounded(firstMailSeconds, 1_000))
                .put("cpu_micros_each", rounded(cpuMicros, 1))
                .put("raw_cpu_micros_each", rounded(rawCpuMicros, 1));
    }

    private static double rounded(double value, int parts) {
        return Math.round(value * parts) / (double) parts;
    }
}
