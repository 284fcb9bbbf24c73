package fr.teleservices.credential;

import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what hangs on one master key. */
final class KeyUseStore {
    /**
     * Of one school. A password that may have left counts although it was never recorded: it is valid from that moment. $1 the key, $2
     * now, $3 when the oldest password that still opens was made.
     */
    static final Sql OF_SCHOOL = Sql.app("""
            SELECT
              (SELECT count(*) FROM account WHERE credential_key = $1 AND credential_id IS NOT NULL AND state <> 'CLOSED'
                AND NOT credential_frozen AND credential_at > $3)
              + (SELECT count(*) FROM notification WHERE credential_key = $1 AND credential_at > $3
                AND (status IN ('PENDING', 'CLAIMED') OR maybe_left)) AS passwords,
              (SELECT count(*) FROM link WHERE key_id = $1 AND NOT dead AND used_at IS NULL AND expires_at > $2) AS links,
              (SELECT count(*) FROM letter_key WHERE key_id = $1 AND wrapped IS NOT NULL) AS letter_keys
            """);

    static final Sql AT_GATE = Sql.gate("""
            SELECT (SELECT count(*) FROM simulation_ticket WHERE key_id = $1 AND expires_at > $2) AS links,
              (SELECT count(*) FROM staff WHERE substr(totp_sealed, 1, 4) = int4send($1::int) OR substr(totp_pending, 1, 4) = int4send($1::int))
                AS second_factors
            """);

    static final Sql SEALED = Sql.gate("""
            SELECT id, totp_sealed, totp_pending FROM staff
            WHERE substr(totp_sealed, 1, 4) = int4send($1::int) OR substr(totp_pending, 1, 4) = int4send($1::int) FOR UPDATE
            """);

    static final Sql RESEAL = Sql.gate("UPDATE staff SET totp_sealed = $2, totp_pending = $3 WHERE id = $1");

    private KeyUseStore() {}

    record Sealed(long staff, byte @Nullable [] secret, byte @Nullable [] pending) {}

    static Future<KeyUse> ofSchool(Tx tx, int key, Instant now) {
        return tx.one(
                OF_SCHOOL,
                row -> new KeyUse(row.getLong("passwords"), row.getLong("links"), row.getLong("letter_keys"), 0),
                key,
                now,
                now.minus(TemporaryPassword.VALID));
    }

    static Future<KeyUse> atGate(Tx gate, int key, Instant now) {
        return gate.one(
                AT_GATE, row -> new KeyUse(0, row.getLong("links"), 0, row.getLong("second_factors")), key, now);
    }

    static Future<List<Sealed>> sealed(Tx gate, int key) {
        return gate.list(
                SEALED,
                row -> new Sealed(
                        row.getLong("id"), Columns.bytes(row, "totp_sealed"), Columns.bytes(row, "totp_pending")),
                key);
    }

    static Future<Integer> reseal(Tx gate, Sealed one) {
        return gate.update(RESEAL, one.staff(), one.secret(), one.pending());
    }
}
