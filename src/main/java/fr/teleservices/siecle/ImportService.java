package fr.teleservices.siecle;

import fr.teleservices.db.Database;
import fr.teleservices.kernel.Uai;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Imports a school's SIECLE exports: parse, compare, apply, all or nothing. */
public final class ImportService {
    private final Vertx vertx;
    private final Database database;
    private final Clock clock;

    public ImportService(Vertx vertx, Database database, Clock clock) {
        this.vertx = vertx;
        this.database = database;
        this.clock = clock;
    }

    /**
     * @param dryRun writes nothing, says what would change
     * @param staff who imports; null for the command line
     * @return fails with the {@link fr.teleservices.kernel.Refused} of a {@link SiecleRefusal} where the files are refused
     */
    public Future<ImportReport> run(
            long school, Uai uai, List<SiecleSource> files, boolean dryRun, @Nullable Long staff) {
        return Future.failedFuture(new UnsupportedOperationException(vertx + " " + database + " " + clock));
    }
}
