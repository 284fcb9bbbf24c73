package fr.teleservices.credential;

import fr.teleservices.db.Database;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.ClientNetwork;
import fr.teleservices.kernel.Refusal;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * One budget of guesses for each login (also for those that do not exist), in the database, whatever node is asked; a much
 * larger one for each client address. Failures lead to waiting, never to a lock.
 */
public final class TryService {
    private final Database database;
    private final Clock clock;

    public TryService(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A try that was charged: say how it went. */
    public final class Try {
        private final byte[] login;
        private final byte[] address;

        private Try(byte[] login, byte[] address) {
            this.login = login;
            this.address = address;
        }

        /** The password was right: the login's failures are forgotten. */
        public Future<Void> succeeded() {
            return database.atGate(tx -> tx.update(TryStore.CLEAR, login)).mapEmpty();
        }

        /** The password was wrong. */
        public Future<Void> failed() {
            Instant now = clock.instant();
            return database.atGate(tx -> TryStore.countAddress(tx, address, now));
        }
    }

    /**
     * Charges a try before the password is looked at.
     *
     * @param login as typed; case and blanks around do not make another one
     * @param address the client's; all of an IPv6 network are one
     * @return fails with TOO_MANY, which is not counted, when it is too early
     */
    public Future<Try> charge(String login, String address) {
        byte[] loginKey = key("login:" + login.strip().toLowerCase(Locale.ROOT));
        byte[] addressKey = key("address:" + ClientNetwork.of(address));
        Instant now = clock.instant();
        return database.atGate(tx -> TryStore.waiting(tx, addressKey, now)
                .compose(waiting -> waiting.isZero() ? chargeLogin(tx, loginKey, now) : refuse(waiting))
                .map(done -> new Try(loginKey, addressKey)));
    }

    private static Future<Void> chargeLogin(Tx tx, byte[] login, Instant now) {
        return TryStore.charge(tx, login, now)
                .compose(charged -> charged
                        ? Future.succeededFuture()
                        : TryStore.waiting(tx, login, now).compose(TryService::refuse));
    }

    private static Future<Void> refuse(Duration waiting) {
        int seconds = (int) Math.max(1, waiting.plusMillis(999).toSeconds());
        return Future.failedFuture(Refusal.tooMany(seconds).asFailure());
    }

    /** Housekeeping: how many faded rows went. */
    public Future<Integer> sweep() {
        return database.atGate(tx -> tx.update(TryStore.SWEEP, clock.instant(), TryStore.FADES));
    }

    private static byte[] key(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
