package fr.teleservices.credential;

import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.pgclient.data.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Rows of {@code try_counter}. */
final class TryStore {
    /** How many failures an address has before it waits: a whole school may sit behind one. */
    static final int FREE_OF_ADDRESS = 300;

    static final Interval FADES = Interval.of(0, 0, 0, 1);
    static final Interval ADDRESS_WINDOW = Interval.of(0, 0, 0, 0, 10);

    /**
     * Charges a try before the password is looked at. One statement on one row: of a hundred tries at once, on any node,
     * the row lock lets one through and the others find {@code next_at} in the future. No row comes back when it is too
     * early. Waits 1, 2, 4, … seconds up to 15 minutes; an hour without a failure forgets.
     */
    static final Sql CHARGE_LOGIN = Sql.gate("""
            INSERT INTO try_counter AS t (key, failures, last_at, next_at)
            VALUES ($1, 1, $2::timestamptz, $2::timestamptz + interval '1 second')
            ON CONFLICT (key) DO UPDATE SET
              failures = CASE WHEN t.last_at < $2::timestamptz - $3::interval THEN 1 ELSE t.failures + 1 END,
              last_at = $2::timestamptz,
              next_at = $2::timestamptz + CASE WHEN t.last_at < $2::timestamptz - $3::interval THEN interval '1 second'
                                  ELSE least(interval '15 minutes', interval '1 second' * power(2, least(t.failures, 20))) END
            WHERE t.next_at <= $2::timestamptz
            RETURNING failures
            """);

    /** An address waits one minute at a time, and only beyond its free failures in ten minutes. */
    static final Sql COUNT_ADDRESS = Sql.gate("""
            INSERT INTO try_counter AS t (key, failures, last_at, next_at) VALUES ($1, 1, $2::timestamptz, $2::timestamptz)
            ON CONFLICT (key) DO UPDATE SET
              failures = CASE WHEN t.last_at < $2::timestamptz - $3::interval THEN 1 ELSE t.failures + 1 END,
              last_at = CASE WHEN t.last_at < $2::timestamptz - $3::interval OR t.failures = 0 THEN $2::timestamptz ELSE t.last_at END,
              next_at = CASE WHEN t.last_at >= $2::timestamptz - $3::interval AND t.failures + 1 >= $4
                             THEN $2::timestamptz + interval '1 minute' ELSE $2::timestamptz END
            """);

    static final Sql NEXT = Sql.gate("SELECT next_at FROM try_counter WHERE key = $1");
    static final Sql CLEAR = Sql.gate("DELETE FROM try_counter WHERE key = $1");
    static final Sql SWEEP = Sql.gate(
            "DELETE FROM try_counter WHERE last_at < $1::timestamptz - $2::interval AND next_at < $1::timestamptz");

    private TryStore() {}

    static Future<Boolean> charge(Tx tx, byte[] login, Instant now) {
        return tx.run(CHARGE_LOGIN, login, now, FADES).map(rows -> rows.size() == 1);
    }

    static Future<Void> countAddress(Tx tx, byte[] address, Instant now) {
        return tx.run(COUNT_ADDRESS, address, now, ADDRESS_WINDOW, FREE_OF_ADDRESS)
                .mapEmpty();
    }

    /** How long that key still has to wait; zero if not at all. */
    static Future<Duration> waiting(Tx tx, byte[] key, Instant now) {
        return tx.first(NEXT, row -> Columns.instantOf(row, "next_at"), key).map(next -> left(next, now));
    }

    private static Duration left(Optional<Instant> next, Instant now) {
        return next.filter(now::isBefore).map(at -> Duration.between(now, at)).orElse(Duration.ZERO);
    }
}
