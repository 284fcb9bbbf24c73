package fr.teleservices.openid;

import fr.teleservices.account.Account;
import fr.teleservices.account.AccountService;
import fr.teleservices.account.AccountState;
import fr.teleservices.audit.AuditStore;
import fr.teleservices.credential.Digest;
import fr.teleservices.db.Database;
import fr.teleservices.db.Tx;
import fr.teleservices.openid.GrantStore.Grant;
import fr.teleservices.web.OpenSessions.HolderSession;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Codes and tokens. A code is taken once, within a minute, from the client it was made for, with the verifier of its challenge; taken
 * twice, it takes its tokens with it. What is refused is refused alike, whatever the reason.
 */
public final class GrantService {
    static final Duration CODE = Duration.ofSeconds(60);
    static final Duration ACCESS = Duration.ofMinutes(10);
    /** As long as a session may last. */
    static final Duration REFRESH = Duration.ofHours(12);

    private final Database database;
    private final AccountService accounts;
    private final Clock clock;

    public GrantService(Database database, AccountService accounts, Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** @param account as it is now */
    record Tokens(Grant grant, Account account, String access, String refresh) {}

    /** @param account as it is now */
    record Opened(Grant grant, Account account) {}

    /** A code for an active account; the first one for a client is in the audit. */
    Future<String> code(Asked asked, Account account, HolderSession session) {
        String code = Digest.token();
        Instant now = clock.instant();
        return database.atGate(gate -> GrantStore.subject(gate, asked.client().id(), account.id())
                        .compose(subject -> GrantStore.add(
                                        gate,
                                        asked,
                                        session.id(),
                                        account.id(),
                                        account.epoch(),
                                        session.since(),
                                        now,
                                        Digest.sha256(code))
                                .compose(done -> subject.fresh()
                                        ? firstTime(gate, asked, account, now)
                                        : Future.succeededFuture())))
                .map(code);
    }

    private static Future<Void> firstTime(Tx gate, Asked asked, Account account, Instant now) {
        return AuditStore.appendAtGate(
                gate,
                account.schoolId(),
                now,
                "HOLDER",
                account.id(),
                "account.openid",
                "ACCOUNT",
                account.id(),
                new JsonObject().put("client", asked.client().id()));
    }

    /** Tokens for a code; empty: refused. */
    Future<Optional<Tokens>> exchange(OpenIdClient client, String code, String redirectUri, String verifier) {
        Instant now = clock.instant();
        return database.atGate(gate -> GrantStore.byCode(gate, Digest.sha256(code))
                        .compose(found -> found.isEmpty()
                                ? nothing()
                                : take(
                                        gate,
                                        found.get(),
                                        isRight(found.get(), client, redirectUri, verifier, now),
                                        Digest.token(),
                                        now)))
                .compose(this::stillGood);
    }

    private static boolean isRight(Grant grant, OpenIdClient client, String redirectUri, String verifier, Instant now) {
        return !grant.used()
                && grant.clientId().equals(client.id())
                && grant.redirectUri().equals(redirectUri)
                && grant.challenge().equals(Digest.sha256Url(verifier))
                && now.isBefore(grant.madeAt().plus(CODE));
    }

    /** The same for a refresh token, which is another one afterwards; the old one used again ends all. */
    Future<Optional<Tokens>> refresh(OpenIdClient client, String token) {
        Instant now = clock.instant();
        int dot = Math.max(0, token.indexOf('.'));
        String family = token.substring(0, dot);
        byte[] given = Digest.sha256(token.substring(dot));
        return database.atGate(gate -> GrantStore.byRefresh(gate, Digest.sha256(family))
                        // another client's knows nothing of it, and ends nothing
                        .map(found -> found.filter(grant -> grant.clientId().equals(client.id())))
                        .compose(found -> found.isEmpty()
                                ? nothing()
                                : take(gate, found.get(), isCurrent(found.get(), given, now), family, now)))
                .compose(this::stillGood);
    }

    private static boolean isCurrent(Grant grant, byte[] given, Instant now) {
        return MessageDigest.isEqual(given, grant.refreshHash())
                && now.isBefore(grant.signedInAt().plus(REFRESH));
    }

    private record Taken(Grant grant, String access, String refresh) {}

    private static Future<Optional<Taken>> nothing() {
        return Future.succeededFuture(Optional.empty());
    }

    /** New tokens where all is right; else the end of the grant, and of what it has given so far. */
    private static Future<Optional<Taken>> take(Tx gate, Grant grant, boolean right, String family, Instant now) {
        if (!right) {
            return gate.run(GrantStore.DROP, grant.id()).map(Optional.empty());
        }
        String access = Digest.token();
        String changing = "." + Digest.token();
        return gate.run(
                        GrantStore.SET_TOKENS,
                        grant.id(),
                        now,
                        Digest.sha256(access),
                        now.plus(ACCESS),
                        Digest.sha256(family),
                        Digest.sha256(changing))
                .map(Optional.of(new Taken(grant, access, family + changing)));
    }

    private Future<Optional<Tokens>> stillGood(Optional<Taken> taken) {
        return taken.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : account(taken.get().grant())
                        .map(account -> account.map(found -> new Tokens(
                                taken.get().grant(),
                                found,
                                taken.get().access(),
                                taken.get().refresh())));
    }

    /** Whom an access token speaks of; empty where it is not, or no longer, good. */
    Future<Optional<Opened>> open(String access) {
        return database.atGateOnce(gate -> GrantStore.byAccess(gate, Digest.sha256(access), clock.instant()))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : account(found.get()).map(account -> account.map(known -> new Opened(found.get(), known))));
    }

    /** The account, while it is what it was: active, and not reset, replaced or grouped since. Else the grant ends. */
    private Future<Optional<Account>> account(Grant grant) {
        return accounts.schoolOf(grant.accountId())
                .compose(school -> school.isEmpty()
                        ? Future.succeededFuture(Optional.<Account>empty())
                        : accounts.load(school.get(), grant.accountId()).map(Optional::of))
                .map(found -> found.filter(
                        account -> account.state() == AccountState.ACTIVE && account.epoch() == grant.epoch()))
                .compose(good -> good.isPresent()
                        ? Future.succeededFuture(good)
                        : database.atGate(gate -> gate.run(GrantStore.DROP, grant.id()))
                                .map(Optional.empty()));
    }
}
