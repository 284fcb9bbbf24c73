package fr.teleservices.web;

import fr.teleservices.db.Database;
import fr.teleservices.kernel.Refusal;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Open sessions as their owners see them, and end them: dead at the next request, on every node. */
public final class OpenSessions {
    private final Sessions sessions;
    private final Database database;
    private final Clock clock;

    OpenSessions(Sessions sessions, Database database, Clock clock) {
        this.sessions = sessions;
        this.database = database;
        this.clock = clock;
    }

    private Instant now() {
        return clock.instant();
    }

    /** A living session of a member of staff, as its owner sees it. */
    public record StaffSession(
            long id, Instant begunAt, Instant seenAt, boolean secondFactor, boolean own, String device) {}

    /** The living ones, the last used first. */
    public Future<List<StaffSession>> ofStaff(Visit visit, long staffId) {
        byte[] own = sessions.tokenHash(visit.context(), Sessions.Side.STAFF);
        return database.atGateOnce(tx -> SessionStore.ofStaff(tx, staffId, own == null ? new byte[0] : own, now()));
    }

    /** Ends one of one's own; another's is as absent as none. */
    public Future<Void> endOneOfStaff(long staffId, long id) {
        return database.atGate(tx -> tx.update(SessionStore.DELETE_ONE_OF_STAFF, staffId, id))
                .compose(OpenSessions::orAbsent);
    }

    private static Future<Void> orAbsent(int ended) {
        return ended == 0 ? Future.failedFuture(Refusal.notFound().asFailure()) : Future.succeededFuture();
    }

    /** Ends one's own but this one, and one's simulations; how many. */
    public Future<Integer> endOthersOfStaff(Visit visit, long staffId) {
        byte[] own = sessions.tokenHash(visit.context(), Sessions.Side.STAFF);
        return database.atGate(
                tx -> tx.update(SessionStore.DELETE_OTHERS_OF_STAFF, staffId, own == null ? new byte[0] : own));
    }

    /**
     * @param own the one that asks
     * @param device {@code Firefox sur Windows}, roughly
     */
    public record Living(long id, Instant since, Instant seen, boolean own, boolean simulated, String device) {}

    /** Ends one of the visitor's own; another's, and a simulation, is as absent as none. */
    public Future<Void> endOneOfHolder(Visit visit, long id) {
        long account = visit.holder().accountId();
        return database.atGate(tx -> tx.update(SessionStore.DELETE_ONE_OF_ACCOUNT, account, id))
                .compose(OpenSessions::orAbsent);
    }

    /** Ends the visitor's own but this one. */
    public Future<Void> endOthersOfHolder(Visit visit) {
        byte[] own = sessions.tokenHash(visit.context(), Sessions.Side.HOLDER);
        long account = visit.holder().accountId();
        return database.atGate(tx ->
                        tx.update(SessionStore.DELETE_OTHERS_OF_ACCOUNT, account, own == null ? new byte[0] : own))
                .mapEmpty();
    }

    /** The living sessions of the visitor's account, the last used first. */
    public Future<List<Living>> ofHolder(Visit visit) {
        byte[] own = sessions.tokenHash(visit.context(), Sessions.Side.HOLDER);
        return database.atGateOnce(
                tx -> SessionStore.ofAccount(tx, visit.holder().accountId(), now(), own));
    }

    /** @param since when its holder signed in */
    public record HolderSession(long id, Instant since) {}

    /** The visitor's own on the portal, no simulation; whether it still lives is what {@link Visit#holderIfAny} says. */
    public Future<Optional<HolderSession>> holderSession(Visit visit) {
        byte[] own = sessions.tokenHash(visit.context(), Sessions.Side.HOLDER);
        return own == null
                ? Future.succeededFuture(Optional.empty())
                : database.atGateOnce(tx -> SessionStore.holderSession(tx, own));
    }

    /** Whether who is there was proved within {@link Sessions#PROOF}, by signing in or since. */
    Future<Boolean> isProved(RoutingContext context) {
        byte[] hash = sessions.tokenHash(context, Sessions.Side.STAFF);
        return hash == null
                ? Future.succeededFuture(false)
                : database.atGateOnce(tx -> SessionStore.isProved(tx, hash, now().minus(Sessions.PROOF)));
    }

    /** Password, and code where there is one, were right once more. */
    public Future<Void> proved(Visit visit) {
        byte[] hash = sessions.tokenHash(visit.context(), Sessions.Side.STAFF);
        return hash == null
                ? Future.succeededFuture()
                : database.atGate(tx -> tx.update(SessionStore.PROVED, hash, now()))
                        .mapEmpty();
    }
}
