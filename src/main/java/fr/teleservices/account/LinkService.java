package fr.teleservices.account;

import fr.teleservices.audit.AuditStore;
import fr.teleservices.bus.Addresses;
import fr.teleservices.credential.Keyring;
import fr.teleservices.credential.LinkToken;
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
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One-time links in mails: made, looked at, confirmed. Looking changes nothing: mail scanners open every link. */
public final class LinkService {
    /** Links of one account in an hour; beyond that nobody fills somebody's mailbox. */
    static final int AN_HOUR = 5;

    private static final Set<Link.Purpose> CONFIRMATION = EnumSet.of(Link.Purpose.ACTIVATE, Link.Purpose.VERIFY);

    private static final Refusal GONE =
            Refusal.gone("Ce lien n’est plus valable : il a déjà servi, a été remplacé par un"
                    + " lien plus récent ou est trop ancien.");

    private final Vertx vertx;
    private final Database database;
    private final Clock clock;
    private final Keyring keyring;
    private final LinkToken tokens;
    private final SentPasswordService sent;

    public LinkService(Vertx vertx, Database database, Clock clock, Keyring keyring) {
        this.vertx = vertx;
        this.database = database;
        this.clock = clock;
        this.keyring = keyring;
        this.tokens = new LinkToken(keyring);
        this.sent = new SentPasswordService(database, keyring);
    }

    SentPasswordService sent() {
        return sent;
    }

    /** A link that is alive, and whose it is. */
    public record Opened(Link link, Account account) {}

    /** What a confirmation page shows; fails with {@code gone}. */
    public Future<Opened> look(String token) {
        return open(token, CONFIRMATION, (tx, opened) -> Future.succeededFuture(opened), false);
    }

    /** The button of that page: once. Sessions end; the holder signs in with a new one. */
    public Future<Opened> confirm(String token) {
        return open(token, CONFIRMATION, this::confirmed, true).onSuccess(done -> wake(done.account()));
    }

    /** To the same address again, or to a corrected one; earlier links are dead. */
    public Future<Void> sendAgain(By by, long schoolId, long accountId, @Nullable String corrected) {
        return sendAgain(by, schoolId, accountId, corrected, UUID.randomUUID());
    }

    /** As above, once for each id of a link: asked again with the same, nothing more is sent. */
    public Future<Void> sendAgain(By by, long schoolId, long accountId, @Nullable String corrected, UUID id) {
        String address = corrected == null ? null : MailAddress.parse(corrected).orElse(null);
        if (corrected != null && address == null) {
            return Future.failedFuture(Refusal.invalid(Map.of(
                            "email", "Cette adresse électronique n’est pas complète (par exemple nom@exemple.fr)."))
                    .asFailure());
        }
        return database.inScope(
                        Scope.of(schoolId),
                        tx -> AccountStore.lock(tx, accountId)
                                .map(found -> found.orElseThrow(Refusal.notFound()::asFailure))
                                .compose(account -> LinkStore.load(tx, id)
                                        .compose(made -> made.isPresent()
                                                ? Future.succeededFuture(account)
                                                : sendAgain(tx, by, account, address, id))))
                .onSuccess(this::wake)
                .mapEmpty();
    }

    private Future<Account> sendAgain(Tx tx, By by, Account account, @Nullable String corrected, UUID id) {
        account.afterOrRefuse(
                AccountEvent.SEND_LINK_AGAIN,
                by.actor(),
                Refusal.conflict("not-activating", "Ce compte n’est pas en cours d’activation."));
        String address = corrected == null ? account.emailPending() : corrected;
        if (address == null) {
            return Future.failedFuture(Refusal.invalid(Map.of("email", "Indiquez une adresse électronique."))
                    .asFailure());
        }
        Instant now = clock.instant();
        return LinkStore.recent(tx, account.id(), now.minus(Duration.ofHours(1)), Link.Purpose.ACTIVATE)
                .compose(recent -> recent >= AN_HOUR
                        ? Future.<Void>failedFuture(Refusal.tooMany(3600).asFailure())
                        : AccountStore.setPending(tx, account.id(), address))
                .compose(done -> issue(tx, account, id, Link.Purpose.ACTIVATE, address, by))
                .compose(done -> audit(tx, account, by, "account.link-again"))
                .map(done -> account);
    }

    /** Makes a link and queues its mail; earlier ones of that kind are dead. The caller wakes the mail workers. */
    Future<Link> issue(Tx tx, Account account, Link.Purpose purpose, String address, By by) {
        return issue(tx, account, UUID.randomUUID(), purpose, address, by);
    }

    private Future<Link> issue(Tx tx, Account account, UUID id, Link.Purpose purpose, String address, By by) {
        Instant now = clock.instant();
        Link link = new Link(
                id, account.id(), purpose, address, keyring.current(), now.plus(purpose.validity()), null, false);
        Long staff = by.actor() == Actor.STAFF ? by.id() : null;
        return LinkStore.kill(tx, account.id(), now, purpose)
                .compose(done -> LinkStore.insert(tx, account.schoolId(), link, now))
                .compose(done -> NotificationStore.link(tx, account, link, now, staff))
                .map(done -> link);
    }

    private Future<Opened> confirmed(Tx tx, Opened opened) {
        Account account = opened.account();
        Link link = opened.link();
        Instant now = clock.instant();
        AccountState to = account.afterOrRefuse(event(link.purpose()), Actor.HOLDER, GONE);
        String before = account.emailVerified();
        return use(tx, link, now)
                .compose(done -> AccountStore.setVerified(tx, account.id(), to, link.address(), now))
                .compose(done -> LinkStore.kill(tx, account.id(), now, Link.Purpose.values()))
                .compose(done -> link.purpose() == Link.Purpose.ACTIVATE
                        ? AccountStore.endSessions(tx, account.id())
                        : Future.succeededFuture())
                .compose(done -> before == null || before.equals(link.address())
                        ? Future.<Void>succeededFuture()
                        : NotificationStore.notice(tx, account, NotificationStore.Kind.ADDRESS_CHANGED, before, now)
                                .mapEmpty())
                .compose(done -> audit(tx, account, By.holder(account.id()), action(link.purpose())))
                .map(done -> opened);
    }

    static Future<Void> use(Tx tx, Link link, Instant now) {
        return LinkStore.use(tx, link.id(), now)
                .compose(mine -> mine ? Future.<Void>succeededFuture() : Future.failedFuture(GONE.asFailure()));
    }

    /** What is done with a link while its account is locked. */
    interface Work<T> {
        Future<T> apply(Tx tx, Opened opened);
    }

    /** Finds what a token names; whatever is wrong with it, the answer is the same. */
    <T> Future<T> open(String token, Set<Link.Purpose> purposes, Work<T> work, boolean lock) {
        UUID id = LinkToken.idOf(token).orElse(TemporaryAccess.NOBODY);
        return database.atGateOnce(tx -> LinkStore.find(tx, id))
                .map(place -> place.orElseThrow(GONE::asFailure))
                .compose(place -> database.inScope(
                        Scope.of(place.schoolId()),
                        tx -> (lock
                                        ? AccountStore.lock(tx, place.accountId())
                                        : AccountStore.load(tx, place.accountId()))
                                .map(account -> account.orElseThrow(GONE::asFailure))
                                .compose(account -> LinkStore.load(tx, id)
                                        .map(link -> link.filter(l -> purposes.contains(l.purpose()))
                                                .filter(l -> tokens.proves(token, l.id(), l.key()))
                                                .filter(l -> l.isAlive(clock.instant()))
                                                .filter(l -> account.after(event(l.purpose()), Actor.HOLDER)
                                                        .isPresent())
                                                .orElseThrow(GONE::asFailure))
                                        .compose(link -> work.apply(tx, new Opened(link, account))))));
    }

    private static AccountEvent event(Link.Purpose purpose) {
        return switch (purpose) {
            case ACTIVATE -> AccountEvent.CONFIRM_ACTIVATION;
            case VERIFY -> AccountEvent.CHANGE_ADDRESS;
            case FORGOTTEN -> AccountEvent.RECOVER;
        };
    }

    private static String action(Link.Purpose purpose) {
        return switch (purpose) {
            case ACTIVATE -> "account.confirm";
            case VERIFY -> "account.verify-address";
            case FORGOTTEN -> "account.recover";
        };
    }

    private void wake(Account account) {
        Addresses.MAILS_DUE.publish(vertx, account.schoolId());
    }

    Future<Void> audit(Tx tx, Account account, By by, String action) {
        return AuditStore.append(
                tx,
                account.schoolId(),
                clock.instant(),
                by.auditKind(),
                by.id(),
                action,
                "ACCOUNT",
                account.id(),
                new JsonObject());
    }
}
