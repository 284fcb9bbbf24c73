package fr.teleservices.run;

import fr.teleservices.account.Holder;
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

/** What the pages of runs list and sum up. */
final class RunListStore {
    private static final String LISTED = """
            SELECT r.id, r.school_id, r.heading_id, r.selection, r.status, r.paused_reason, r.started_by, r.created_at, r.starts_at,
              r.prepared_at, r.begun_at, r.ended_at, (SELECT coalesce(sum(p.letters), 0)::bigint FROM letter_part p WHERE p.run_id = r.id AND p.status IN ('PENDING', 'CLAIMED')) AS to_write,
              n.pending, n.claimed, n.sent, n.in_letter, n.failed, n.left_out, n.cancelled
            FROM run r CROSS JOIN LATERAL (
              SELECT count(*) FILTER (WHERE status = 'PENDING') AS pending, count(*) FILTER (WHERE status = 'CLAIMED') AS claimed,
                count(*) FILTER (WHERE status = 'SENT') AS sent, count(*) FILTER (WHERE status = 'IN_LETTER') AS in_letter,
                count(*) FILTER (WHERE status = 'FAILED') AS failed, count(*) FILTER (WHERE status = 'LEFT_OUT') AS left_out,
                count(*) FILTER (WHERE status = 'CANCELLED') AS cancelled
              FROM notification WHERE run_id = r.id) n
            """;

    /** A page of fifty with their counts: an index-only scan of notification_run for each run of the page. */
    static final Sql PAGE = Sql.app(LISTED + """
            WHERE r.school_id = $1 AND ($2::bigint IS NULL OR r.id < $2) ORDER BY r.id DESC LIMIT $3
            """);

    /** How the runs of these lists stand, without reading a notification. */
    static final Sql PAGE_STAMPS = Sql.app("""
            SELECT id, status FROM run WHERE school_id = $1 AND ($2::bigint IS NULL OR id < $2) ORDER BY id DESC LIMIT $3""");

    static final Sql HEADING_STAMPS = Sql.app("SELECT id, status FROM run WHERE heading_id = $1 ORDER BY id");

    static final Sql OF_HEADING = Sql.app(LISTED + "WHERE r.heading_id = $1 ORDER BY r.id");

    /** Only where runs have begun under it: a start that was refused leaves a heading of nothing. */
    static final Sql HEADING_OF = Sql.app("""
            SELECT h.id FROM run_heading h
            WHERE h.started_by = $1 AND h.idempotency_key = $2 AND EXISTS (SELECT FROM run r WHERE r.heading_id = h.id)
            """);

    static final Sql HEADINGS = Sql.app("""
            SELECT h.id, h.started_by, min(r.starts_at) AS starts_at, min(r.holder) AS holder, min(r.mode) AS mode,
              count(*) AS schools, count(*) FILTER (WHERE r.status NOT IN ('DONE', 'CANCELLED')) AS going
            FROM run_heading h JOIN run r ON r.heading_id = h.id
            GROUP BY h.id ORDER BY h.id DESC LIMIT $1
            """);

    /** Staff of the academy belong to no school, so logins are found at the gate. */
    static final Sql STARTERS = Sql.gate("SELECT id, login FROM staff WHERE id = ANY ($1::bigint[])");

    static final Sql REASONS = Sql.app("""
            SELECT reason, count(*) AS n FROM notification WHERE run_id = $1 AND status = 'LEFT_OUT' GROUP BY reason ORDER BY n DESC
            """);

    static final Sql MAILS_FAILED = Sql.app("""
            SELECT count(*) AS n FROM notification WHERE run_id = $1 AND status = 'FAILED' AND channel = 'EMAIL'
            """);

    /** A run with its counts. */
    record Listed(Run run, RunCounts counts, long lettersToWrite) {
        /** Notifications of all of them. */
        static long read(List<Listed> all) {
            return all.stream().mapToLong(one -> one.counts().selected()).sum();
        }
    }

    record Stamp(long run, String status) {}

    Future<List<Stamp>> stamps(Tx tx, long school, @Nullable Long before, int limit) {
        return tx.list(PAGE_STAMPS, RunListStore::stamp, school, before, limit);
    }

    Future<List<Stamp>> stampsOfHeading(Tx tx, long heading) {
        return tx.list(HEADING_STAMPS, RunListStore::stamp, heading);
    }

    private static Stamp stamp(Row row) {
        return new Stamp(row.getLong("id"), row.getString("status"));
    }

    Future<List<Listed>> page(Tx tx, long school, @Nullable Long before, int limit) {
        return tx.list(PAGE, RunListStore::listed, school, before, limit);
    }

    Future<List<Listed>> ofHeading(Tx tx, long heading) {
        return tx.list(OF_HEADING, RunListStore::listed, heading);
    }

    /** @param going schools whose run is not over */
    record Heading(long id, long startedBy, Instant startsAt, Holder holder, Mode mode, long schools, long going) {}

    Future<Optional<Long>> headingOf(Tx tx, long by, String key) {
        return tx.first(HEADING_OF, row -> row.getLong("id"), by, key);
    }

    Future<List<Heading>> headings(Tx tx, int limit) {
        return tx.list(
                HEADINGS,
                row -> new Heading(
                        row.getLong("id"),
                        row.getLong("started_by"),
                        Columns.instantOf(row, "starts_at"),
                        Columns.constant(row, "holder", Holder.class),
                        Columns.constant(row, "mode", Mode.class),
                        row.getLong("schools"),
                        row.getLong("going")),
                limit);
    }

    private static Listed listed(Row row) {
        return new Listed(
                RunStore.run(row),
                new RunCounts(
                        row.getLong("pending"),
                        row.getLong("claimed"),
                        row.getLong("sent"),
                        row.getLong("in_letter"),
                        row.getLong("failed"),
                        row.getLong("left_out"),
                        row.getLong("cancelled")),
                row.getLong("to_write"));
    }

    Future<Map<Long, String>> starters(Tx gate, Long[] staff) {
        return gate.run(STARTERS, (Object) staff).map(rows -> {
            Map<Long, String> logins = new HashMap<>();
            rows.forEach(row -> logins.put(row.getLong("id"), row.getString("login")));
            return logins;
        });
    }

    Future<List<PreviewView.Count>> reasons(Tx tx, long run) {
        return tx.list(
                REASONS,
                row -> new PreviewView.Count(
                        Reason.sentenceOf(String.valueOf(row.getString("reason"))), row.getLong("n")),
                run);
    }

    Future<Long> mailsFailed(Tx tx, long run) {
        return tx.one(MAILS_FAILED, row -> row.getLong("n"), run);
    }
}
