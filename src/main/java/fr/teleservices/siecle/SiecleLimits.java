package fr.teleservices.siecle;

/**
 * What bounds one file.
 *
 * @param maxBytes of the XML, inflated; the guardians of 100,000 pupils take about 140 MB, of a real school 1 to 5
 * @param ratioFromBytes inflated bytes from which {@code maxRatio} counts
 * @param maxRatio inflated to compressed bytes; exports reach 30, deflate can do 1,000
 * @param maxRun characters from one tag's end to the next one's: bounds texts, comments and tags alike
 * @param maxDepth of elements; exports have 7
 * @param maxNames different element and attribute names; the parser keeps every one it has met
 * @param maxRows of one sort; each costs the index of identifiers 16 to 64 bytes
 */
public record SiecleLimits(
        long maxBytes, long ratioFromBytes, int maxRatio, int maxRun, int maxDepth, int maxNames, int maxRows) {
    public static final SiecleLimits DEFAULT =
            new SiecleLimits(800_000_000L, 50_000_000L, 200, 65_536, 30, 1_000, 2_000_000);

    public SiecleLimits withMaxBytes(long bytes) {
        return new SiecleLimits(bytes, ratioFromBytes, maxRatio, maxRun, maxDepth, maxNames, maxRows);
    }

    public SiecleLimits withRatio(long fromBytes, int ratio) {
        return new SiecleLimits(maxBytes, fromBytes, ratio, maxRun, maxDepth, maxNames, maxRows);
    }

    public SiecleLimits withMaxRows(int rows) {
        return new SiecleLimits(maxBytes, ratioFromBytes, maxRatio, maxRun, maxDepth, maxNames, rows);
    }
}
