package fr.teleservices.account;

import fr.teleservices.audit.AuditStore;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Erases one person on demand, in one transaction: every account at that school, and what the import brought. The audit keeps what
 * was done under a pseudonym that leads to nobody. A person whom the next import still brings is a new one then.
 */
public final class PersonEraseService {
    private static final Refusal UNDER_WAY = Refusal.conflict(
            "message-under-way",
            "Un message à cette personne est en cours d’envoi : attendez qu’il soit parti, ou annulez la campagne.");

    private final Database database;
    private final Clock clock;
    private final GroupKeeper groups;
    private final PurgeStore store = new PurgeStore();

    public PersonEraseService(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.groups = new GroupKeeper(database);
    }

    /**
     * @param account any of the person's
     * @return fails with NOT_FOUND, or CONFLICT while a message is under way
     */
    public Future<Void> erase(By staff, long school, long account) {
        return database.inScope(
                Scope.of(school),
                tx -> store.personOf(tx, school, account)
                        .map(found -> found.orElseThrow(Refusal.notFound()::asFailure))
                        .compose(person -> store.accountsOf(tx, person)
                                .compose(accounts -> store.underWay(tx, accounts)
                                        .compose(underWay -> underWay
                                                ? Future.failedFuture(UNDER_WAY.asFailure())
                                                : erase(tx, staff, school, person, accounts)))));
    }

    private Future<Void> erase(Tx tx, By staff, long school, long person, List<Long> accounts) {
        return store.leaveGroup(tx, accounts)
                .compose(left -> groups.dissolve(tx, school, accounts))
                .compose(out -> record(tx, staff, school, accounts, out))
                // only now: the record needs the pseudonyms that go with the accounts
                .compose(done -> store.destroyLetters(tx, accounts, clock.instant()))
                .compose(done -> store.erase(tx, school, accounts, AccountState.CLOSED, clock.instant()))
                .compose(done -> store.eraseOne(tx, school, person))
                .mapEmpty();
    }

    private record Event(long school, String action, long account) {}

    /** In the order of the schools, as everywhere: two transactions must not wait for each other's chain. */
    private Future<Void> record(Tx tx, By staff, long school, List<Long> accounts, List<AccountStore.Place> ungrouped) {
        List<Event> events = new ArrayList<>();
        accounts.forEach(account -> events.add(new Event(school, "account.erase", account)));
        ungrouped.forEach(place -> events.add(new Event(place.schoolId(), "account.ungroup", place.accountId())));
        events.sort(Comparator.comparingLong(Event::school));
        Future<Void> done = Future.succeededFuture();
        for (Event event : events) {
            boolean erased = event.action().equals("account.erase");
            done = done.compose(before -> AuditStore.append(
                    tx,
                    event.school(),
                    clock.instant(),
                    erased ? staff.auditKind() : "SERVICE",
                    erased ? staff.id() : null,
                    event.action(),
                    "ACCOUNT",
                    event.account(),
                    new JsonObject()));
        }
        return done;
    }
}
