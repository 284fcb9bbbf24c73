package fr.teleservices.account;

import fr.teleservices.audit.AuditStore;
import fr.teleservices.credential.PasswordService;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Tally;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** The holder's sign-in. Whatever is wrong, text, status and time are the same. */
public final class SignInService {
    static final Refusal WRONG = Refusal.invalid(
            "wrong-password",
            "L’identifiant ou le mot de passe n’est pas valable. Première connexion ? Activez d’abord votre compte.");

    private final Database database;
    private final Clock clock;
    private final PasswordService passwords;
    private final Tries tries;
    private final GroupKeeper groups;
    private final Tally tally;

    public SignInService(Database database, Clock clock, PasswordService passwords, Tries tries) {
        this(database, clock, passwords, tries, Tally.NONE);
    }

    /** @param tally of the results */
    public SignInService(Database database, Clock clock, PasswordService passwords, Tries tries, Tally tally) {
        this.tally = tally;
        this.database = database;
        this.clock = clock;
        this.passwords = passwords;
        this.tries = tries;
        this.groups = new GroupKeeper(database);
    }

    /**
     * Who signed in.
     *
     * @param state ACTIVE, or ACTIVATING: sees only the page that sends the link again
     */
    public record SignedIn(long accountId, long schoolId, AccountState state) {}

    /**
     * @param client address of the client, for the budget of tries
     */
    public Future<SignedIn> signIn(String login, String password, String client) {
        String name = Login.typed(login);
        return passwords
                .admit(() -> tries.charge(name, client)
                        .compose(charged -> right(name, password)
                                .compose(account -> account.isEmpty()
                                        ? charged.failed()
                                                .compose(done -> Future.<SignedIn>failedFuture(WRONG.asFailure()))
                                        : charged.succeeded().compose(done -> enter(account.get())))))
                .onComplete(done -> tally.ended(done.cause()));
    }

    /** The account whose password it is; empty after as much work where there is none. */
    private Future<Optional<Account>> right(String login, String password) {
        return AccountGate.inSchoolOf(database, login, (tx, place) -> AccountStore.load(tx, place.accountId()))
                .compose(account -> passwords
                        .verify(password, account.map(Account::signInHash).orElse(null))
                        .map(right -> account.filter(found -> right)));
    }

    private Future<SignedIn> enter(Account account) {
        return database.inScope(
                Scope.of(account.schoolId()),
                tx -> AccountStore.lock(tx, account.id()).compose(locked -> enter(tx, locked, account)));
    }

    /** The password was right a moment ago: it has to be still. */
    private Future<SignedIn> enter(Tx tx, Optional<Account> locked, Account verified) {
        Account account = locked.filter(now -> Objects.equals(now.signInHash(), verified.signInHash()))
                .orElseThrow(WRONG::asFailure);
        AccountState state = account.afterOrRefuse(AccountEvent.SIGN_IN, Actor.HOLDER, WRONG);
        Instant now = clock.instant();
        return AccountStore.signedIn(tx, account, now)
                .compose(done -> state == AccountState.ACTIVE && !account.current()
                        ? takeOver(tx, account, now)
                        : Future.<Void>succeededFuture())
                .map(done -> new SignedIn(account.id(), account.schoolId(), state));
    }

    /**
     * The first sign-in of a <em>nouveau compte</em> closes the one before it. A group's account stays open for its other
     * children.
     */
    private Future<Void> takeOver(Tx tx, Account account, Instant now) {
        return AccountStore.lockEarlier(tx, account)
                .compose(earlier -> earlier.isEmpty()
                        ? Future.<Void>succeededFuture()
                        : groups.giveWay(tx, account.schoolId(), earlier.get(), now)
                                .compose(moved ->
                                        moved ? Future.<Void>succeededFuture() : close(tx, earlier.get(), now)))
                .compose(done -> AccountStore.becomeCurrent(tx, account.id()))
                .compose(done -> AuditStore.append(
                        tx,
                        account.schoolId(),
                        now,
                        "HOLDER",
                        account.id(),
                        "account.take-over",
                        "ACCOUNT",
                        account.id(),
                        new JsonObject()));
    }

    private static Future<Void> close(Tx tx, long earlier, Instant now) {
        return AccountStore.giveWay(tx, earlier, now)
                .compose(done -> AccountStore.endSessions(tx, earlier))
                .compose(done -> LinkStore.kill(tx, earlier, now, Link.Purpose.values()));
    }
}
