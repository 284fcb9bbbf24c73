package fr.teleservices.siecle;

import fr.teleservices.account.GroupKeeper;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.kernel.Uai;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.Serial;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Imports a school's SIECLE exports: parse, compare, apply, all or nothing. */
public final class ImportService {
    /** Each holds a connection, and a core while it parses; whoever comes third waits. */
    private static final int AT_ONCE = 2;

    /** From so many new people on the server is told of them at once. */
    private static final long MANY = 2_000;

    private final Vertx vertx;
    private final Database database;
    private final Clock clock;
    private final WorkerExecutor threads;
    private final GroupKeeper groups;

    public ImportService(Vertx vertx, Database database, Clock clock) {
        this.vertx = vertx;
        this.database = database;
        this.clock = clock;
        this.groups = new GroupKeeper(database);
        this.threads = vertx.createSharedWorkerExecutor("siecle-import", AT_ONCE, 15, TimeUnit.MINUTES);
    }

    /**
     * @param dryRun writes nothing, says what would change
     * @param staff who imports; null for the command line
     * @return fails with the {@link fr.teleservices.kernel.Refused} of a {@link SiecleRefusal} where the files are refused
     */
    public Future<ImportReport> run(
            long school, Uai uai, List<SiecleSource> files, boolean dryRun, @Nullable Long staff) {
        return start(school, uai, files, dryRun, staff, null)
                .map(result -> result.done().report());
    }

    /** What would change, with the names that a person looks at. */
    Future<ImportPreview> preview(long school, Uai uai, List<SiecleSource> files) {
        return start(school, uai, files, true, null, null).map(ImportWorker.Result::done);
    }

    /** @return the id of the import's record */
    Future<Long> apply(long school, Uai uai, List<SiecleSource> files, long staff, String upload) {
        return start(school, uai, files, false, staff, upload).map(ImportWorker.Result::recordId);
    }

    private Future<ImportWorker.Result> start(
            long school,
            Uai uai,
            List<SiecleSource> files,
            boolean preview,
            @Nullable Long staff,
            @Nullable String upload) {
        return threads.executeBlocking(() -> work(school, uai, files, preview, staff, upload), false)
                .compose(result -> preview || result.done().report().added() < MANY
                        ? Future.succeededFuture(result)
                        : database.freshStatistics().map(result));
    }

    private ImportWorker.Result work(
            long school,
            Uai uai,
            List<SiecleSource> files,
            boolean preview,
            @Nullable Long staff,
            @Nullable String upload) {
        try {
            return TxWorker.inScope(vertx, database, Scope.of(school), db -> {
                ImportWorker.Result result =
                        new ImportWorker(db, groups, clock, school, preview).run(uai, files, staff, upload);
                if (preview) {
                    throw new Rehearsed(result);
                }
                return result;
            });
        } catch (Rehearsed rehearsed) {
            return rehearsed.result;
        } catch (SiecleRefused refused) {
            throw refused.refusal().toRefusal().asFailure();
        }
    }

    /** A preview does all that an import does, and rolls back. No stack trace. */
    private static final class Rehearsed extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient ImportWorker.Result result;

        Rehearsed(ImportWorker.Result result) {
            super("rehearsed", null, false, false);
            this.result = result;
        }
    }
}
