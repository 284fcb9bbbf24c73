package fr.teleservices.account;

import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The credentials of an account and what a try with one of them writes. */
final class ActivationStore {
    /**
     * The account's own, and any that a worker has claimed and not yet recorded: such a message may have left before the
     * process died. Those of an earlier epoch are dead.
     */
    static final Sql CREDENTIALS = Sql.app("""
            SELECT c.id, c.key, c.made_at, c.recorded, c.frozen OR t.frozen_at IS NOT NULL AS frozen
            FROM (
              SELECT credential_id AS id, credential_key AS key, credential_at AS made_at, true AS recorded,
                     credential_frozen AS frozen
              FROM account WHERE id = $1 AND state = 'NOTIFIED' AND NOT held AND credential_id IS NOT NULL
              UNION ALL
              SELECT n.credential_id, n.credential_key, n.credential_at, false, false
              FROM notification n JOIN account a ON a.id = n.account_id
              WHERE n.account_id = $1 AND n.kind = 'ACCESS' AND n.maybe_left AND n.epoch = a.epoch
                AND n.status NOT IN ('SENT', 'IN_LETTER') AND n.credential_id IS NOT NULL
                AND a.state = ANY ($2) AND NOT a.held
            ) c LEFT JOIN credential_try t ON t.credential_id = c.id
            ORDER BY c.recorded DESC""");

    /** One statement, so that parallel tries count each. */
    static final Sql COUNT_WRONG = Sql.app("""
            INSERT INTO credential_try AS t (credential_id, wrong) VALUES ($1, 1)
            ON CONFLICT (credential_id) DO UPDATE SET wrong = t.wrong + 1
            RETURNING wrong""");

    static final Sql FREEZE_TRIES =
            Sql.app("UPDATE credential_try SET frozen_at = coalesce(frozen_at, $2) WHERE credential_id = $1");

    static final Sql FREEZE_ACCOUNT =
            Sql.app("UPDATE account SET credential_frozen = true WHERE id = $1 AND credential_id = $2");

    /** The late worker's outcome is refused: its token is no longer the row's. */
    static final Sql PROVE_LEFT = Sql.app("""
            UPDATE notification
            SET status = 'SENT', reason = NULL, ended_at = $3, maybe_left = false, lease_until = NULL,
                token = nextval('lease_token')
            WHERE account_id = $1 AND credential_id = $2 AND maybe_left AND status NOT IN ('SENT', 'IN_LETTER')
            RETURNING channel""");

    static final Sql NOTIFIED = Sql.app("""
            UPDATE account SET state = $2, credential_id = $3, credential_key = $4, credential_at = $5,
                   credential_frozen = false, notified_at = $6, notified_by = $7
            WHERE id = $1""");

    static final Sql ACTIVATE = Sql.app("""
            UPDATE account SET state = $2, password_hash = $3, password_at = $4, email_pending = $5,
                   activated_at = CASE WHEN $2 = 'ACTIVE' THEN $4::timestamptz END,
                   credential_id = NULL, credential_key = NULL, credential_at = NULL, credential_frozen = false,
                   epoch = epoch + 1
            WHERE id = $1""");

    private ActivationStore() {}

    static Future<List<Credential>> credentials(Tx tx, long accountId) {
        return tx.list(
                CREDENTIALS,
                row -> new Credential(
                        row.getUUID("id"),
                        row.getInteger("key"),
                        Columns.instantOf(row, "made_at"),
                        Columns.isTrue(row, "recorded"),
                        Columns.isTrue(row, "frozen")),
                accountId,
                names(Lifecycle.statesBefore(AccountEvent.NOTIFY)));
    }

    private static Object names(AccountState[] states) {
        return java.util.Arrays.stream(states).map(Enum::name).toArray(String[]::new);
    }

    /** How many wrong birth dates there have been on it, this one included. */
    static Future<Integer> countWrong(Tx tx, UUID credential) {
        return tx.one(COUNT_WRONG, row -> row.getInteger("wrong"), credential);
    }

    static Future<Void> freeze(Tx tx, long accountId, UUID credential, Instant at) {
        return tx.run(FREEZE_TRIES, credential, at)
                .compose(done -> tx.run(FREEZE_ACCOUNT, accountId, credential))
                .mapEmpty();
    }

    static Future<List<Channel>> proveLeft(Tx tx, long accountId, UUID credential, Instant at) {
        return tx.list(PROVE_LEFT, row -> Columns.constant(row, "channel", Channel.class), accountId, credential, at);
    }

    static Future<Void> notified(Tx tx, long accountId, AccountState to, Credential credential, Instant at, String by) {
        return tx.run(NOTIFIED, accountId, to, credential.id(), credential.key(), credential.madeAt(), at, by)
                .mapEmpty();
    }

    static Future<Void> activate(
            Tx tx, long accountId, AccountState to, String hash, Instant at, @Nullable String address) {
        return tx.run(ACTIVATE, accountId, to, hash, at, address).mapEmpty();
    }
}
