package fr.teleservices.account;

import fr.teleservices.bus.Addresses;
import fr.teleservices.credential.PasswordService;
import fr.teleservices.db.Database;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A forgotten password, by a link to the verified address. */
public final class RecoveryService {
    /** Links of one account in an hour; what is asked beyond that is not sent, and nobody learns so. */
    static final int AN_HOUR = 3;

    private static final Set<Link.Purpose> FORGOTTEN = Set.of(Link.Purpose.FORGOTTEN);

    private final Vertx vertx;
    private final Database database;
    private final Clock clock;
    private final PasswordService passwords;
    private final LinkService links;

    public RecoveryService(Vertx vertx, Database database, Clock clock, PasswordService passwords, LinkService links) {
        this.vertx = vertx;
        this.database = database;
        this.clock = clock;
        this.passwords = passwords;
        this.links = links;
    }

    /**
     * Queues a mail where the login is of an active account with a verified address. Pages do not wait for it: the answer
     * takes as long whether or not there is such a login.
     *
     * @return whether a mail was queued, for tests and the log: not for the page
     */
    public Future<Boolean> ask(String login) {
        return AccountGate.inSchoolOf(
                        database,
                        login,
                        (tx, place) -> AccountStore.lock(tx, place.accountId()).compose(account -> ask(tx, account)))
                .onSuccess(account -> account.ifPresent(a -> Addresses.MAILS_DUE.publish(vertx, a.schoolId())))
                .map(Optional::isPresent);
    }

    private Future<Optional<Account>> ask(Tx tx, Optional<Account> found) {
        Optional<Account> able =
                found.filter(a -> a.after(AccountEvent.RECOVER, Actor.HOLDER).isPresent());
        String address = able.map(Account::emailVerified).orElse(null);
        if (able.isEmpty() || address == null) {
            return Future.succeededFuture(Optional.empty());
        }
        Account account = able.get();
        Instant hourAgo = clock.instant().minus(Duration.ofHours(1));
        return LinkStore.recent(tx, account.id(), hourAgo, Link.Purpose.FORGOTTEN)
                .compose(recent -> recent >= AN_HOUR
                        ? Future.succeededFuture(Optional.empty())
                        : links.issue(tx, account, Link.Purpose.FORGOTTEN, address, By.holder(account.id()))
                                .map(link -> able));
    }

    /** Whose link it is; fails with {@code gone}. Changes nothing. */
    public Future<Account> look(String token) {
        return links.open(token, FORGOTTEN, (tx, opened) -> Future.succeededFuture(opened.account()), false);
    }

    /** Sets the new password, once; every session and every other link is dead. */
    public Future<Account> recover(String token, String newPassword, String again) {
        return look(token)
                .compose(account -> {
                    Map<String, String> faults = NewPassword.faults(newPassword, again, account);
                    return faults.isEmpty()
                            ? links.sent().refuse(account, newPassword)
                            : Future.failedFuture(Refusal.invalid(faults).asFailure());
                })
                .compose(own -> passwords.hash(newPassword))
                .compose(hash -> links.open(token, FORGOTTEN, (tx, opened) -> set(tx, opened, hash), true));
    }

    private Future<Account> set(Tx tx, LinkService.Opened opened, String hash) {
        Account account = opened.account();
        Instant now = clock.instant();
        return LinkService.use(tx, opened.link(), now)
                .compose(done -> AccountStore.setPassword(tx, account.id(), hash, now))
                .compose(done -> AccountStore.endSessions(tx, account.id()))
                .compose(done -> LinkStore.kill(tx, account.id(), now, Link.Purpose.FORGOTTEN))
                .compose(done -> links.audit(tx, account, By.holder(account.id()), "account.recover"))
                .map(done -> account);
    }
}
