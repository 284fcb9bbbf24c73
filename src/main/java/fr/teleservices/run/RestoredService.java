package fr.teleservices.run;

import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At the start, before any worker: where the database is not that of the last start, a backup was restored, and what was sent
 * since it was made is due again in it. Runs that were going are paused then and say why; staff decides.
 */
public final class RestoredService {
    private static final Logger LOG = LoggerFactory.getLogger(RestoredService.class);

    static final String WHY =
            "La base de données a été restaurée depuis une sauvegarde : des courriels partis après cette"
                    + " sauvegarde partiraient une seconde fois. Vérifiez avec votre hébergeur, puis reprenez ou annulez la campagne.";

    private final Database database;
    private final RunService.Trail trail;
    private final RestoredStore store = new RestoredStore();
    private final RunStore runs = new RunStore();

    public RestoredService(Database database, RunService.Trail trail) {
        this.database = database;
        this.trail = trail;
    }

    /**
     * Broken off in the middle it is done again at the next start.
     *
     * @return how many runs were paused
     */
    public Future<Integer> check() {
        return database.atGate(gate -> store.identity(gate).compose(is -> {
            Future<Integer> paused =
                    is.isAnother() ? store.going(gate, going()).compose(this::pauseAll) : Future.succeededFuture(0);
            return paused.compose(n -> store.remember(gate, is.identity()).<Integer>map(n));
        }));
    }

    /** Those that are paused already keep what they say. */
    private static RunStatus[] going() {
        return Arrays.stream(RunLifecycle.before(RunEvent.PAUSE))
                .filter(status -> status != RunStatus.PAUSED)
                .toArray(RunStatus[]::new);
    }

    private Future<Integer> pauseAll(List<RunStore.Due> going) {
        LOG.warn(
                "the database is another one than at the last start, a restored backup: {} runs are paused",
                going.size());
        Future<Integer> all = Future.succeededFuture(0);
        for (RunStore.Due run : going) {
            LOG.atWarn().addKeyValue("run", run.id()).log("run-paused");
            all = all.compose(n -> pause(run).map(n + 1));
        }
        return all;
    }

    private Future<?> pause(RunStore.Due run) {
        return database.inScope(
                Scope.of(run.schoolId()),
                tx -> runs.move(tx, run.id(), RunEvent.PAUSE, RunStatus.PAUSED, WHY, null)
                        .compose(moved -> trail.add(tx, run.schoolId(), null, "run-paused", run.id())));
    }
}
