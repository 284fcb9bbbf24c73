package fr.teleservices.run;

import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import io.vertx.core.Future;
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

    /** How many letter parts of a school went. */
    public Future<Integer> purge(long school) {
        Instant now = clock.instant();
        return database.inScope(Scope.of(school), tx -> store.destroyBefore(tx, school, now, now.minus(KEPT)));
    }
}
