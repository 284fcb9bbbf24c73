package fr.teleservices.account;

import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What keys of other programs were used for. */
final class OnceStore {
    /** A key may mean something else after that. */
    private static final Duration KEPT = Duration.ofDays(7);

    static final Sql FORGET = Sql.app("DELETE FROM asked_once WHERE staff_id = $1 AND asked_at < $2");

    static final Sql TAKE = Sql.app("""
            INSERT INTO asked_once (staff_id, key, school_id, account_id, action, credential_id, asked_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING""");

    static final Sql TAKEN = Sql.app("""
            SELECT credential_id FROM asked_once WHERE staff_id = $1 AND key = $2 AND account_id = $3 AND action = $4""");

    private OnceStore() {}

    /** The same again for the same account and action; empty: the key was used for something else. */
    static Future<Optional<UUID>> credential(
            Tx tx, long staff, String key, long school, long account, String action, Instant now) {
        return tx.run(FORGET, staff, now.minus(KEPT))
                .compose(gone -> tx.run(TAKE, staff, key, school, account, action, UUID.randomUUID(), now))
                .compose(taken -> tx.first(TAKEN, row -> row.getUUID("credential_id"), staff, key, account, action));
    }
}
