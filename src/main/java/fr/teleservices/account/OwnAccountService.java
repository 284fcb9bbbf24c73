package fr.teleservices.account;

import fr.teleservices.audit.AuditStore;
import fr.teleservices.bus.Addresses;
import fr.teleservices.credential.PasswordRules;
import fr.teleservices.credential.PasswordService;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.MailAddress;
import fr.teleservices.kernel.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** <em>Mon compte</em>: what a holder who is signed in changes and reads. */
public final class OwnAccountService {
    /** Of the list of recent activity. */
    private static final int MOST = 40;

    private static final String WRONG = "Ce n’est pas votre mot de passe actuel.";

    private static final Refusal NOT_ACTIVE = Refusal.conflict("not-active", "Votre compte n’est pas actif.");

    private final Vertx vertx;
    private final Database database;
    private final Clock clock;
    private final PasswordService passwords;
    private final Tries tries;
    private final LinkService links;

    public OwnAccountService(
            Vertx vertx, Database database, Clock clock, PasswordService passwords, Tries tries, LinkService links) {
        this.vertx = vertx;
        this.database = database;
        this.clock = clock;
        this.passwords = passwords;
        this.tries = tries;
        this.links = links;
    }

    /**
     * Every session of the account ends, the caller's too: it begins a new one.
     *
     * @param client address of the client, for the budget of tries
     */
    public Future<Void> changePassword(Account account, String present, String password, String again, String client) {
        Map<String, String> faults = new LinkedHashMap<>();
        if (present.isEmpty()) {
            faults.put("password", "Indiquez votre mot de passe actuel.");
        }
        faults.putAll(NewPassword.faults(password, again, account));
        if (PasswordRules.isTheSame(password, present)) {
            faults.put("newPassword", PasswordRules.THE_SAME);
        }
        if (!faults.isEmpty()) {
            return Future.failedFuture(Refusal.invalid(faults).asFailure());
        }
        return prove(account, present, client)
                .compose(proven -> links.sent().refuse(account, password))
                .compose(own -> passwords.hash(password))
                .compose(hash -> locked(
                        account,
                        AccountEvent.CHANGE_PASSWORD,
                        (tx, now) -> AccountStore.setPassword(tx, account.id(), hash, now)
                                .compose(done -> AccountStore.endSessions(tx, account.id()))
                                .compose(done -> LinkStore.kill(tx, account.id(), now, Link.Purpose.FORGOTTEN))
                                .compose(done -> audit(tx, account, "account.change-password"))));
    }

    /** A mail with a link goes to the new address, which counts once it was opened and confirmed; the old one is told then. */
    public Future<Void> changeAddress(Account account, String present, String typed, String client) {
        Map<String, String> faults = new LinkedHashMap<>();
        String address = MailAddress.parse(typed).orElse(null);
        if (address == null) {
            faults.put("email", "Cette adresse électronique n’est pas complète (par exemple nom@exemple.fr).");
        } else if (address.equals(account.emailVerified())) {
            faults.put("email", "C’est déjà votre adresse : indiquez la nouvelle.");
        }
        if (present.isEmpty()) {
            faults.put("password", "Indiquez votre mot de passe actuel.");
        }
        if (address == null || !faults.isEmpty()) {
            return Future.failedFuture(Refusal.invalid(faults).asFailure());
        }
        return prove(account, present, client)
                .compose(proven -> locked(
                        account,
                        AccountEvent.CHANGE_ADDRESS,
                        (tx, now) -> LinkStore.recent(
                                        tx, account.id(), now.minus(Duration.ofHours(1)), Link.Purpose.VERIFY)
                                .compose(recent -> recent >= LinkService.AN_HOUR
                                        ? Future.<Void>failedFuture(
                                                Refusal.tooMany(3600).asFailure())
                                        : AccountStore.setPending(tx, account.id(), address))
                                .compose(done ->
                                        links.issue(tx, account, Link.Purpose.VERIFY, address, By.holder(account.id())))
                                .compose(done -> audit(tx, account, "account.change-address"))))
                .onSuccess(done -> Addresses.MAILS_DUE.publish(vertx, account.schoolId()));
    }

    /** For the record; the sessions are the caller's to end. */
    public Future<Void> signedOutEverywhere(Account account) {
        return database.inScope(Scope.of(account.schoolId()), tx -> audit(tx, account, "account.sign-out-everywhere"));
    }

    /** For the record: others than the one that asks; the caller has ended them. */
    public Future<Void> sessionsEnded(Account account) {
        return database.inScope(Scope.of(account.schoolId()), tx -> audit(tx, account, "account.sessions-end"));
    }

    /**
     * The newest first.
     *
     * @param wholeGroup false for staff who simulate: their own school's events alone
     */
    public Future<List<Activity>> recent(Account account, boolean wholeGroup) {
        Future<List<Long>> schools = wholeGroup
                ? database.atGateOnce(gate -> GroupStore.schools(gate, account.id()))
                : Future.succeededFuture(List.of(account.schoolId()));
        return schools.compose(
                all -> database.inScope(Scope.of(all), tx -> ActivityStore.recent(tx, account.id(), MOST)));
    }

    /** Whoever finds a phone that is signed in still does not know the password, and has no more tries than at the sign-in. */
    public Future<Void> prove(Account account, String present, String client) {
        return tries.charge(account.login(), client)
                .compose(charged -> passwords
                        .verify(present, account.signInHash())
                        .compose(right -> right
                                ? charged.succeeded()
                                : charged.failed()
                                        .compose(done -> Future.failedFuture(Refusal.invalid(Map.of("password", WRONG))
                                                .asFailure()))));
    }

    private interface Work {
        Future<Void> apply(Tx tx, Instant now);
    }

    /** The password was right a moment ago: it has to be still. */
    private Future<Void> locked(Account account, AccountEvent event, Work work) {
        return database.inScope(
                Scope.of(account.schoolId()),
                tx -> AccountStore.lock(tx, account.id())
                        .map(found -> found.filter(now -> Objects.equals(now.signInHash(), account.signInHash()))
                                .filter(now -> now.after(event, Actor.HOLDER).isPresent())
                                .orElseThrow(NOT_ACTIVE::asFailure))
                        .compose(now -> work.apply(tx, clock.instant())));
    }

    private Future<Void> audit(Tx tx, Account account, String action) {
        return AuditStore.append(
                tx,
                account.schoolId(),
                clock.instant(),
                "HOLDER",
                account.id(),
                action,
                "ACCOUNT",
                account.id(),
                new JsonObject());
    }
}
