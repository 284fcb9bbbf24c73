package fr.teleservices.account;

import fr.teleservices.audit.AuditStore;
import fr.teleservices.bus.Addresses;
import fr.teleservices.credential.Keyring;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What staff do with one account. The caller has seen to it that the school is one of theirs. */
public final class AccountService {
    private static final Refusal NO_SERVICE = Refusal.conflict(
            "no-active-service",
            "Aucun téléservice n’est ouvert dans cet établissement : ouvrez-en un avant de gérer les comptes.");
    private static final Refusal NO_ADDRESS = Refusal.conflict(
            "no-address",
            "L’import n’a apporté aucune adresse électronique pour cette personne : choisissez le papier.");
    private static final Refusal NO_BIRTH_DATE = Refusal.conflict(
            "no-birth-date",
            "Aucune date de naissance n’est connue pour ce compte : la personne ne pourrait pas l’activer.");

    private static final Refusal KEY_REUSED = Refusal.conflict(
            "idempotency-key-reused", "Cette clé a déjà servi pour un autre compte ou pour une autre action.");

    private final Vertx vertx;
    private final Database database;
    private final Clock clock;
    private final Keyring keyring;
    private final ActiveServices services;
    private final LetterOrders letters;
    private final ReplaceService replacements;

    public AccountService(
            Vertx vertx,
            Database database,
            Clock clock,
            Keyring keyring,
            ActiveServices services,
            LetterOrders letters) {
        this.vertx = vertx;
        this.database = database;
        this.clock = clock;
        this.keyring = keyring;
        this.services = services;
        this.letters = letters;
        this.replacements = new ReplaceService(database, clock, this);
    }

    /** The school of an account, for the caller's check of what the staff may see. */
    public Future<Optional<Long>> schoolOf(long accountId) {
        return database.atGateOnce(tx -> AccountStore.findSchool(tx, accountId));
    }

    /** Whether there is a group to take that account out of. */
    public Future<Boolean> isGrouped(long part) {
        return database.atGateOnce(gate -> GroupStore.head(gate, part)).map(Optional::isPresent);
    }

    /** The account, or {@code not-found}. */
    public Future<Account> load(long schoolId, long accountId) {
        return database.inScope(Scope.of(schoolId), tx -> AccountStore.load(tx, accountId))
                .map(found -> found.orElseThrow(Refusal.notFound()::asFailure));
    }

    /** The children of an account, a pupil's own sheet included. */
    public Future<List<Child>> children(long schoolId, long accountId) {
        return database.inScope(Scope.of(schoolId), tx -> AccountStore.children(tx, accountId));
    }

    /**
     * The children of an account, school by school, its home first: one school, or several where accounts are grouped.
     *
     * @param wholeGroup false: of the home alone, for staff who look at the portal as that person (they never see a child of
     *     another school)
     */
    public Future<List<SchoolChildren>> family(Account account, boolean wholeGroup) {
        Future<List<Long>> schools = wholeGroup
                ? database.atGateOnce(tx -> GroupStore.schools(tx, account.id()))
                : Future.succeededFuture(List.of(account.schoolId()));
        return schools.map(found -> Scope.of(found.isEmpty() ? List.of(account.schoolId()) : found))
                .compose(scope -> database.inScope(scope, tx -> AccountStore.family(tx, account.id())))
                .map(all -> all.stream()
                        .filter(one -> one.schoolId() == account.schoolId()
                                || !one.children().isEmpty())
                        .toList());
    }

    /**
     * <em>Renotifier</em>: a new temporary password, or the login alone for whoever has an own password.
     *
     * @return ids of the notifications, the mail's first
     */
    public Future<List<Long>> notify(By by, long schoolId, long accountId, Mode mode) {
        return notify(by, schoolId, accountId, mode, UUID.randomUUID());
    }

    /**
     * As above, once for each credential: asked again with the same, it answers with what there is.
     *
     * @param credential id of the credential to be made
     */
    public Future<List<Long>> notify(By by, long schoolId, long accountId, Mode mode, UUID credential) {
        return withService(schoolId)
                .compose(open -> locked(schoolId, accountId, once(credential, (tx, account) -> {
                    boolean password =
                            account.after(AccountEvent.NOTIFY, by.actor()).isPresent();
                    if (!password
                            && account.after(AccountEvent.REMIND, by.actor()).isEmpty()) {
                        return refused(account, "notifié");
                    }
                    return proves(tx, account, password)
                            .compose(able -> order(tx, by, account, mode, credential))
                            .compose(ids -> audit(tx, by, account, "account.notify", mode)
                                    .map(done -> ids));
                })))
                .onSuccess(ids -> wake(schoolId));
    }

    /** <em>Réinitialiser et notifier le mot de passe</em>: password, sessions and links are dead from here. */
    public Future<List<Long>> reset(By by, long schoolId, long accountId, Mode mode) {
        return reset(by, schoolId, accountId, mode, UUID.randomUUID());
    }

    /** As above, once for each credential. */
    public Future<List<Long>> reset(By by, long schoolId, long accountId, Mode mode, UUID credential) {
        return withService(schoolId)
                .compose(open -> locked(schoolId, accountId, once(credential, (tx, account) -> {
                    Optional<AccountState> to = account.after(AccountEvent.RESET, by.actor());
                    if (to.isEmpty()) {
                        return refused(account, "réinitialisé");
                    }
                    return proves(tx, account, true)
                            .compose(able -> kill(tx, account, to.get()))
                            .compose(done -> order(tx, by, account, mode, credential))
                            .compose(ids -> audit(tx, by, account, "account.reset", mode)
                                    .map(done -> ids));
                })))
                .onSuccess(ids -> wake(schoolId));
    }

    /** Ends "ce n'est pas moi": the account can be notified again. */
    public Future<Void> release(By by, long schoolId, long accountId) {
        return locked(schoolId, accountId, (tx, account) -> {
            AccountState to = account.afterOrRefuse(
                    AccountEvent.RELEASE,
                    by.actor(),
                    Refusal.conflict("not-held", "Ce compte n’est pas retenu : il n’y a rien à libérer."));
            return AccountStore.release(tx, account.id(), to)
                    .compose(done -> audit(tx, by, account, "account.release", null));
        });
    }

    /**
     * <em>Nouveau compte</em>, from any state: usable from 00:00 of the next day at the school, it takes over from the current one at
     * its first sign-in; one that was waiting already is closed.
     */
    public Future<Replacement> replace(By by, long schoolId, long accountId, Mode mode) {
        return replace(by, schoolId, accountId, mode, UUID.randomUUID());
    }

    /** As above, once for each credential. */
    public Future<Replacement> replace(By by, long schoolId, long accountId, Mode mode, UUID credential) {
        return replacements.replace(by, schoolId, accountId, mode, credential);
    }

    /**
     * The credential that goes with a program's key: the same for the same account and action, so that what is asked for twice is
     * made once; fails where the key was used for another. Kept for a week.
     *
     * @param action a stable name
     */
    public Future<UUID> once(long staff, String key, long schoolId, long accountId, String action) {
        return database.inScope(
                        Scope.of(schoolId),
                        tx -> OnceStore.credential(tx, staff, key, schoolId, accountId, action, clock.instant()))
                .map(found -> found.orElseThrow(KEY_REUSED::asFailure));
    }

    private Future<Void> kill(Tx tx, Account account, AccountState to) {
        return AccountStore.reset(tx, account.id(), to)
                .compose(done -> AccountStore.endSessions(tx, account.id()))
                .compose(done -> LinkStore.kill(tx, account.id(), clock.instant(), Link.Purpose.values()));
    }

    /** One credential for all messages: the mail and the letter bear the same password. */
    Future<List<Long>> order(Tx tx, By by, Account account, Mode mode, UUID credential) {
        Set<Channel> channels = mode.channels(account.personEmail() != null);
        if (channels.isEmpty()) {
            return Future.failedFuture(NO_ADDRESS.asFailure());
        }
        Instant now = clock.instant();
        Future<List<Long>> ids = Future.succeededFuture(new ArrayList<>());
        for (Channel channel : channels) {
            ids = ids.compose(all -> NotificationStore.access(
                            tx, account, channel, credential, keyring.current(), now, by.id())
                    .compose(id -> {
                        all.add(id);
                        return channel == Channel.PAPER
                                ? letters.order(tx, account.schoolId(), id)
                                : Future.<Void>succeededFuture();
                    })
                    .map(done -> all));
        }
        return ids;
    }

    Future<Void> withService(long schoolId) {
        return services.any(schoolId)
                .compose(any -> any ? Future.<Void>succeededFuture() : Future.failedFuture(NO_SERVICE.asFailure()));
    }

    static Future<Void> proves(Tx tx, Account account, boolean password) {
        if (!password) {
            return Future.succeededFuture();
        }
        return AccountStore.birthDates(tx, account.id())
                .compose(dates ->
                        dates.isEmpty() ? Future.failedFuture(NO_BIRTH_DATE.asFailure()) : Future.succeededFuture());
    }

    private static <T> Future<T> refused(Account account, String done) {
        String why = account.held()
                ? "son titulaire a déclaré ne pas être le représentant légal. Libérez-le d’abord"
                : "il est dans l’état « " + account.state().label() + " »";
        return Future.failedFuture(
                Refusal.conflict("refused-in-state", "Ce compte ne peut pas être " + done + " : " + why + ".")
                        .asFailure());
    }

    /** What is done with one account under its lock. */
    private interface Work<T> {
        Future<T> apply(Tx tx, Account account);
    }

    private static Work<List<Long>> once(UUID credential, Work<List<Long>> work) {
        return (tx, account) -> NotificationStore.made(tx, account.id(), credential)
                .compose(made -> made.isEmpty()
                        ? work.apply(tx, account)
                        : Future.succeededFuture(made.stream()
                                .map(NotificationStore.Made::notification)
                                .toList()));
    }

    private <T> Future<T> locked(long schoolId, long accountId, Work<T> work) {
        return database.inScope(
                Scope.of(schoolId),
                tx -> AccountStore.lock(tx, accountId)
                        .map(found -> found.orElseThrow(Refusal.notFound()::asFailure))
                        .compose(account -> work.apply(tx, account)));
    }

    void wake(long schoolId) {
        Addresses.MAILS_DUE.publish(vertx, schoolId);
        Addresses.LETTERS_DUE.publish(vertx, schoolId);
    }

    Future<Void> audit(Tx tx, By by, Account account, String action, @Nullable Mode mode) {
        JsonObject detail = mode == null ? new JsonObject() : new JsonObject().put("mode", mode.name());
        return AuditStore.append(
                tx,
                account.schoolId(),
                clock.instant(),
                by.auditKind(),
                by.id(),
                action,
                "ACCOUNT",
                account.id(),
                detail);
    }
}
