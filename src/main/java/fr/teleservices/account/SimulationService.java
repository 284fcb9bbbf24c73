package fr.teleservices.account;

import fr.teleservices.audit.AuditStore;
import fr.teleservices.credential.Keyring;
import fr.teleservices.credential.LinkToken;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.kernel.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * <em>Simuler l’accès</em>: whether staff may look at the portal as an account, and the record that they did. The session
 * itself, read-only, is the caller's.
 */
public final class SimulationService {
    /** How long an address that opens a simulation is good for. */
    public static final Duration TICKET = Duration.ofMinutes(5);

    private static final Refusal NO_SERVICE = Refusal.conflict(
            "no-active-service",
            "Aucun téléservice n’est ouvert dans cet établissement : ouvrez-en un avant de gérer les comptes.");
    private static final Refusal GONE =
            Refusal.gone("Cette adresse de simulation n’est plus valable : elle a déjà servi ou"
                    + " est trop ancienne. Demandez-en une nouvelle.");
    private static final Refusal NOT_CURRENT = Refusal.conflict(
            "not-current",
            "Ce compte n’est pas le compte actuel de la personne : tant qu’elle ne s’est pas connectée avec lui, la"
                    + " simulation se fait avec le compte actuel.");

    private final Database database;
    private final Clock clock;
    private final Keyring keyring;
    private final LinkToken tokens;
    private final ActiveServices services;

    public SimulationService(Database database, Clock clock, Keyring keyring, ActiveServices services) {
        this.database = database;
        this.clock = clock;
        this.keyring = keyring;
        this.tokens = new LinkToken(keyring);
        this.services = services;
    }

    /** Somebody looks as somebody. */
    public record Opened(Account account, long staffId) {}

    /** Fails with CONFLICT and a sentence where the account cannot be simulated. */
    public Future<Opened> begin(long staff, long school, long accountId) {
        return services.any(school)
                .compose(any -> any ? load(school, accountId) : Future.failedFuture(NO_SERVICE.asFailure()))
                .compose(account -> database.inScope(
                                Scope.of(school),
                                tx -> AuditStore.append(
                                        tx,
                                        school,
                                        clock.instant(),
                                        "STAFF",
                                        staff,
                                        "account.simulate",
                                        "ACCOUNT",
                                        accountId,
                                        new JsonObject()))
                        .map(done -> new Opened(account, staff)));
    }

    private Future<Account> load(long school, long accountId) {
        return database.inScope(Scope.of(school), tx -> AccountStore.load(tx, accountId))
                .map(found -> found.orElseThrow(Refusal.notFound()::asFailure))
                .compose(SimulationService::mayBe);
    }

    private static Future<Account> mayBe(Account account) {
        if (account.state() != AccountState.ACTIVE) {
            return Future.failedFuture(Refusal.conflict(
                            "refused-in-state",
                            "Seul un compte à l’état « Utilisé » peut être simulé ; celui-ci est à l’état « "
                                    + account.state().label() + " ».")
                    .asFailure());
        }
        return account.current() ? Future.succeededFuture(account) : Future.failedFuture(NOT_CURRENT.asFailure());
    }

    /**
     * A token that opens the simulation once; the database holds an id that opens nothing. Refused like the simulation
     * itself.
     */
    public Future<String> ticket(long staff, long school, long accountId) {
        UUID id = UUID.randomUUID();
        int key = keyring.current();
        Instant now = clock.instant();
        return services.any(school)
                .compose(any -> any ? load(school, accountId) : Future.failedFuture(NO_SERVICE.asFailure()))
                .compose(account -> database.atGate(gate -> gate.update(SimulationStore.SWEEP, now)
                        .compose(swept -> SimulationStore.insert(gate, id, accountId, staff, key, now.plus(TICKET)))))
                .map(made -> {
                    if (!made) {
                        throw Refusal.unauthenticated("Identifiez-vous à nouveau.")
                                .asFailure();
                    }
                    return tokens.of(id, key);
                });
    }

    /** What the page with the button shows; changes nothing. */
    public Future<Opened> look(String token) {
        return find(token)
                .compose(ticket -> load(ticket.schoolId(), ticket.accountId())
                        .map(account -> new Opened(account, ticket.staffId())));
    }

    /** The button: once. */
    public Future<Opened> use(String token) {
        UUID id = LinkToken.idOf(token).orElse(TemporaryAccess.NOBODY);
        return find(token)
                .compose(ticket -> database.atGate(gate -> SimulationStore.use(gate, id, clock.instant()))
                        .compose(mine -> mine
                                ? begin(ticket.staffId(), ticket.schoolId(), ticket.accountId())
                                : Future.failedFuture(GONE.asFailure())));
    }

    private Future<SimulationStore.Ticket> find(String token) {
        UUID id = LinkToken.idOf(token).orElse(TemporaryAccess.NOBODY);
        return database.atGateOnce(gate -> SimulationStore.find(gate, id, clock.instant()))
                .map(found -> found.filter(ticket -> tokens.proves(token, id, ticket.key()))
                        .orElseThrow(GONE::asFailure));
    }
}
