package fr.teleservices.run;

import fr.teleservices.audit.AuditStore;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.kernel.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Destroys letters with their key once they are old: what is printed is printed, and nobody reads a password in them again. */
public final class LetterPurgeService {
    public static final Duration KEPT = Duration.ofDays(30);

    private final Database database;
    private final Clock clock;
    private final LetterQueueStore store = new LetterQueueStore();

    public LetterPurgeService(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * On demand: the letters of one run, with their key, as if their days were over.
     *
     * @return fails with CONFLICT while some are still being written, or where there are none any more
     */
    public Future<Void> destroy(long school, long run, long staff) {
        Instant now = clock.instant();
        return database.inScope(
                Scope.of(school),
                tx -> store.destroyOfRun(tx, run, now)
                        .compose(parts -> parts > 0
                                ? AuditStore.append(
                                        tx,
                                        school,
                                        now,
                                        "STAFF",
                                        staff,
                                        "letters-destroyed",
                                        "RUN",
                                        run,
                                        new JsonObject())
                                : Future.failedFuture(Refusal.conflict(
                                                "no-letters",
                                                "Ces courriers ne sont pas encore tous écrits, ou ne sont plus là.")
                                        .asFailure())));
    }

    /** How many letter parts of a school went. */
    public Future<Integer> purge(long school) {
        Instant now = clock.instant();
        return database.inScope(Scope.of(school), tx -> store.destroyBefore(tx, school, now, now.minus(KEPT)));
    }
}
