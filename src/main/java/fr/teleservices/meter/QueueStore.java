package fr.teleservices.meter;

import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;

/** A bounded look at runs and queues: no statement reads more than {@link #MOST} rows, and none takes more than a second. */
final class QueueStore {
    /** A depth of so many means this or more. */
    static final int MOST = 20_000;

    private static final Sql WITHIN = Sql.gate("SELECT set_config('statement_timeout', '1s', true)");

    /** Those that are not over: by the small index of open runs. */
    static final Sql RUNS = Sql.gate("""
            SELECT CASE WHEN status = 'PAUSED' AND paused_reason IS NOT NULL THEN 'PAUSED_BY_SERVICE' ELSE status END AS name,
              count(*)::int AS n, 0::float8 AS age
            FROM run WHERE status NOT IN ('CANCELLED', 'DONE') GROUP BY 1
            """);

    /** Those that are due, and for how long the oldest of them has been waiting. */
    static final Sql SINGLE_MAILS = Sql.gate("""
            SELECT 'single' AS name, count(*)::int AS n,
              coalesce(extract(epoch FROM clock_timestamp() - min(greatest(created_at, not_before))), 0)::float8 AS age
            FROM (SELECT created_at, not_before FROM notification
              WHERE status = 'PENDING' AND run_id IS NULL AND channel = 'EMAIL' AND not_before <= clock_timestamp() ORDER BY id LIMIT $1) q
            """);

    /**
     * From the end of each run's part of the index: workers take from its front, and leave there what is dead. The oldest run that is
     * going and has mails left says the age.
     */
    static final Sql RUN_MAILS = Sql.gate("""
            SELECT 'run' AS name, count(*)::int AS n,
              coalesce(extract(epoch FROM clock_timestamp() - min(began)), 0)::float8 AS age
            FROM (SELECT r.begun_at AS began FROM run r CROSS JOIN LATERAL (
                SELECT FROM notification n WHERE n.run_id = r.id AND n.status = 'PENDING' AND n.channel = 'EMAIL'
                ORDER BY n.not_before DESC, n.id DESC LIMIT $1) one
              WHERE r.status = 'RUNNING' LIMIT $1) q
            """);

    /** Parts of letters, not letters. */
    static final Sql LETTER_PARTS = Sql.gate("""
            SELECT CASE WHEN p.run_id IS NULL THEN 'single' ELSE 'run' END AS name, count(*)::int AS n,
              coalesce(extract(epoch FROM clock_timestamp() - min(greatest(p.due_since, r.begun_at))), 0)::float8 AS age
            FROM (SELECT run_id, greatest(due_since, not_before) AS due_since FROM letter_part WHERE status = 'PENDING'
              AND not_before <= clock_timestamp() ORDER BY id LIMIT $1) p
            LEFT JOIN run r ON r.id = p.run_id WHERE p.run_id IS NULL OR r.status = 'RUNNING' GROUP BY 1
            """);

    /** Workers of all nodes that keep mails back at the moment. */
    static final Sql TROUBLES = Sql.gate("""
            SELECT 'troubles' AS name, count(*)::int AS n, 0::float8 AS age FROM mail_trouble
            WHERE said_at > clock_timestamp() - interval '30 s'
            """);

    /** @param age in seconds */
    record Line(String name, int number, double age) {}

    private QueueStore() {}

    static Future<QueueLook> look(Tx gate) {
        Future<?> within = gate.run(WITHIN);
        Future<List<Line>> runs = gate.list(RUNS, QueueStore::line);
        Future<List<Line>> single = gate.list(SINGLE_MAILS, QueueStore::line, MOST);
        Future<List<Line>> mass = gate.list(RUN_MAILS, QueueStore::line, MOST);
        Future<List<Line>> letters = gate.list(LETTER_PARTS, QueueStore::line, MOST);
        Future<List<Line>> troubles = gate.list(TROUBLES, QueueStore::line);
        return Future.all(List.of(within, runs, single, mass, letters, troubles))
                .map(all -> new QueueLook(
                        runs.result(),
                        single.result().get(0),
                        mass.result().get(0),
                        letters.result(),
                        troubles.result().get(0).number()));
    }

    private static Line line(Row row) {
        return new Line(row.getString("name"), row.getInteger("n"), row.getDouble("age"));
    }
}
