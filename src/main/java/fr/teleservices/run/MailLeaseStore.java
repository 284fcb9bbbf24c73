package fr.teleservices.run;

import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The leases of claimed mails, by the database's clock: renewed, or taken back once they are over. */
final class MailLeaseStore {
    static final Sql RENEW = Sql.app("""
            UPDATE notification n SET lease_until = clock_timestamp() + $3::bigint * interval '1 ms'
            FROM unnest($1::bigint[], $2::bigint[]) AS o(id, token)
            WHERE n.id = o.id AND n.token = o.token AND n.status || '' = 'CLAIMED' RETURNING n.id
            """);

    static final Sql LATE = Sql.gate("""
            SELECT DISTINCT school_id FROM notification WHERE status = 'CLAIMED' AND lease_until < clock_timestamp()
            """);

    /**
     * Whoever held them is gone or too late: due again under a new token, and nobody knows whether they left. The run is held
     * meanwhile, see {@link MailQueueStore#LOCK_RUNS}. Rows that a frozen node has locked are taken at a later round, once the
     * server has ended its transaction.
     */
    static final Sql RESCUE = Sql.app("""
            WITH late AS (SELECT id, run_id FROM notification WHERE status = 'CLAIMED' AND lease_until < clock_timestamp()
              FOR UPDATE SKIP LOCKED),
            r AS (SELECT id, status FROM run WHERE id IN (SELECT run_id FROM late) ORDER BY id FOR SHARE)
            UPDATE notification n SET status = CASE WHEN r.status = 'CANCELLED' THEN 'CANCELLED' ELSE 'PENDING' END,
              ended_at = CASE WHEN r.status = 'CANCELLED' THEN $1::timestamptz END,
              token = nextval('lease_token'), not_before = greatest(n.not_before, clock_timestamp()),
              unsure = true, attempts = n.attempts + 1, lease_until = NULL, worker = NULL
            FROM late x LEFT JOIN r ON r.id = x.run_id
            WHERE x.id = n.id AND n.status = 'CLAIMED' AND n.lease_until < clock_timestamp() RETURNING n.id
            """);

    Future<Set<Long>> renew(Tx tx, Long[] ids, Long[] tokens, long leaseMillis) {
        return tx.list(RENEW, row -> row.getLong("id"), ids, tokens, leaseMillis)
                .map(HashSet::new);
    }

    Future<List<Long>> late(Tx gate) {
        return gate.list(LATE, row -> row.getLong("school_id"));
    }

    Future<Integer> rescue(Tx tx, Instant now) {
        return tx.update(RESCUE, now);
    }
}
