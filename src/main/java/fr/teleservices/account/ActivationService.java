package fr.teleservices.account;

import fr.teleservices.audit.AuditStore;
import fr.teleservices.bus.Addresses;
import fr.teleservices.credential.Keyring;
import fr.teleservices.credential.PasswordService;
import fr.teleservices.credential.TemporaryPassword;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a person does with login and temporary password: activate, or say that it is not theirs. */
public final class ActivationService {
    private static final Refusal DEAD_LINK =
            Refusal.gone("Ce lien a déjà servi, ou un message plus récent l’a remplacé.");

    private final Vertx vertx;
    private final Database database;
    private final Clock clock;
    private final Keyring keyring;
    private final TemporaryPassword temporary;
    private final PasswordService passwords;
    private final Tries tries;
    private final LinkService links;

    public ActivationService(
            Vertx vertx,
            Database database,
            Clock clock,
            Keyring keyring,
            PasswordService passwords,
            Tries tries,
            LinkService links) {
        this.vertx = vertx;
        this.database = database;
        this.clock = clock;
        this.keyring = keyring;
        this.temporary = new TemporaryPassword(keyring);
        this.passwords = passwords;
        this.tries = tries;
        this.links = links;
    }

    /**
     * What an activation came to.
     *
     * @param state ACTIVATING for a guardian, ACTIVE for a pupil
     * @param address to which a mail with a link goes
     */
    public record Activated(
            long accountId,
            long schoolId,
            String login,
            AccountState state,
            @Nullable String address) {}

    /** A refusal whose counters are to be committed, or none. */
    private record Outcome(
            @Nullable Activated activated, @Nullable Refusal refusal) {}

    /**
     * A guardian's first step, a pupil's only one.
     *
     * @param client address of the client, for the budget of tries
     */
    public Future<Activated> activate(ActivationForm form, String client) {
        return open(form.login(), form.temporaryPassword(), client)
                .compose(granted -> {
                    Map<String, String> faults = form.faults(granted.account());
                    return faults.isEmpty()
                            ? links.sent().refuse(granted.account(), form.newPassword())
                            : Future.failedFuture(Refusal.invalid(faults).asFailure());
                })
                .compose(own -> passwords.hash(form.newPassword()))
                .compose(hash -> locked(form.login(), form.temporaryPassword(), open -> begin(open, form, hash)))
                .compose(outcome -> outcome.refusal() != null
                        ? Future.failedFuture(outcome.refusal().asFailure())
                        : Future.succeededFuture(outcome.activated()));
    }

    /** "Je ne suis pas le représentant légal de cet élève". */
    public Future<Void> notMe(String login, String temporaryPassword, String client) {
        return open(login, temporaryPassword, client).compose(granted -> locked(login, temporaryPassword, this::hold));
    }

    /**
     * Whether the link of a mail still opens anything; fails with {@code gone} or with why not yet. Changes nothing, and charges
     * nothing: nobody guesses a token, and a password is not taken here.
     */
    public Future<Void> look(String login, String token) {
        return AccountGate.inSchoolOf(
                        database,
                        Login.typed(login),
                        (tx, place) -> AccountStore.load(tx, place.accountId())
                                .compose(account -> ActivationStore.credentials(tx, place.accountId())
                                        .map(credentials -> TemporaryAccess.of(
                                                account,
                                                credentials,
                                                token,
                                                temporary::matchesToken,
                                                keyring.current(),
                                                clock.instant()))))
                .compose(access -> access instanceof TemporaryAccess.Denied denied
                        ? Future.failedFuture(
                                (denied.known() ? Refusal.gone(denied.refusal().sentence()) : DEAD_LINK).asFailure())
                        : Future.succeededFuture());
    }

    /** Whether the two open anything; charges the budget of tries, and gives back where they were right. */
    private Future<TemporaryAccess.Granted> open(String login, String typed, String client) {
        String name = Login.typed(login);
        return tries.charge(name, client)
                .compose(charged -> AccountGate.inSchoolOf(
                                database,
                                name,
                                (tx, place) -> access(tx, place, typed, AccountStore.load(tx, place.accountId())))
                        .compose(access -> {
                            boolean known = !(access instanceof TemporaryAccess.Denied denied) || denied.known();
                            return (known ? charged.succeeded() : charged.failed()).compose(done -> granted(access));
                        }));
    }

    private Future<TemporaryAccess> access(
            Tx tx, AccountStore.Place place, String typed, Future<Optional<Account>> loaded) {
        return loaded.compose(account -> ActivationStore.credentials(tx, place.accountId())
                .map(credentials -> TemporaryAccess.of(
                        account, credentials, typed, temporary, keyring.current(), clock.instant())));
    }

    private static Future<TemporaryAccess.Granted> granted(TemporaryAccess access) {
        return access instanceof TemporaryAccess.Granted granted
                ? Future.succeededFuture(granted)
                : Future.failedFuture(
                        ((TemporaryAccess.Denied) access).refusal().asFailure());
    }

    /** An account under its lock, and the credential that was typed. */
    private record Open(Tx tx, Account account, Credential credential, Instant now) {}

    /** Asked again under the lock: of fifty at once, one finds its credential alive. */
    private <T> Future<T> locked(String login, String typed, Function<Open, Future<T>> work) {
        return AccountGate.find(database, login)
                .compose(place -> database.inScope(
                                Scope.of(place.schoolId()),
                                tx -> access(tx, place, typed, AccountStore.lock(tx, place.accountId()))
                                        .compose(ActivationService::granted)
                                        .compose(granted -> work.apply(new Open(
                                                tx, granted.account(), granted.credential(), clock.instant()))))
                        .onSuccess(done -> Addresses.MAILS_DUE.publish(vertx, place.schoolId())));
    }

    private Future<Outcome> begin(Open open, ActivationForm form, String hash) {
        return AccountStore.birthDates(open.tx(), open.account().id())
                .compose(dates -> form.birthDate().filter(dates::contains).isPresent()
                        ? activated(open, form, hash).map(done -> new Outcome(done, null))
                        : BirthDateTries.wrong(open.tx(), open.account(), open.credential(), open.now())
                                .map(refusal -> new Outcome(null, refusal)));
    }

    private Future<Activated> activated(Open open, ActivationForm form, String hash) {
        Account account = open.account();
        boolean guardian = account.holder() == Holder.GUARDIAN;
        AccountEvent event = guardian ? AccountEvent.BEGIN_ACTIVATION : AccountEvent.ACTIVATE;
        String address = form.address().orElse(null);
        return notified(open).compose(state -> {
            AccountState to = Lifecycle.after(event, state, account.held(), account.holder(), Actor.HOLDER)
                    .orElseThrow(TemporaryAccess.WRONG::asFailure);
            return ActivationStore.activate(open.tx(), account.id(), to, hash, open.now(), address)
                    .compose(done -> address == null
                            ? Future.<Void>succeededFuture()
                            : links.issue(
                                            open.tx(),
                                            account,
                                            guardian ? Link.Purpose.ACTIVATE : Link.Purpose.VERIFY,
                                            address,
                                            By.holder(account.id()))
                                    .mapEmpty())
                    .compose(done ->
                            audit(open, By.holder(account.id()), guardian ? "account.begin" : "account.activate"))
                    .map(done -> new Activated(account.id(), account.schoolId(), account.login(), to, address));
        });
    }

    private static Future<AccountState> notified(Open open) {
        return BirthDateTries.notified(open.tx(), open.account(), open.credential(), open.now());
    }

    private Future<Void> hold(Open open) {
        Account account = open.account();
        return notified(open)
                .map(state -> Lifecycle.after(
                                AccountEvent.NOT_ME, state, account.held(), account.holder(), Actor.HOLDER)
                        .orElseThrow(TemporaryAccess.WRONG::asFailure))
                .compose(to -> AccountStore.hold(open.tx(), account.id(), to, open.now()))
                .compose(done -> AccountStore.schoolContact(open.tx(), account.schoolId()))
                .compose(contact -> contact.isEmpty()
                        ? Future.<Void>succeededFuture()
                        : NotificationStore.notice(
                                        open.tx(), account, NotificationStore.Kind.NOT_ME, contact.get(), open.now())
                                .mapEmpty())
                .compose(done -> audit(open, By.holder(account.id()), "account.not-me"));
    }

    private static Future<Void> audit(Open open, By by, String action) {
        Account account = open.account();
        return AuditStore.append(
                open.tx(),
                account.schoolId(),
                open.now(),
                by.auditKind(),
                by.id(),
                action,
                "ACCOUNT",
                account.id(),
                new JsonObject());
    }
}
