package fr.teleservices.siecle;

import java.util.List;

/**
 * What an import would do, as staff are asked about it.
 *
 * @param kinds of the files, in French
 * @param alerts sentences: what one should have seen before saying yes
 * @param doubtful whether one of them says that the files may be the wrong ones, and not only what is missing in them
 * @param people the first ones of each kind of change, by name
 */
record ImportPreview(
        ImportReport report,
        int schoolYear,
        List<String> kinds,
        Tally pupils,
        Tally guardians,
        List<String> alerts,
        boolean doubtful,
        List<Change> people) {
    /**
     * @param kind {@code NEW}, {@code CHANGED}, {@code RETURNED}, {@code LEFT}
     * @param holder in French
     * @param what changed, in French
     */
    record Change(String kind, String holder, String name, String division, String what) {}
}
