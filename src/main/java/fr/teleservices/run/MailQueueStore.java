package fr.teleservices.run;

import fr.teleservices.account.AccountEvent;
import fr.teleservices.account.Lifecycle;
import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The queue of mails in SQL: claimed with SKIP LOCKED, recorded in one statement guarded by the token. Leases are by the
 * database's clock.
 */
final class MailQueueStore {
    /** Single messages overtake: the school of the oldest that is due. */
    static final Sql NEXT_SINGLE = Sql.gate("""
            SELECT school_id FROM notification
            WHERE status = 'PENDING' AND run_id IS NULL AND channel = 'EMAIL' AND not_before <= clock_timestamp() ORDER BY id LIMIT 1
            """);

    /** The runs that have mails for which it is time, the one that began first before the others. */
    static final Sql RUNS_DUE = Sql.gate("""
            SELECT r.id, r.school_id FROM run r WHERE r.status = 'RUNNING' AND EXISTS (SELECT FROM notification n WHERE n.run_id = r.id
              AND n.status = 'PENDING' AND n.channel = 'EMAIL' AND n.not_before <= clock_timestamp())
            ORDER BY r.id
            """);

    /**
     * Decided again for each at this moment: a password, a reminder, or left out. $2 most, $3 worker, $4 lease in ms,
     * $5 states that get a password, $6 now. Row by row: joined, the server once read a whole school for 64 mails. What is due is
     * locked, so it is found again by its place.
     */
    private static final String CLAIM = """
            , verdict AS MATERIALIZED (
              SELECT o.place, o.paired, a.login, a.state, a.epoch, p.holder, p.id AS person_id, p.civility, p.family_name, p.usage_name,
                p.given_name, l.id AS l_id, l.key_id AS l_key, l.purpose,
                CASE WHEN a.usable_from > o.created_at THEN a.usable_from END AS usable_from,
                coalesce(o.address, l.address, p.email) AS to_address,
                o.kind = 'ACCESS' AND a.state = ANY ($5::text[]) AS password,
                CASE WHEN o.kind = 'ACCESS' AND a.held THEN 'HELD'
                  WHEN o.run_id IS NOT NULL AND a.current AND EXISTS (SELECT FROM account w
                    WHERE w.person_id = a.person_id AND NOT w.current AND w.closed_reason IS NULL OFFSET 0) THEN 'REPLACED'
                  WHEN o.kind IN ('ACCESS', 'ACTIVATE', 'VERIFY', 'FORGOTTEN') AND a.state = 'CLOSED' THEN 'CLOSED'
                  WHEN l.dead OR l.used_at IS NOT NULL THEN 'CLOSED'
                  WHEN coalesce(o.address, l.address, p.email) IS NULL THEN 'NO_ADDRESS' END AS reason
              FROM due o CROSS JOIN LATERAL (SELECT * FROM account WHERE id = o.account_id OFFSET 0) a
                CROSS JOIN LATERAL (SELECT * FROM person WHERE id = a.person_id OFFSET 0) p
                LEFT JOIN link l ON l.id = o.link_id
            )
            UPDATE notification n SET
              status = CASE WHEN v.reason IS NULL THEN 'CLAIMED' ELSE 'LEFT_OUT' END, reason = v.reason,
              ended_at = CASE WHEN v.reason IS NOT NULL THEN $6::timestamptz END,
              token = nextval('lease_token'), worker = $3, lease_until = clock_timestamp() + $4::bigint * interval '1 ms',
              with_password = v.password AND v.reason IS NULL, epoch = v.epoch, maybe_left = n.unsure OR (v.password AND v.reason IS NULL)
            FROM verdict v WHERE n.ctid = v.place
            RETURNING n.id, n.school_id, n.account_id, n.run_id, n.kind, n.status, n.token, n.attempts, n.with_password,
              n.credential_id, n.credential_key, n.created_at, n.not_before = '-infinity' AS fresh, v.*
            """;

    /**
     * $7 has been claimed already, and all before it: without it each claim reads over the index entries of all mails that have
     * left. What has been put off stands behind all that has not.
     */
    static final Sql CLAIM_RUN = Sql.app("""
            WITH due AS (
              SELECT ctid AS place, account_id, kind, run_id, link_id, address, created_at,
                (SELECT mode = 'BOTH' FROM run WHERE id = $1) AS paired
              FROM notification WHERE run_id = $1 AND status = 'PENDING' AND channel = 'EMAIL'
                AND not_before <= now() AND (not_before, id) > ('-infinity', $7)
                AND EXISTS (SELECT FROM run WHERE id = $1 AND status = 'RUNNING')
              ORDER BY not_before, id LIMIT $2 FOR UPDATE SKIP LOCKED)
            """ + CLAIM);

    static final Sql CLAIM_SINGLE = Sql.app("""
            WITH due AS (
              SELECT ctid AS place, account_id, kind, run_id, link_id, address, created_at, true AS paired
              FROM notification WHERE run_id IS NULL AND school_id = $1 AND status = 'PENDING' AND channel = 'EMAIL'
                AND not_before <= clock_timestamp() ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)
            """ + CLAIM);

    /**
     * Whoever gives a mail back to a run has to see whether it was cancelled: a cancel that began meanwhile does not see what
     * is being given back, which would then wait in a cancelled run for ever. Runs before accounts, as everywhere.
     */
    static final Sql LOCK_RUNS = Sql.app("""
            SELECT l.id FROM (
              SELECT DISTINCT n.run_id AS id FROM unnest($1::bigint[]) AS i(id)
              CROSS JOIN LATERAL (SELECT run_id FROM notification WHERE id = i.id OFFSET 0) n WHERE n.run_id IS NOT NULL ORDER BY 1) o
            CROSS JOIN LATERAL (SELECT r.id FROM run r WHERE r.id = o.id FOR SHARE) l
            """);

    /** Accounts first and in the order of their ids: the letter worker and the portal do the same, so nobody deadlocks. */
    static final Sql LOCK_ACCOUNTS = Sql.app("""
            SELECT l.id FROM (SELECT DISTINCT id FROM unnest($1::bigint[]) AS i(id) ORDER BY 1) o
            CROSS JOIN LATERAL (SELECT a.id FROM account a WHERE a.id = o.id FOR UPDATE) l
            """);

    /**
     * The outcomes of a batch, and what they do to the accounts: NOTIFIED only from the states of the table, never where the
     * epoch has moved on. $1 ids, $2 tokens, $3 statuses, $4 reasons, $5 answers, $6 delays in ms, $7 nobody knows how it
     * ended, $8 counts as an attempt, $9 now, $10 states that get a password, $11 some may have a letter beside them. The status as
     * an expression: by its name the server took the small index of what is leased for each of them, dead entries and all, three
     * quarters of this statement's time.
     */
    static final Sql RECORD = Sql.app("""
            WITH o AS (
              SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::boolean[], $8::boolean[])
                AS o(id, token, status, reason, answer, delay, unsure, tried)
            ), done AS (
              UPDATE notification n SET
                status = CASE WHEN o.status = 'PENDING' AND (SELECT status FROM run WHERE id = n.run_id) = 'CANCELLED' THEN 'CANCELLED'
                  ELSE o.status END,
                reason = o.reason, smtp_answer = o.answer,
                ended_at = CASE WHEN o.status <> 'PENDING' OR (SELECT status FROM run WHERE id = n.run_id) = 'CANCELLED'
                  THEN $9::timestamptz END,
                unsure = n.unsure OR o.unsure,
                maybe_left = o.status <> 'SENT' AND coalesce(n.with_password, false) AND (n.unsure OR o.unsure),
                attempts = n.attempts + o.tried::int, not_before = clock_timestamp() + o.delay * interval '1 ms',
                lease_until = NULL, worker = NULL
              FROM o WHERE n.id = o.id AND n.token = o.token AND n.status || '' = 'CLAIMED'
              RETURNING n.id, n.account_id, n.run_id, n.status, n.kind, n.channel, n.with_password, n.epoch, n.credential_id,
                n.credential_key, n.credential_at
            ), newest AS (
              SELECT DISTINCT ON (account_id) * FROM done WHERE status = 'SENT' AND kind = 'ACCESS' ORDER BY account_id, id DESC
            ), moved AS (
              UPDATE account a SET
                state = CASE WHEN d.with_password THEN 'NOTIFIED' ELSE a.state END,
                notified_at = $9,
                notified_by = CASE WHEN ($11 AND EXISTS (SELECT FROM notification b WHERE b.account_id = a.id
                    AND b.credential_id = d.credential_id AND b.channel = 'PAPER' AND b.status = 'IN_LETTER'))
                  OR (d.with_password AND a.credential_id = d.credential_id AND a.notified_by = 'PAPER') THEN 'BOTH' ELSE 'EMAIL' END,
                credential_frozen = CASE WHEN d.with_password THEN a.credential_frozen AND a.credential_id = d.credential_id ELSE a.credential_frozen END,
                credential_id = CASE WHEN d.with_password THEN d.credential_id ELSE a.credential_id END,
                credential_key = CASE WHEN d.with_password THEN d.credential_key ELSE a.credential_key END,
                credential_at = CASE WHEN d.with_password THEN d.credential_at ELSE a.credential_at END
              FROM newest d WHERE a.id = d.account_id
                AND (NOT d.with_password OR (a.epoch = d.epoch AND a.state = ANY ($10::text[]) AND NOT a.held))
              RETURNING a.id
            )
            SELECT run_id, count(*) AS n FROM done GROUP BY run_id
            """);

    /** The run or the school whose turn it is. */
    record Turn(long schoolId, @Nullable Long runId) {}

    /**
     * One claimed message with what its text needs.
     *
     * @param withPassword false: a reminder, or a mail with a link
     * @param usableFrom of a new account that could not be used yet when this was asked for
     * @param paired there may be a letter with the same password
     */
    record Claimed(
            long id,
            long schoolId,
            long accountId,
            @Nullable Long runId,
            String kind,
            long token,
            int attempts,
            boolean withPassword,
            java.util.@Nullable UUID credential,
            int credentialKey,
            java.util.@Nullable UUID link,
            int linkKey,
            String login,
            String state,
            Recipient recipient,
            String toAddress,
            Instant createdAt,
            @Nullable Instant usableFrom,
            boolean paired) {}

    /** What became of one message; see {@link #RECORD}. */
    record Outcome(
            long id,
            long token,
            String status,
            @Nullable String reason,
            @Nullable String answer,
            long delayMillis,
            boolean unsure,
            boolean tried) {}

    private static final String[] PASSWORD_STATES = java.util.Arrays.stream(Lifecycle.statesBefore(AccountEvent.NOTIFY))
            .map(Enum::name)
            .toArray(String[]::new);

    Future<Optional<Turn>> nextSingle(Tx gate) {
        return gate.first(NEXT_SINGLE, row -> new Turn(row.getLong("school_id"), null));
    }

    Future<List<Turn>> runsDue(Tx gate) {
        return gate.list(RUNS_DUE, row -> new Turn(row.getLong("school_id"), row.getLong("id")));
    }

    /**
     * What a claim brought.
     *
     * @param due how many were due, those that are left out now among them
     * @param last the largest id of those that had never been put off; 0: none
     */
    record Haul(List<Claimed> claimed, int due, long last) {}

    /**
     * Those that may be sent; the ones that were left out are already recorded so.
     *
     * @param after an id: of a run, what is not put off and not behind it is passed over
     */
    Future<Haul> claim(Tx tx, Turn turn, int max, String worker, long leaseMillis, Instant now, long after) {
        Future<RowSet<Row>> rows = turn.runId() == null
                ? tx.run(CLAIM_SINGLE, turn.schoolId(), max, worker, leaseMillis, PASSWORD_STATES, now)
                : tx.run(CLAIM_RUN, turn.runId(), max, worker, leaseMillis, PASSWORD_STATES, now, after);
        return rows.map(MailQueueStore::haul);
    }

    private static Haul haul(RowSet<Row> rows) {
        List<Claimed> claimed = new ArrayList<>(rows.size());
        long last = 0;
        for (Row row : rows) {
            if (Columns.isTrue(row, "fresh")) {
                last = Math.max(last, row.getLong("id"));
            }
            claimed(row).ifPresent(claimed::add);
        }
        return new Haul(claimed, rows.size(), last);
    }

    /**
     * What was taken of a batch.
     *
     * @param runs that moved on
     * @param count less than what was given where a lease was lost meanwhile
     */
    record Recorded(List<Long> runs, long count) {}

    private record Share(@Nullable Long run, long count) {}

    /**
     * @param accounts of the outcomes
     * @param paired whether any of them may have a letter with the same password
     */
    Future<Recorded> record(Tx tx, Collection<Outcome> outcomes, Long[] accounts, boolean paired, Instant now) {
        Long[] ids = outcomes.stream().map(Outcome::id).toArray(Long[]::new);
        boolean givesBack = outcomes.stream().anyMatch(o -> o.status().equals("PENDING"));
        Future<?> runs = givesBack ? tx.run(LOCK_RUNS, (Object) ids) : Future.succeededFuture();
        Future<?> locked = tx.run(LOCK_ACCOUNTS, (Object) accounts);
        Future<List<Share>> recorded = tx.list(
                RECORD,
                row -> new Share(row.getLong("run_id"), row.getLong("n")),
                ids,
                outcomes.stream().map(Outcome::token).toArray(Long[]::new),
                outcomes.stream().map(Outcome::status).toArray(String[]::new),
                outcomes.stream().map(Outcome::reason).toArray(String[]::new),
                outcomes.stream().map(Outcome::answer).toArray(String[]::new),
                outcomes.stream().map(Outcome::delayMillis).toArray(Long[]::new),
                outcomes.stream().map(Outcome::unsure).toArray(Boolean[]::new),
                outcomes.stream().map(Outcome::tried).toArray(Boolean[]::new),
                now,
                PASSWORD_STATES,
                paired);
        return runs.compose(done -> locked)
                .compose(done -> recorded)
                .map(shares -> new Recorded(
                        shares.stream().map(Share::run).filter(Objects::nonNull).toList(),
                        shares.stream().mapToLong(Share::count).sum()));
    }

    private static Optional<Claimed> claimed(Row row) {
        if (!"CLAIMED".equals(row.getString("status"))) {
            return Optional.empty();
        }
        return Optional.of(new Claimed(
                row.getLong("id"),
                row.getLong("school_id"),
                row.getLong("account_id"),
                row.getLong("run_id"),
                row.getString("kind"),
                row.getLong("token"),
                row.getInteger("attempts"),
                Columns.isTrue(row, "with_password"),
                row.getUUID("credential_id"),
                row.getInteger("credential_key") == null ? 0 : row.getInteger("credential_key"),
                row.getUUID("l_id"),
                row.getInteger("l_key") == null ? 0 : row.getInteger("l_key"),
                row.getString("login"),
                row.getString("state"),
                PeopleStore.recipient(row),
                row.getString("to_address"),
                Columns.instantOf(row, "created_at"),
                Columns.instant(row, "usable_from"),
                Columns.isTrue(row, "paired")));
    }
}
