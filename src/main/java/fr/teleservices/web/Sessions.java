package fr.teleservices.web;

import fr.teleservices.db.Database;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.web.Who.HolderWho;
import fr.teleservices.web.Who.Nobody;
import fr.teleservices.web.Who.StaffWho;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import io.vertx.pgclient.data.Interval;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sessions are rows: a sign-out, a reset, a change of role is felt by the next request on every node. The cookie holds 256
 * random bits, the row their SHA-256. Staff, holder and simulation have a cookie each: one browser may be all of them, and
 * while it has a simulation's, the portal is that.
 */
public final class Sessions {
    static final Duration STAFF_IDLE = Duration.ofMinutes(30);
    static final Duration HOLDER_IDLE = Duration.ofMinutes(60);
    static final Duration LONGEST = Duration.ofHours(12);
    static final Duration SIMULATION = Duration.ofMinutes(15);
    /** For how long a password and a code, once given, are not asked again before what is sensitive. */
    public static final Duration PROOF = Duration.ofMinutes(15);

    static final Interval STAFF_IDLE_SQL = Interval.of(0, 0, 0, 0, (int) STAFF_IDLE.toMinutes());
    static final Interval HOLDER_IDLE_SQL = Interval.of(0, 0, 0, 0, (int) HOLDER_IDLE.toMinutes());
    /** A page with ten pictures is one write, not eleven. */
    private static final Duration SEEN_EVERY = Duration.ofMinutes(1);

    private static final Who NOBODY = new Nobody();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;
    private final Site site;
    private final Clock clock;

    public Sessions(Database database, Site site, Clock clock) {
        this.database = database;
        this.site = site;
        this.clock = clock;
    }

    /** Which of the cookies. */
    enum Side {
        STAFF("session-staff"),
        HOLDER("session"),
        SIMULATION("session-simulation");

        private final String cookie;

        Side(String cookie) {
            this.cookie = cookie;
        }
    }

    /** A {@link StaffWho} or nobody. */
    Future<Who> staff(RoutingContext context) {
        return lookUp(context, Side.STAFF);
    }

    /**
     * A {@link HolderWho} or nobody. A simulation that has ended is not followed by the browser's own session at once: whoever
     * still has the other person's page before them must not write as themselves with it.
     */
    Future<Who> holder(RoutingContext context) {
        if (tokenHash(context, Side.SIMULATION) == null) {
            return lookUp(context, Side.HOLDER);
        }
        return lookUp(context, Side.SIMULATION).onSuccess(who -> {
            if (who == NOBODY) {
                context.response().addCookie(cookie(Side.SIMULATION, "").setMaxAge(0));
            }
        });
    }

    private Future<Who> lookUp(RoutingContext context, Side side) {
        byte[] hash = tokenHash(context, side);
        if (hash == null) {
            return Future.succeededFuture(NOBODY);
        }
        Instant now = clock.instant();
        return database.atGateOnce(tx -> SessionStore.find(tx, hash, now)
                .compose(found -> found.isPresent() && found.get().seenAt().isBefore(now.minus(SEEN_EVERY))
                        ? tx.update(SessionStore.SEEN, hash, now).map(found)
                        : Future.succeededFuture(found))
                .map(found -> ofSide(found, side)));
    }

    private static Who ofSide(Optional<SessionStore.Found> found, Side side) {
        Who who = found.map(SessionStore.Found::who).orElse(NOBODY);
        boolean fits = side == Side.STAFF ? who instanceof StaffWho : who instanceof HolderWho;
        return fits ? who : NOBODY;
    }

    /**
     * Signs staff in; whatever session the browser had on this side is dead.
     *
     * @param epoch as it was when the password was checked: a change meanwhile wins
     */
    public Future<Void> beginStaff(Visit visit, long staffId, int epoch, boolean secondFactor) {
        Instant now = clock.instant();
        return begin(
                visit,
                Side.STAFF,
                (tx, hash) -> tx.update(
                        SessionStore.INSERT_STAFF,
                        hash,
                        staffId,
                        epoch,
                        secondFactor,
                        now,
                        now.plus(LONGEST),
                        device(visit)));
    }

    private static String device(Visit visit) {
        return Device.of(visit.header("User-Agent"));
    }

    /**
     * The same session under a new id, after its owner changed what every other session dies of.
     *
     * @param epoch the new one
     */
    public Future<Void> renewStaff(Visit visit, long staffId, int epoch, boolean secondFactor) {
        byte[] old = tokenHash(visit.context(), Side.STAFF);
        return begin(
                visit,
                Side.STAFF,
                false,
                (tx, hash) -> old == null
                        ? Future.succeededFuture(0)
                        : tx.update(
                                SessionStore.RENEW_STAFF, old, hash, epoch, secondFactor, staffId, clock.instant()));
    }

    /** The lists of open ones, for their owners. */
    public OpenSessions open() {
        return new OpenSessions(this, database, clock);
    }

    /** Signs a holder in; whatever session the browser had on this side is dead, a simulation too. */
    public Future<Void> beginHolder(Visit visit, long accountId, long schoolId) {
        Instant now = clock.instant();
        return endSimulation(visit)
                .compose(ended -> begin(
                        visit,
                        Side.HOLDER,
                        (tx, hash) -> tx.update(
                                SessionStore.INSERT_HOLDER,
                                hash,
                                accountId,
                                schoolId,
                                now,
                                now.plus(LONGEST),
                                device(visit))));
    }

    /** Opens the portal as an account, read-only, for 15 minutes; the browser's own session waits meanwhile. */
    public Future<Void> beginSimulation(Visit visit, long accountId, long schoolId, long staffId) {
        Instant now = clock.instant();
        return begin(
                visit,
                Side.SIMULATION,
                (tx, hash) -> tx.update(
                        SessionStore.INSERT_SIMULATION, hash, accountId, schoolId, staffId, now, now.plus(SIMULATION)));
    }

    @FunctionalInterface
    private interface Insert {
        Future<Integer> into(Tx tx, byte[] tokenHash);
    }

    private Future<Void> begin(Visit visit, Side side, Insert insert) {
        return begin(visit, side, true, insert);
    }

    private Future<Void> begin(Visit visit, Side side, boolean endOld, Insert insert) {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        byte[] old = tokenHash(visit.context(), side);
        return database.atGate(
                        tx -> (old == null || !endOld ? Future.succeededFuture(0) : tx.update(SessionStore.DELETE, old))
                                .compose(done -> insert.into(tx, sha256(token))))
                .compose(inserted -> {
                    if (inserted != 1) {
                        return Future.failedFuture(Refusal.unauthenticated("Identifiez-vous à nouveau.")
                                .asFailure());
                    }
                    visit.context().response().addCookie(cookie(side, token));
                    return Future.succeededFuture();
                });
    }

    /** Signs out on the staff pages; a simulation ends with it. */
    public Future<Void> endStaff(Visit visit) {
        return endSimulation(visit).compose(ended -> end(visit, Side.STAFF));
    }

    /** Signs out on the portal, or ends the simulation there. */
    public Future<Void> endHolder(Visit visit) {
        return end(visit, tokenHash(visit.context(), Side.SIMULATION) == null ? Side.HOLDER : Side.SIMULATION);
    }

    /** The browser's own session on the portal, if it has one, is what it was. */
    public Future<Void> endSimulation(Visit visit) {
        return tokenHash(visit.context(), Side.SIMULATION) == null
                ? Future.succeededFuture()
                : end(visit, Side.SIMULATION);
    }

    private Future<Void> end(Visit visit, Side side) {
        byte[] hash = tokenHash(visit.context(), side);
        visit.context().response().addCookie(cookie(side, "").setMaxAge(0));
        return hash == null
                ? Future.succeededFuture()
                : database.atGate(tx -> tx.update(SessionStore.DELETE, hash)).mapEmpty();
    }

    /** The academy turns to a school; the caller has checked that there is one. */
    public Future<Void> chooseSchool(Visit visit, long schoolId) {
        byte[] hash = tokenHash(visit.context(), Side.STAFF);
        return hash == null
                ? Future.succeededFuture()
                : database.atGate(tx -> tx.update(SessionStore.CHOOSE_SCHOOL, hash, schoolId))
                        .mapEmpty();
    }

    /** Everywhere, also simulations by that person. */
    public Future<Void> endAllOfStaff(long staffId) {
        return database.atGate(tx -> tx.update(SessionStore.DELETE_OF_STAFF, staffId))
                .mapEmpty();
    }

    /** Everywhere, in a transaction of its own. */
    public Future<Void> endAllOfAccount(long accountId) {
        return database.atGate(tx -> tx.update(SessionStore.DELETE_OF_ACCOUNT, accountId))
                .mapEmpty();
    }

    /** Everywhere, in the caller's transaction: a reset and the end of the sessions are one. */
    public static Future<Void> endAllOfAccount(Tx tx, long accountId) {
        return tx.update(SessionStore.DELETE_OF_ACCOUNT_IN_SCOPE, accountId).mapEmpty();
    }

    /** Housekeeping: how many dead rows went. */
    public Future<Integer> sweep() {
        return database.atGate(tx -> tx.update(SessionStore.DELETE_DEAD, clock.instant(), HOLDER_IDLE_SQL));
    }

    private Cookie cookie(Side side, String value) {
        return Cookie.cookie(name(side), value)
                .setHttpOnly(true)
                .setSecure(site.isHttps())
                .setSameSite(CookieSameSite.LAX)
                .setPath("/");
    }

    private String name(Side side) {
        return site.isHttps() ? "__Host-" + side.cookie : side.cookie;
    }

    byte @Nullable [] tokenHash(RoutingContext context, Side side) {
        Cookie cookie = context.request().getCookie(name(side));
        return cookie == null || cookie.getValue().length() != 43 ? null : sha256(cookie.getValue());
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
