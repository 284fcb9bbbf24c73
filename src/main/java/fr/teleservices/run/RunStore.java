package fr.teleservices.run;

import fr.teleservices.account.AccountState;
import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs as rows. */
final class RunStore {
    private static final String COLUMNS =
            "id, school_id, heading_id, selection, status, paused_reason, started_by, created_at, starts_at, prepared_at, begun_at, ended_at";

    /** Of two starts at once the second has to see the first: neither another key nor a double click may slip past the check. */
    static final Sql ONE_START =
            Sql.app("SELECT pg_advisory_xact_lock(hashtextextended('start of a run of school ' || $1::bigint, 0))");

    /** The same key again finds the row that is there. */
    static final Sql INSERT = Sql.app("""
            INSERT INTO run (school_id, heading_id, holder, mode, selection, reset, status, idempotency_key, started_by, created_at, starts_at)
            VALUES ($1, $2, $3, $4, $5, $6, 'SCHEDULED', $7, $8, $9, $10)
            ON CONFLICT (school_id, idempotency_key) DO NOTHING RETURNING\s""" + COLUMNS);

    static final Sql BY_KEY = Sql.app("SELECT " + COLUMNS + " FROM run WHERE school_id = $1 AND idempotency_key = $2");
    static final Sql BY_ID = Sql.app("SELECT " + COLUMNS + " FROM run WHERE id = $1");
    /** Waits for nobody who stores letters of it, who only holds its key. */
    static final Sql LOCK = Sql.app("SELECT " + COLUMNS + " FROM run WHERE id = $1 FOR NO KEY UPDATE");

    static final Sql LATEST = Sql.app("SELECT " + COLUMNS + " FROM run WHERE school_id = $1 ORDER BY id DESC LIMIT $2");
    static final Sql SCHOOL_OF = Sql.gate("SELECT school_id FROM run WHERE id = $1");

    /** 1,000,000 rows: an index-only scan of notification_run. */
    static final Sql COUNTS =
            Sql.app("SELECT status, count(*) AS n FROM notification WHERE run_id = $1 GROUP BY status");

    static final Sql TO_WRITE = Sql.app(
            "SELECT coalesce(sum(letters), 0)::bigint AS n FROM letter_part WHERE run_id = $1 AND status IN ('PENDING', 'CLAIMED')");

    static final Sql SET_STATUS = Sql.app("""
            UPDATE run SET status = $2, paused_reason = $3, ended_at = $4 WHERE id = $1 AND status = ANY ($5::text[])
            """);
    static final Sql PREPARED = Sql.app("""
            UPDATE run SET status = 'RUNNING', prepared_at = $2, begun_at = $2, letter_key_id = $3
            WHERE id = $1 AND status = 'PREPARING'
            """);

    static final Sql BEGIN =
            Sql.app("UPDATE run SET status = 'RUNNING', begun_at = $2 WHERE id = $1 AND status = ANY ($3::text[])");

    static final Sql CANCEL_ITEMS = Sql.app("""
            UPDATE notification SET status = 'CANCELLED', ended_at = $2 WHERE run_id = $1 AND status = 'PENDING'
            """);

    /** A part in a worker's hands is cancelled as well: its write will find another token. */
    static final Sql CANCEL_PARTS = Sql.app("""
            UPDATE letter_part SET status = 'CANCELLED', token = nextval('lease_token')
            WHERE run_id = $1 AND status IN ('PENDING', 'CLAIMED')
            """);

    /**
     * Failures become pending again; letters of them make new parts, one for each division, behind the others, as long as the key of the
     * run's letters is there.
     */
    static final Sql RETRY = Sql.app("""
            WITH again AS (
              UPDATE notification SET status = 'PENDING', reason = NULL, smtp_answer = NULL, ended_at = NULL, attempts = 0,
                not_before = clock_timestamp(), letter_part = CASE WHEN channel = 'PAPER'
                  THEN letter_part + (SELECT coalesce(max(part), 0) FROM letter_part WHERE run_id = $1) END
              WHERE run_id = $1 AND status = 'FAILED' AND (channel <> 'PAPER' OR EXISTS (SELECT FROM run r JOIN letter_key k
                ON k.id = r.letter_key_id WHERE r.id = $1 AND k.wrapped IS NOT NULL))
              RETURNING channel, letter_part
            ), parts AS (
              INSERT INTO letter_part (school_id, run_id, part, division, letters, letter_key_id)
              SELECT r.school_id, r.id, a.letter_part, p.division, a.n, r.letter_key_id
              FROM (SELECT letter_part, count(*) AS n FROM again WHERE channel = 'PAPER' GROUP BY letter_part) a
              JOIN run r ON r.id = $1
              JOIN letter_part p ON p.run_id = r.id
                AND p.part = a.letter_part - (SELECT coalesce(max(part), 0) FROM letter_part WHERE run_id = $1)
            )
            SELECT count(*) AS n FROM again
            """);

    static final Sql HAS_FAILURES =
            Sql.app("SELECT EXISTS (SELECT FROM notification WHERE run_id = $1 AND status = 'FAILED') AS has");

    static final Sql FINISH = Sql.app("""
            UPDATE run SET status = 'DONE', ended_at = $2 WHERE id = $1 AND status = ANY ($3::text[])
              AND NOT EXISTS (SELECT FROM notification WHERE run_id = $1 AND status IN ('PENDING', 'CLAIMED'))
            """);

    /** Runs that wait for their time or were interrupted while they were prepared, and those that may have ended. */
    static final Sql OPEN = Sql.gate("""
            SELECT id, school_id, status, starts_at, prepared_at FROM run
            WHERE status IN ('PREPARING', 'RUNNING') OR (status = 'SCHEDULED' AND starts_at <= $1)
            ORDER BY id
            """);

    /** Runs whose time comes soon and whose notifications are not stored yet. */
    static final Sql SOON = Sql.gate("""
            SELECT id, school_id, status, starts_at, prepared_at FROM run
            WHERE status = 'SCHEDULED' AND prepared_at IS NULL AND starts_at > $1 AND starts_at <= $2
            ORDER BY starts_at, id
            """);

    /** One at a time stores the notifications of a run. */
    static final Sql ONE_PREPARES =
            Sql.app("SELECT pg_try_advisory_xact_lock(hashtextextended('storing of run ' || $1::bigint, 0)) AS mine");

    static final Sql STORED_AHEAD = Sql.app("""
            UPDATE run SET prepared_at = $2, letter_key_id = $3 WHERE id = $1 AND status = 'SCHEDULED' AND prepared_at IS NULL
            """);

    static final Sql SUBMIT_HEADING = Sql.app("""
            INSERT INTO run_heading (idempotency_key, started_by, created_at) VALUES ($1, $2, $3)
            ON CONFLICT (started_by, idempotency_key) DO UPDATE SET idempotency_key = excluded.idempotency_key RETURNING id
            """);

    /** Passwords, sessions and links of a mass reset die when it is prepared; $2: the states it applies to. */
    static final Sql RESET_ACCOUNTS = Sql.app("""
            UPDATE account a SET state = 'NOT_NOTIFIED', password_hash = NULL, password_at = NULL, activated_at = NULL, email_pending = NULL,
              email_verified = NULL, credential_id = NULL, credential_key = NULL, credential_at = NULL,
              credential_frozen = false, epoch = epoch + 1
            FROM (SELECT DISTINCT account_id FROM notification WHERE run_id = $1 AND status = 'PENDING') n
            WHERE a.id = n.account_id AND a.state = ANY ($2::text[]) AND NOT a.held
            """);

    static final Sql RESET_SESSIONS = Sql.app("""
            DELETE FROM session s USING notification n
            WHERE n.run_id = $1 AND n.status = 'PENDING' AND s.account_id = n.account_id
            """);
    static final Sql RESET_LINKS = Sql.app("""
            UPDATE link l SET dead = true FROM notification n
            WHERE n.run_id = $1 AND n.status = 'PENDING' AND l.account_id = n.account_id AND NOT l.dead AND l.used_at IS NULL
            """);

    /** A run that is due for a step of the keeper. */
    record Due(long id, long schoolId, RunStatus status, Instant startsAt, boolean prepared) {}

    Future<Void> oneStartAtATime(Tx tx, long school) {
        return tx.run(ONE_START, school).mapEmpty();
    }

    Future<Optional<Run>> insert(
            Tx tx,
            long school,
            @Nullable Long heading,
            Selection s,
            String key,
            @Nullable Long by,
            Instant now,
            Instant starts) {
        return tx.first(
                INSERT,
                RunStore::run,
                school,
                heading,
                s.holder(),
                s.mode(),
                SelectionJson.write(s),
                s.reset(),
                key,
                by,
                now,
                starts);
    }

    Future<Optional<Run>> byKey(Tx tx, long school, String key) {
        return tx.first(BY_KEY, RunStore::run, school, key);
    }

    Future<Optional<Run>> byId(Tx tx, long id) {
        return tx.first(BY_ID, RunStore::run, id);
    }

    Future<Optional<Run>> lock(Tx tx, long id) {
        return tx.first(LOCK, RunStore::run, id);
    }

    Future<List<Run>> latest(Tx tx, long school, int limit) {
        return tx.list(LATEST, RunStore::run, school, limit);
    }

    Future<Optional<Long>> schoolOf(Tx gate, long run) {
        return gate.first(SCHOOL_OF, row -> row.getLong("school_id"), run);
    }

    Future<List<Due>> open(Tx gate, Instant now) {
        return gate.list(OPEN, RunStore::due, now);
    }

    Future<List<Due>> soon(Tx gate, Instant now, Instant until) {
        return gate.list(SOON, RunStore::due, now, until);
    }

    static Due due(Row row) {
        return new Due(
                row.getLong("id"),
                row.getLong("school_id"),
                Columns.constant(row, "status", RunStatus.class),
                Columns.instantOf(row, "starts_at"),
                Columns.instant(row, "prepared_at") != null);
    }

    /** @return false where another stores them at this moment; until the end of the transaction */
    Future<Boolean> onlyOneThatPrepares(Tx tx, long run) {
        return tx.one(ONE_PREPARES, row -> Columns.isTrue(row, "mine"), run);
    }

    Future<RunCounts> counts(Tx tx, long run) {
        return tx.run(COUNTS, run).map(rows -> {
            Map<String, Long> n = new HashMap<>();
            rows.forEach(row -> n.put(row.getString("status"), row.getLong("n")));
            return new RunCounts(
                    n.getOrDefault("PENDING", 0L),
                    n.getOrDefault("CLAIMED", 0L),
                    n.getOrDefault("SENT", 0L),
                    n.getOrDefault("IN_LETTER", 0L),
                    n.getOrDefault("FAILED", 0L),
                    n.getOrDefault("LEFT_OUT", 0L),
                    n.getOrDefault("CANCELLED", 0L));
        });
    }

    /** Letters of parts that are not written yet. */
    Future<Long> lettersToWrite(Tx tx, long run) {
        return tx.one(TO_WRITE, row -> row.getLong("n"), run);
    }

    /** Moves a run; false where another was quicker. */
    Future<Boolean> move(Tx tx, long run, RunEvent event, RunStatus to, @Nullable String why, @Nullable Instant ended) {
        return tx.update(SET_STATUS, run, to, why, ended, RunLifecycle.before(event))
                .map(n -> n == 1);
    }

    /** Parts before items, in the order in which a letter worker stores them: the other way round the two deadlocked. */
    Future<?> cancel(Tx tx, long run, Instant now) {
        return tx.update(CANCEL_PARTS, run).compose(n -> tx.update(CANCEL_ITEMS, run, now));
    }

    /** @return false where there are failures and none could be tried again: letters whose key is destroyed */
    Future<Boolean> retry(Tx tx, long run) {
        return tx.one(RETRY, row -> row.getLong("n"), run)
                .compose(n -> n > 0
                        ? Future.succeededFuture(true)
                        : tx.one(HAS_FAILURES, row -> !Columns.isTrue(row, "has"), run));
    }

    /** @param states those that a reset applies to */
    Future<?> reset(Tx tx, long run, AccountState[] states) {
        return tx.update(RESET_SESSIONS, run)
                .compose(n -> tx.update(RESET_LINKS, run))
                .compose(n -> tx.update(RESET_ACCOUNTS, run, (Object) states));
    }

    Future<Integer> prepared(Tx tx, long run, Instant now, long letterKey) {
        return tx.update(PREPARED, run, now, letterKey);
    }

    /** @return false where the run was taken back, paused or begun meanwhile */
    Future<Boolean> storedAhead(Tx tx, long run, Instant now, long letterKey) {
        return tx.update(STORED_AHEAD, run, now, letterKey).map(n -> n == 1);
    }

    Future<Boolean> begin(Tx tx, long run, Instant now) {
        return tx.update(BEGIN, run, now, RunLifecycle.before(RunEvent.BEGIN)).map(n -> n == 1);
    }

    Future<Boolean> finish(Tx tx, long run, Instant now) {
        return tx.update(FINISH, run, now, RunLifecycle.before(RunEvent.FINISH)).map(n -> n == 1);
    }

    Future<Long> heading(Tx tx, String key, long by, Instant now) {
        return tx.one(SUBMIT_HEADING, row -> row.getLong("id"), key, by, now);
    }

    static Run run(Row row) {
        return new Run(
                row.getLong("id"),
                row.getLong("school_id"),
                row.getLong("heading_id"),
                SelectionJson.read(row.getJsonObject("selection")),
                Columns.constant(row, "status", RunStatus.class),
                row.getString("paused_reason"),
                row.getLong("started_by"),
                Columns.instantOf(row, "created_at"),
                Columns.instantOf(row, "starts_at"),
                Columns.instant(row, "prepared_at"),
                Columns.instant(row, "begun_at"),
                Columns.instant(row, "ended_at"));
    }
}
