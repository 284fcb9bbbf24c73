package fr.teleservices.run;

import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** Takes back the mails whose lease is over, by the database's clock. */
final class MailRescueStore {
    static final Sql LATE = Sql.gate("""
            SELECT DISTINCT school_id FROM notification WHERE status = 'CLAIMED' AND lease_until < clock_timestamp()
            """);

    /**
     * Whoever held them is gone or too late: due again under a new token, and nobody knows whether they left. The run is held
     * meanwhile, see {@link MailQueueStore#LOCK_RUNS}.
     */
    static final Sql RESCUE = Sql.app("""
            WITH late AS (SELECT id, run_id FROM notification WHERE status = 'CLAIMED' AND lease_until < clock_timestamp()),
            r AS (SELECT id, status FROM run WHERE id IN (SELECT run_id FROM late) ORDER BY id FOR SHARE)
            UPDATE notification n SET status = CASE WHEN r.status = 'CANCELLED' THEN 'CANCELLED' ELSE 'PENDING' END,
              ended_at = CASE WHEN r.status = 'CANCELLED' THEN $1::timestamptz END,
              token = nextval('lease_token'), not_before = greatest(n.not_before, clock_timestamp()), unsure = true, attempts = n.attempts + 1, lease_until = NULL, worker = NULL
            FROM late x LEFT JOIN r ON r.id = x.run_id
            WHERE x.id = n.id AND n.status = 'CLAIMED' AND n.lease_until < clock_timestamp() RETURNING n.id
            """);

    Future<List<Long>> late(Tx gate) {
        return gate.list(LATE, row -> row.getLong("school_id"));
    }

    Future<Integer> rescue(Tx tx, Instant now) {
        return tx.update(RESCUE, now);
    }
}
