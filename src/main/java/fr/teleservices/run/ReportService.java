package fr.teleservices.run;

import fr.teleservices.audit.AuditStore;
import fr.teleservices.credential.Keyring;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.letter.ArchiveOptions;
import fr.teleservices.letter.LetterArchive;
import fr.teleservices.letter.SealedPart;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** Downloads and lists of what has become of notifications. Another school's are as absent as those that do not exist. */
public final class ReportService {
    /** One PDF up to so many letters; beyond it the zip. */
    public static final int ONE_PDF = 20_000;

    private final Vertx vertx;
    private final Database database;
    private final LetterKeyService keys;
    private final Clock clock;
    private final ReportStore store = new ReportStore();
    private final RunStore runs = new RunStore();

    public ReportService(Vertx vertx, Database database, Keyring keyring, Clock clock) {
        this.vertx = vertx;
        this.database = database;
        this.keys = new LetterKeyService(keyring, clock);
        this.clock = clock;
    }

    /**
     * The letters of a run that are written so far, in print order.
     *
     * @param destroyed some are no longer there, so there is no file of them all
     */
    public record Letters(long school, long run, List<Long> parts, int pages, boolean complete, boolean destroyed) {
        /** Why there is nothing to download; asked before the first byte, for a file cannot end in a sentence. */
        Optional<Refusal> refusal() {
            if (pages == 0) {
                return Optional.of(Refusal.conflict("no-letters", "Cette campagne n’a pas encore de courrier."));
            }
            return destroyed
                    ? Optional.of(
                            Refusal.gone(
                                    "Ces courriers ont été détruits : ils ne sont gardés que 30 jours. Pour écrire de nouveau à ces personnes, lancez une nouvelle campagne."))
                    : Optional.empty();
        }
    }

    /** Whoever takes letters takes passwords: it is written down before the first byte leaves. */
    Future<Void> noteDownload(Letters letters, long staff, String form) {
        return database.inScope(
                Scope.of(letters.school()),
                tx -> AuditStore.append(
                        tx,
                        letters.school(),
                        clock.instant(),
                        "STAFF",
                        staff,
                        "letters-downloaded",
                        "RUN",
                        letters.run(),
                        new JsonObject().put("form", form).put("letters", letters.pages())));
    }

    /** The report names people: it is written down as well. */
    Future<Void> noteReport(Scope scope, long run, long staff) {
        return inRun(
                scope,
                run,
                (tx, found) -> AuditStore.append(
                        tx,
                        found.schoolId(),
                        clock.instant(),
                        "STAFF",
                        staff,
                        "report-downloaded",
                        "RUN",
                        run,
                        new JsonObject()));
    }

    public Future<Letters> letters(Scope scope, long run) {
        return inRun(
                scope,
                run,
                (tx, found) -> store.parts(tx, run)
                        .map(parts -> new Letters(
                                found.schoolId(),
                                run,
                                parts.stream().map(ReportStore.Part::id).toList(),
                                parts.stream().mapToInt(ReportStore.Part::pages).sum(),
                                found.status().isOver(),
                                parts.stream().anyMatch(ReportStore.Part::destroyed))));
    }

    /** Writes one PDF of them all; on a worker thread, while the stream takes it. */
    public Future<Integer> writePdf(Letters letters, ArchiveOptions options, OutputStream out) {
        return refuseTooMany(letters)
                .compose(ok -> vertx.executeBlocking(
                        () -> LetterArchive.pdf(title(letters), unsealed(letters), options, out), false));
    }

    /** Writes one PDF for each division, in a zip. */
    public Future<Integer> writeZip(Letters letters, ArchiveOptions options, OutputStream out) {
        return vertx.executeBlocking(() -> LetterArchive.zip(title(letters), unsealed(letters), options, out), false);
    }

    private static Future<Void> refuseTooMany(Letters letters) {
        return letters.pages() <= ONE_PDF
                ? Future.succeededFuture()
                : Future.failedFuture(Refusal.conflict(
                                "too-many-letters", "Au-delà de " + ONE_PDF + " courriers, téléchargez l’archive zip.")
                        .asFailure());
    }

    private static String title(Letters letters) {
        return "Courriers de notification – campagne n° " + letters.run();
    }

    /** Fetched and opened one at a time, when the writer asks. */
    private Iterator<byte[]> unsealed(Letters letters) {
        Iterator<Long> ids = letters.parts().iterator();
        Scope scope = Scope.of(letters.school());
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return ids.hasNext();
            }

            @Override
            public byte[] next() {
                return awaited(open(scope, ids.next()));
            }
        };
    }

    private Future<byte[]> open(Scope scope, long part) {
        return database.inScope(scope, tx -> store.sealed(tx, part))
                .map(found -> found.filter(s -> s.sealed() != null && s.wrappedKey() != null)
                        .map(this::unseal)
                        .orElseThrow(() ->
                                Refusal.gone("Ces courriers ont été détruits.").asFailure()));
    }

    private byte[] unseal(ReportStore.Sealed part) {
        byte[] key = keys.open(part.school(), part.keyId(), java.util.Objects.requireNonNull(part.wrappedKey()));
        return SealedPart.open(
                key,
                LetterKeyService.partContext(part.school(), part.id()),
                java.util.Objects.requireNonNull(part.sealed()));
    }

    /**
     * The letter of a single notification, one page of PDF; of a run's, its page alone cannot be had. Fails with CONFLICT as
     * long as it is not written, with GONE once it is destroyed.
     */
    private Future<byte[]> letter(Scope scope, long notification) {
        return notification(scope, notification).compose(line -> {
            Long part = line.part();
            if (line.isComing() && part != null && line.run() == null) {
                return Future.failedFuture(Refusal.conflict("letter-not-written", "Ce courrier n’est pas encore prêt.")
                        .asFailure());
            }
            if (part == null || line.run() != null || !line.status().equals("IN_LETTER")) {
                return Future.failedFuture(Refusal.notFound().asFailure());
            }
            return database.atGateOnce(gate -> store.schoolOf(gate, notification))
                    .compose(school -> open(Scope.of(school.orElseThrow()), part));
        });
    }

    /** The same for a member of staff; whoever takes a letter takes a password, so it is written down. */
    public Future<byte[]> letter(Scope scope, long notification, long staff) {
        return letter(scope, notification)
                .compose(pdf -> database.atGateOnce(gate -> store.schoolOf(gate, notification))
                        .compose(school -> database.inScope(
                                Scope.of(school.orElseThrow()),
                                tx -> AuditStore.append(
                                        tx,
                                        school.get(),
                                        clock.instant(),
                                        "STAFF",
                                        staff,
                                        "letter-downloaded",
                                        "NOTIFICATION",
                                        notification,
                                        new JsonObject())))
                        .map(pdf));
    }

    public Future<NotificationLine> notification(Scope scope, long id) {
        return database.atGateOnce(gate -> store.schoolOf(gate, id))
                .compose(school -> school.filter(scope.schools()::contains).isPresent()
                        ? database.inScope(Scope.of(school.get()), tx -> store.one(tx, id))
                        : Future.succeededFuture(Optional.empty()))
                .map(found -> found.orElseThrow(() -> Refusal.notFound().asFailure()));
    }

    /** A page of the report, in the order of the run; the next one begins after the last id. */
    public Future<List<NotificationLine>> lines(Scope scope, long run, long after, int limit) {
        return inRun(scope, run, (tx, found) -> store.ofRun(tx, run, after, limit));
    }

    /** The first of those that ended as FAILED or LEFT_OUT. */
    public Future<List<NotificationLine>> withStatus(Scope scope, long run, String status, int limit) {
        return inRun(scope, run, (tx, found) -> store.withStatus(tx, run, status, limit));
    }

    private interface Work<T> {
        Future<T> in(Tx tx, Run run);
    }

    private <T> Future<T> inRun(Scope scope, long run, Work<T> work) {
        Function<Tx, Future<T>> found = tx -> runs.byId(tx, run)
                .compose(r -> work.in(tx, r.orElseThrow(() -> Refusal.notFound().asFailure())));
        return database.atGateOnce(gate -> runs.schoolOf(gate, run))
                .compose(school -> school.filter(scope.schools()::contains).isPresent()
                        ? database.inScope(Scope.of(school.get()), found)
                        : Future.failedFuture(Refusal.notFound().asFailure()));
    }

    private static byte[] awaited(Future<byte[]> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refused destroyed) {
                throw destroyed;
            }
            throw new IllegalStateException("a letter part cannot be had", e.getCause());
        }
    }
}
