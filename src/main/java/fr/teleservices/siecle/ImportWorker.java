package fr.teleservices.siecle;

import fr.teleservices.account.GroupKeeper;
import fr.teleservices.account.Holder;
import fr.teleservices.audit.AuditStore;
import fr.teleservices.kernel.Uai;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One import, on a thread that may block, in one transaction. The order matters: who is there is known from the pupils
 * first, and everything else follows from that.
 */
final class ImportWorker {
    /** Of each kind of change and holder, by name, in a preview. */
    private static final long NAMES = 100;

    /** Named in the sentence about those who may be somebody else. */
    private static final long OTHERS = 10;

    private final TxWorker db;
    private final Clock clock;
    private final long school;
    private final boolean preview;
    private final GroupKeeper groups;

    ImportWorker(TxWorker db, GroupKeeper groups, Clock clock, long school, boolean preview) {
        this.db = db;
        this.groups = groups;
        this.clock = clock;
        this.school = school;
        this.preview = preview;
    }

    /**
     * @param recordId 0 for a preview
     */
    record Result(ImportPreview done, long recordId) {}

    Result run(Uai uai, List<SiecleSource> sources, @Nullable Long staff, @Nullable String upload) {
        db.call(tx -> ImportStore.lock(tx, school));
        Known known = db.call(tx -> ImportStore.known(tx, school));
        LocalDate today = LocalDate.now(clock.withZone(known.zone()));
        SiecleFiles files = SiecleFiles.recognise(sources, uai, SiecleLimits.DEFAULT, today);
        StagingSink sink = stage(files, today);
        EmptyFiles.check(files, sink, known);
        apply(files, sink, known);
        ImportPreview done = result(files, sink, known);
        return new Result(done, preview ? 0 : keep(files, done, staff, upload));
    }

    private StagingSink stage(SiecleFiles files, LocalDate today) {
        db.call(StagingStore::open);
        StagingSink sink = new StagingSink(today, batch -> {
            Object[] columns = batch.take();
            db.send(tx -> StagingStore.insert(tx, batch.insert(), columns));
        });
        SiecleReader reader = new SiecleReader(SiecleLimits.DEFAULT, today);
        files.all().forEach(file -> reader.read(file, sink));
        sink.finish();
        db.call(StagingStore::analyze);
        return sink;
    }

    private void apply(SiecleFiles files, StagingSink sink, Known known) {
        if (files.of(SiecleKind.NOMENCLATURE).isPresent()) {
            db.call(tx -> SchoolImportStore.mefs(tx, school));
            db.call(tx -> PeopleImportStore.refreshLevels(tx, school));
        }
        boolean pupils = files.of(SiecleKind.PUPILS).isPresent();
        if (pupils) {
            db.call(tx -> PeopleImportStore.resolvePupils(tx, school, sink.hasAddressesOf(SiecleKind.PUPILS)));
            db.call(tx -> PeopleImportStore.apply(tx, school, Holder.PUPIL));
            db.call(tx -> PeopleImportStore.pupilsLeave(tx, school));
        }
        files.of(SiecleKind.GUARDIANS).ifPresent(file -> guardians(file, sink, known));
        db.call(tx -> PeopleImportStore.guardiansMove(tx, school));
        divisions(files.of(SiecleKind.STRUCTURES).isPresent(), pupils);
        SchoolRow sheet = sink.school();
        if (sheet != null) {
            db.call(tx -> SchoolImportStore.sheet(tx, school, sheet));
        }
    }

    private void guardians(SiecleFile file, StagingSink sink, Known known) {
        List<LinkImportStore.Dangling> dangling = db.call(tx -> LinkImportStore.dangling(tx, school));
        long count = dangling.isEmpty() ? 0 : dangling.get(0).count();
        EmptyFiles.checkLinks(file, sink.linked() - count, known);
        sink.refused()
                .addCounted(
                        dangling.stream()
                                .map(link -> new RowNote(file.source().name(), link.line(), link.reason()))
                                .toList(),
                        count);
        db.call(tx -> PeopleImportStore.resolveGuardians(tx, school, sink.hasAddressesOf(SiecleKind.GUARDIANS)));
        db.call(tx -> PeopleImportStore.apply(tx, school, Holder.GUARDIAN));
        db.call(tx -> LinkImportStore.apply(tx, school));
    }

    private void divisions(boolean structures, boolean pupils) {
        if (structures) {
            db.call(tx -> SchoolImportStore.divisions(tx, school));
        }
        if (structures || pupils) {
            db.call(tx -> SchoolImportStore.divisionsOfPupils(tx, school));
        }
        if (structures) {
            db.call(tx -> SchoolImportStore.dropOldDivisions(tx, school));
        }
    }

    private ImportPreview result(SiecleFiles files, StagingSink sink, Known known) {
        Map<Holder, Tally> tallies = db.call(tx -> ImportStore.tally(tx, school));
        Tally pupils = tallies.getOrDefault(Holder.PUPIL, Tally.NONE);
        Tally guardians = tallies.getOrDefault(Holder.GUARDIAN, Tally.NONE);
        Tally all = pupils.plus(guardians);
        List<String> alerts = new ArrayList<>(ImportAlerts.of(files, known, pupils, guardians));
        alerts.addAll(ImportAlerts.ofOthers(db.call(tx -> ImportStore.others(tx, school, OTHERS))));
        boolean doubtful = !alerts.isEmpty();
        List<RowNote> warnings = new ArrayList<>();
        String first = files.all().get(0).source().name();
        alerts.forEach(alert -> warnings.add(new RowNote(first, 1, alert)));
        warnings.addAll(sink.warnings().first());
        ImportReport report = new ImportReport(
                all.added(),
                all.changed() + all.returned(),
                all.left(),
                sink.refused().count(),
                sink.refused().first(),
                List.copyOf(warnings));
        List<ImportPreview.Change> people = List.of();
        if (preview) {
            alerts.addAll(ImportAlerts.ofGaps(db.call(tx -> ImportStore.gaps(tx, school))));
            people = db.call(tx -> ImportStore.people(tx, school, NAMES));
        }
        List<String> kinds =
                files.all().stream().map(file -> file.kind().label()).toList();
        return new ImportPreview(report, files.schoolYear(), kinds, pupils, guardians, alerts, doubtful, people);
    }

    /** What is for good: accounts with their logins, the record, the audit. */
    private long keep(SiecleFiles files, ImportPreview done, @Nullable Long staff, @Nullable String upload) {
        Instant now = clock.instant();
        ImportReport report = done.report();
        db.call(tx -> AccountImportStore.leaveAndReturn(tx, groups, school, now));
        String[] kinds = files.all().stream().map(file -> file.kind().name()).toArray(String[]::new);
        long id = db.call(tx -> ImportStore.record(tx, school, now, staff, upload, done, kinds));
        db.call(tx -> AccountImportStore.create(tx, school, now));
        JsonObject detail = new JsonObject()
                .put("added", report.added())
                .put("changed", report.changed())
                .put("left", report.left())
                .put("refused", report.refusedCount());
        db.call(tx -> AuditStore.append(
                tx, school, now, staff == null ? "SERVICE" : "STAFF", staff, "school.import", "IMPORT", id, detail));
        return id;
    }
}
