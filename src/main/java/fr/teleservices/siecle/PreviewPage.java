package fr.teleservices.siecle;

import java.util.ArrayList;
import java.util.List;

/** The preview as its page reads it. */
final class PreviewPage {
    /** Nobody reads more on a page. */
    private static final int NOTES = 100;

    private PreviewPage() {}

    /** @param nothing whether nobody would change */
    record View(
            String upload,
            String files,
            String year,
            boolean nothing,
            List<Count> counts,
            List<String> alerts,
            boolean doubtful,
            List<Group> groups,
            long refusedCount,
            List<RowNote> refused,
            boolean moreRefused,
            List<RowNote> warnings) {}

    record Count(String label, long pupils, long guardians, long total) {}

    /**
     * @param more beyond those that are named
     * @param changes whether there is something to say about what changes
     */
    record Group(String title, long count, List<ImportPreview.Change> people, long more, boolean changes) {}

    static View of(String upload, ImportPreview preview) {
        Tally pupils = preview.pupils();
        Tally guardians = preview.guardians();
        Tally all = pupils.plus(guardians);
        ImportReport report = preview.report();
        List<RowNote> fields = report.warnings().stream()
                .filter(note -> !preview.alerts().contains(note.reason()))
                .limit(NOTES)
                .toList();
        return new View(
                upload,
                String.join(", ", preview.kinds()),
                preview.schoolYear() == 0 ? "" : preview.schoolYear() + "-" + (preview.schoolYear() + 1),
                report.added() + report.changed() + report.left() == 0,
                List.of(
                        new Count("Nouveaux", pupils.added(), guardians.added(), all.added()),
                        new Count("Modifiés", pupils.changed(), guardians.changed(), all.changed()),
                        new Count("De retour", pupils.returned(), guardians.returned(), all.returned()),
                        new Count("Partis", pupils.left(), guardians.left(), all.left())),
                preview.alerts(),
                preview.doubtful(),
                groups(preview, all),
                report.refusedCount(),
                report.refused().stream().limit(NOTES).toList(),
                report.refusedCount() > NOTES,
                fields);
    }

    private static List<Group> groups(ImportPreview preview, Tally all) {
        List<Group> groups = new ArrayList<>();
        add(groups, "Partis", "LEFT", all.left(), preview);
        add(groups, "De retour", "RETURNED", all.returned(), preview);
        add(groups, "Modifiés", "CHANGED", all.changed(), preview);
        add(groups, "Nouveaux", "NEW", all.added(), preview);
        return groups;
    }

    private static void add(List<Group> groups, String title, String kind, long count, ImportPreview preview) {
        List<ImportPreview.Change> people = preview.people().stream()
                .filter(change -> change.kind().equals(kind))
                .toList();
        if (count > 0) {
            groups.add(new Group(title, count, people, count - people.size(), kind.equals("CHANGED")));
        }
    }
}
