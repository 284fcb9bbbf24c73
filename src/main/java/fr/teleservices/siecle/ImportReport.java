package fr.teleservices.siecle;

import java.util.List;

/**
 * What an import did, or would do. Counts are of people: pupils and guardians.
 *
 * @param added people who were not known
 * @param changed people of whom something changed, returners among them
 * @param left people who have left since the last import
 * @param refusedCount rows that could not be used
 * @param refused the first {@link RowNotes#KEPT} of them
 * @param warnings the first fields that were left out
 */
public record ImportReport(
        long added, long changed, long left, long refusedCount, List<RowNote> refused, List<RowNote> warnings) {}
