package fr.teleservices.run;

import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the pages of runs list and sum up. */
final class RunListStore {
    private static final String LISTED = """
            SELECT r.id, r.school_id, r.heading_id, r.selection, r.status, r.paused_reason, r.started_by, r.created_at, r.starts_at,
              r.prepared_at, r.ended_at, n.pending, n.claimed, n.sent, n.in_letter, n.failed, n.left_out, n.cancelled
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

    static final Sql OF_HEADING = Sql.app(LISTED + "WHERE r.heading_id = $1 ORDER BY r.id");

    /** Staff of the academy belong to no school, so logins are found at the gate. */
    static final Sql STARTERS = Sql.gate("SELECT id, login FROM staff WHERE id = ANY ($1::bigint[])");

    static final Sql REASONS = Sql.app("""
            SELECT reason, count(*) AS n FROM notification WHERE run_id = $1 AND status = 'LEFT_OUT' GROUP BY reason ORDER BY n DESC
            """);

    static final Sql MAILS_FAILED = Sql.app("""
            SELECT count(*) AS n FROM notification WHERE run_id = $1 AND status = 'FAILED' AND channel = 'EMAIL'
            """);

    /** A run with its counts. */
    record Listed(Run run, RunCounts counts) {}

    Future<List<Listed>> page(Tx tx, long school, @Nullable Long before, int limit) {
        return tx.list(PAGE, RunListStore::listed, school, before, limit);
    }

    Future<List<Listed>> ofHeading(Tx tx, long heading) {
        return tx.list(OF_HEADING, RunListStore::listed, heading);
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
                        row.getLong("cancelled")));
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
