package fr.teleservices.account;

import fr.teleservices.audit.AuditStore;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Switches grouping off for a while: a school for its own guardians, the academy for all. Ungrouping stays possible. */
public final class GroupingSwitchService {
    public static final long EVERYWHERE = AuditStore.ACADEMY;
    private static final int LONGEST = 300;

    private final Database database;
    private final Clock clock;

    public GroupingSwitchService(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Of these schools and of the academy. */
    public Future<List<GroupingPause>> pauses(Collection<Long> schools) {
        return database.inScope(Scope.of(schools), tx -> GroupingSwitchStore.pauses(tx, schools));
    }

    /**
     * @param school or {@link #EVERYWHERE}
     * @return fails with INVALID where the reason is missing or too long
     */
    public Future<Void> pause(long school, String reason, long staff) {
        String text = reason.strip();
        if (text.isEmpty() || text.length() > LONGEST) {
            return Future.failedFuture(Refusal.invalid(Map.of(
                            "reason",
                            text.isEmpty()
                                    ? "Indiquez la raison : les familles la liront à la place du bouton."
                                    : "La raison a 300 caractères au plus."))
                    .asFailure());
        }
        return database.inScope(
                Scope.of(school),
                tx -> GroupingSwitchStore.pause(tx, school, text, clock.instant(), staff)
                        .compose(done -> audit(tx, school, staff, "grouping.pause")));
    }

    public Future<Void> resume(long school, long staff) {
        return database.inScope(
                Scope.of(school),
                tx -> GroupingSwitchStore.resume(tx, school)
                        .compose(done -> audit(tx, school, staff, "grouping.resume")));
    }

    private Future<Void> audit(Tx tx, long school, long staff, String action) {
        return AuditStore.append(tx, school, clock.instant(), "STAFF", staff, action, null, null, new JsonObject());
    }
}
