package fr.teleservices.account;

import fr.teleservices.audit.AuditStore;
import fr.teleservices.credential.TemporaryPassword;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Erases what a school no longer needs of people: in the audit they stay as pseudonyms that lead to nobody. */
public final class PurgeService {
    private static final int BATCH = 500;
    private static final ZoneId NIGHT = ZoneId.of("Europe/Paris");
    private static final Duration AFTER_MIDNIGHT = Duration.ofHours(2);

    private final Database database;
    private final Clock clock;
    private final GroupKeeper groups;
    private final PurgeStore store = new PurgeStore();

    public PurgeService(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.groups = new GroupKeeper(database);
    }

    /** What went. */
    public record Gone(int accounts, int people) {}

    public Future<Retention> retention(long school) {
        return database.inScope(Scope.of(school), tx -> store.retention(tx, school))
                .map(found -> found.orElse(Retention.DEFAULT));
    }

    /** Fails with INVALID, a sentence per field. */
    public Future<Void> keep(long school, Retention retention, long staff) {
        Map<String, String> faults = retention.faults();
        if (!faults.isEmpty()) {
            return Future.failedFuture(Refusal.invalid(faults).asFailure());
        }
        JsonObject detail = new JsonObject()
                .put("unused", retention.unusedDays())
                .put("absent", retention.absentDays())
                .put("closed", retention.closedDays());
        return database.inScope(
                Scope.of(school),
                tx -> store.keep(tx, school, retention)
                        .compose(done -> AuditStore.append(
                                tx, school, clock.instant(), "STAFF", staff, "school.retention", null, null, detail)));
    }

    /** One school's accounts and people, in transactions of a few hundred. */
    public Future<Gone> purge(long school, ZoneId zone) {
        return retention(school).compose(retention -> purge(school, limits(retention, zone), new Gone(0, 0)));
    }

    private PurgeStore.Limits limits(Retention retention, ZoneId zone) {
        Instant now = clock.instant();
        return new PurgeStore.Limits(
                now.minus(Duration.ofDays(retention.closedDays())),
                Retention.yearOver(now, zone),
                now.minus(TemporaryPassword.VALID).minus(Duration.ofDays(retention.unusedDays())),
                now.minus(Duration.ofDays(retention.absentDays())));
    }

    private Future<Gone> purge(long school, PurgeStore.Limits limits, Gone before) {
        return database.inScope(Scope.of(school), tx -> batch(tx, school, limits))
                .compose(gone -> {
                    Gone sum = new Gone(before.accounts() + gone.accounts(), before.people() + gone.people());
                    return gone.accounts() < BATCH ? Future.succeededFuture(sum) : purge(school, limits, sum);
                });
    }

    private Future<Gone> batch(Tx tx, long school, PurgeStore.Limits limits) {
        return store.due(tx, school, limits, BATCH)
                .compose(due -> (due.isEmpty()
                                ? Future.succeededFuture(List.<AccountStore.Place>of())
                                : groups.dissolve(tx, school, due)
                                        .compose(out -> store.erase(
                                                        tx, school, due, AccountState.CLOSED, clock.instant())
                                                .map(done -> out)))
                        .compose(out -> store.erasePeople(tx, school)
                                .compose(people -> record(tx, school, new Gone(due.size(), people), out))));
    }

    /** In the order of the schools, as everywhere: two transactions must not wait for each other's chain. */
    private Future<Gone> record(Tx tx, long school, Gone gone, List<AccountStore.Place> ungrouped) {
        if (gone.accounts() == 0 && gone.people() == 0) {
            return Future.succeededFuture(gone);
        }
        JsonObject detail = new JsonObject().put("accounts", gone.accounts()).put("people", gone.people());
        List<AccountStore.Place> places = new ArrayList<>(ungrouped);
        places.add(new AccountStore.Place(0, school));
        places.sort(Comparator.comparingLong(AccountStore.Place::schoolId));
        Future<?> done = Future.succeededFuture();
        for (AccountStore.Place place : places) {
            done = done.compose(before -> place.accountId() == 0
                    ? append(tx, school, "school.purge", null, detail)
                    : append(tx, place.schoolId(), "account.ungroup", place.accountId(), new JsonObject()));
        }
        return done.map(gone);
    }

    private Future<Void> append(Tx tx, long school, String action, @Nullable Long account, JsonObject detail) {
        return AuditStore.append(
                tx,
                school,
                clock.instant(),
                "SERVICE",
                null,
                action,
                account == null ? null : "ACCOUNT",
                account,
                detail);
    }

    /** Whether tonight's purge is this node's: of all of them, once from two in the morning on. */
    public Future<Boolean> isDue() {
        String day = LocalDate.ofInstant(clock.instant().minus(AFTER_MIDNIGHT), NIGHT)
                .toString();
        return database.atGateOnce(gate -> store.tonight(gate, day));
    }
}
