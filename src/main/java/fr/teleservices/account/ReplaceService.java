package fr.teleservices.account;

import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.Refusal;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * <em>Nouveau compte</em>: a second account of the same person, which takes over at its first sign-in. Until then the old one
 * goes on as it is.
 */
final class ReplaceService {
    private static final Refusal GONE = Refusal.conflict(
            "person-gone",
            "Cette personne n’est plus dans la base élèves de l’établissement : un nouveau compte ne peut pas lui être ouvert.");

    private final Database database;
    private final Clock clock;
    private final AccountService accounts;

    ReplaceService(Database database, Clock clock, AccountService accounts) {
        this.database = database;
        this.clock = clock;
        this.accounts = accounts;
    }

    Future<Replacement> replace(By by, long schoolId, long accountId, Mode mode, UUID credential) {
        return accounts.withService(schoolId)
                .compose(open -> database.inScope(
                        Scope.of(schoolId),
                        tx -> AccountStore.load(tx, accountId)
                                .map(found -> found.orElseThrow(Refusal.notFound()::asFailure))
                                .compose(account -> ReplaceStore.lockPerson(tx, account.personId())
                                        .compose(all -> NotificationStore.made(tx, accountId, credential)
                                                .compose(made -> made.isEmpty()
                                                        ? replace(tx, by, account, all, mode, credential)
                                                        : Future.succeededFuture(again(made, clock.instant())))))))
                .onSuccess(done -> accounts.wake(schoolId));
    }

    /** It was asked twice. */
    private static Replacement again(List<NotificationStore.Made> made, Instant now) {
        NotificationStore.Made first = made.get(0);
        return new Replacement(
                first.account(),
                first.login(),
                Objects.requireNonNullElse(first.usableFrom(), now),
                made.stream().map(NotificationStore.Made::notification).toList());
    }

    private Future<Replacement> replace(
            Tx tx, By by, Account account, List<ReplaceStore.Sibling> siblings, Mode mode, UUID credential) {
        ReplaceStore.Sibling person = siblings.get(0);
        if (!person.present()) {
            return Future.failedFuture(GONE.asFailure());
        }
        account.afterOrRefuse(AccountEvent.REPLACE, by.actor(), GONE);
        Instant now = clock.instant();
        Instant from = usableFrom(now, ZoneId.of(account.timezone()));
        return AccountService.proves(tx, account, true)
                .compose(able -> closeWaiting(tx, by, siblings, now))
                .compose(done ->
                        ReplaceStore.takeLogin(tx, Login.replacementBase(person.givenName(), person.familyName())))
                .compose(login -> ReplaceStore.insert(tx, account, login, AccountState.NOT_NOTIFIED, from, now))
                .compose(id -> AccountStore.load(tx, id))
                .compose(loaded -> notify(tx, by, account, loaded.orElseThrow(), from, mode, credential));
    }

    private Future<Replacement> notify(
            Tx tx, By by, Account old, Account opened, Instant from, Mode mode, UUID credential) {
        return accounts.order(tx, by, opened, mode, credential)
                .compose(ids -> accounts.audit(tx, by, old, "account.replace", mode)
                        .compose(done -> accounts.audit(tx, by, opened, "account.open", mode))
                        .map(done -> new Replacement(opened.id(), opened.login(), from, ids)));
    }

    /** The one that was waiting will never take over: its password and its links are dead. */
    private static Future<Void> closeWaiting(Tx tx, By by, List<ReplaceStore.Sibling> siblings, Instant now) {
        Future<Void> closed = Future.succeededFuture();
        for (ReplaceStore.Sibling one : siblings) {
            if (one.waits()) {
                if (Lifecycle.after(AccountEvent.GIVE_WAY, one.state(), one.held(), one.holder(), by.actor())
                        .isEmpty()) {
                    return Future.failedFuture(GONE.asFailure());
                }
                closed = closed.compose(done -> AccountStore.giveWay(tx, one.id(), now))
                        .compose(done -> AccountStore.endSessions(tx, one.id()))
                        .compose(done -> LinkStore.kill(tx, one.id(), now, Link.Purpose.values()));
            }
        }
        return closed;
    }

    /** The next day begins at the school's own midnight, or right after it where the clocks jump over it. */
    static Instant usableFrom(Instant now, ZoneId zone) {
        return now.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
    }
}
