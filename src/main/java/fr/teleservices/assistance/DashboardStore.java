package fr.teleservices.assistance;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.credential.TemporaryPassword;
import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the dashboards count. */
final class DashboardStore {
    /**
     * Right after a large import the server knows nothing of the new rows and would loop over all of them for each. The tables of the
     * joins of a very large school fit into memory.
     */
    static final Sql NO_LOOPS = Sql.app("""
            SELECT set_config('enable_nestloop', 'off', true), set_config('work_mem', '32MB', true), set_config('jit', 'off', true)""");

    /** Reads the accounts of the school: the state is in no index, so that a run need not write into one. */
    static final Sql COUNTS =
            Sql.app("SELECT holder, state, count(*) AS n FROM account WHERE school_id = $1 AND current GROUP BY 1, 2");

    /**
     * By division: pupils, and guardians once in each division where they have a child. Without a loop over the pupils: right
     * after an import the server knows nothing of the new rows.
     */
    static final Sql DIVISIONS = Sql.app("""
            WITH kid AS MATERIALIZED (
              SELECT id, division, division_key FROM person WHERE school_id = $1 AND holder = 'PUPIL' AND present
            ), holding AS MATERIALIZED (
              SELECT person_id, holder, state FROM account WHERE school_id = $1 AND current AND state <> 'CLOSED'
            ), member AS (
              SELECT k.division, k.division_key, h.holder, h.state FROM kid k JOIN holding h ON h.person_id = k.id
              UNION ALL
              SELECT g.division, g.division_key, h.holder, h.state
              FROM (SELECT DISTINCT k.division, k.division_key, g.guardian_id FROM kid k
                    JOIN guardianship g ON g.pupil_id = k.id AND g.school_id = $1) g
              JOIN holding h ON h.person_id = g.guardian_id
            )
            SELECT division, holder, count(*) AS n, count(*) FILTER (WHERE state = 'ACTIVE') AS active,
              count(*) FILTER (WHERE state = 'NOT_NOTIFIED') AS never
            FROM member GROUP BY division, division_key, holder ORDER BY division_key NULLS LAST, division, holder DESC
            """);

    /**
     * What waits, as a run that the sentence leads to would select it: legal guardians with a child that is there, pupils of a division. $2
     * notified before, $3 credentials made before are expired.
     */
    static final Sql WAITING = Sql.app("""
            SELECT a.holder, count(*) FILTER (WHERE a.state = 'NOTIFIED' AND NOT a.held AND a.notified_at < $2) AS silent,
              count(*) FILTER (WHERE a.state = 'NOT_NOTIFIED' AND NOT a.held) AS never,
              count(*) FILTER (WHERE a.state = 'NOTIFIED' AND NOT a.held AND a.credential_at <= $3) AS expired,
              count(*) FILTER (WHERE a.held) AS held,
              count(*) FILTER (WHERE a.state = 'NOTIFIED' AND a.credential_frozen) AS frozen
            FROM account a
            WHERE a.school_id = $1 AND (a.state IN ('NOT_NOTIFIED', 'NOTIFIED') OR a.held) AND a.state <> 'CLOSED'
              AND NOT (a.current AND EXISTS (SELECT FROM account w WHERE w.person_id = a.person_id AND NOT w.current AND w.closed_reason IS NULL))
              AND ((a.holder = 'PUPIL' AND a.person_id IN (SELECT id FROM person WHERE school_id = $1 AND division IS NOT NULL))
                OR a.person_id IN (SELECT g.guardian_id FROM guardianship g JOIN person c ON c.id = g.pupil_id AND c.present
                WHERE g.school_id = $1 AND g.responsibility = 'LEGAL'))
            GROUP BY a.holder
            """);

    static final Sql PUPILS = Sql.app("""
            SELECT count(*) FILTER (WHERE birth_date IS NULL) AS undated, count(*) FILTER (WHERE division IS NULL) AS undivided
            FROM person WHERE school_id = $1 AND holder = 'PUPIL' AND present
            """);

    /** An address that an import has taken away is no contact any more. */
    static final Sql CONTACT = Sql.app("""
            SELECT EXISTS (SELECT FROM school_setting s JOIN school_address a ON a.school_id = s.school_id AND a.email = s.contact
              WHERE s.school_id = $1) AS chosen, EXISTS (SELECT FROM school_address WHERE school_id = $1) AS known
            """);

    static final Sql LAST_RUN = Sql.app("""
            SELECT id, holder, created_at FROM run WHERE school_id = $1 AND status <> 'CANCELLED' ORDER BY id DESC LIMIT 1
            """);

    static final Sql REFUSED = Sql.app("""
            SELECT count(*) AS n FROM notification WHERE run_id = $1 AND status = 'FAILED' AND channel = 'EMAIL'
            """);

    /** Days are the school's. */
    static final Sql ACTIVATIONS = Sql.app("""
            SELECT (activated_at AT TIME ZONE $3)::date AS day, count(*) AS n FROM account
            WHERE school_id = $1 AND activated_at >= $2 GROUP BY 1 ORDER BY 1
            """);

    /** Over every school, at the gate: states and nobody's name. */
    static final Sql ACADEMY = Sql.gate("""
            SELECT s.uai, s.name, n.guardians, n.guardians_active, n.pupils, n.pupils_active, n.never
            FROM school s LEFT JOIN (
              SELECT school_id, count(*) FILTER (WHERE holder = 'GUARDIAN') AS guardians,
                count(*) FILTER (WHERE holder = 'GUARDIAN' AND state = 'ACTIVE') AS guardians_active,
                count(*) FILTER (WHERE holder = 'PUPIL') AS pupils,
                count(*) FILTER (WHERE holder = 'PUPIL' AND state = 'ACTIVE') AS pupils_active,
                count(*) FILTER (WHERE state = 'NOT_NOTIFIED') AS never
              FROM account WHERE current AND state <> 'CLOSED' GROUP BY school_id) n ON n.school_id = s.id
            ORDER BY s.name, s.uai
            """);

    static final Sql ACADEMY_ACTIVATIONS = Sql.gate("""
            SELECT (activated_at AT TIME ZONE $2)::date AS day, count(*) AS n FROM account
            WHERE activated_at >= $1 GROUP BY 1 ORDER BY 1
            """);

    private DashboardStore() {}

    private record Count(Holder holder, AccountState state, long n) {}

    /** @param division null: none */
    record DivisionCount(@Nullable String division, Holder holder, long accounts, long active, long never) {}

    record LastRun(long id, Holder holder, Instant at) {}

    record SchoolLine(
            String uai,
            String name,
            long guardians,
            long guardiansActive,
            long pupils,
            long pupilsActive,
            long never) {}

    /** For the rest of the transaction. */
    static Future<?> hashed(Tx tx) {
        return tx.run(NO_LOOPS);
    }

    static Future<Map<Holder, Map<AccountState, Long>>> counts(Tx tx, long schoolId) {
        return tx.list(
                        COUNTS,
                        row -> new Count(
                                Columns.constant(row, "holder", Holder.class),
                                Columns.constant(row, "state", AccountState.class),
                                row.getLong("n")),
                        schoolId)
                .map(DashboardStore::byHolder);
    }

    private static Map<Holder, Map<AccountState, Long>> byHolder(List<Count> counts) {
        Map<Holder, Map<AccountState, Long>> byHolder = new EnumMap<>(Holder.class);
        for (Holder holder : Holder.values()) {
            byHolder.put(holder, new EnumMap<>(AccountState.class));
        }
        for (Count count : counts) {
            Map<AccountState, Long> byState = byHolder.get(count.holder());
            if (byState != null) {
                byState.put(count.state(), count.n());
            }
        }
        return byHolder;
    }

    static Future<List<DivisionCount>> divisions(Tx tx, long schoolId) {
        return tx.list(
                DIVISIONS,
                row -> new DivisionCount(
                        row.getString("division"),
                        Columns.constant(row, "holder", Holder.class),
                        row.getLong("n"),
                        row.getLong("active"),
                        row.getLong("never")),
                schoolId);
    }

    static Future<Map<Holder, ToDo.Waiting>> waiting(Tx tx, long schoolId, Instant notifiedBefore, Instant now) {
        return tx.run(WAITING, schoolId, notifiedBefore, now.minus(TemporaryPassword.VALID))
                .map(rows -> {
                    Map<Holder, ToDo.Waiting> byHolder = new EnumMap<>(Holder.class);
                    rows.forEach(row -> byHolder.put(
                            Columns.constant(row, "holder", Holder.class),
                            new ToDo.Waiting(
                                    row.getLong("silent"),
                                    row.getLong("never"),
                                    row.getLong("expired"),
                                    row.getLong("held"),
                                    row.getLong("frozen"))));
                    return byHolder;
                });
    }

    static Future<ToDo.Gaps> gaps(Tx tx, long schoolId) {
        return tx.one(PUPILS, row -> new ToDo.Gaps(row.getLong("undated"), row.getLong("undivided")), schoolId);
    }

    static Future<ToDo.Contact> contact(Tx tx, long schoolId) {
        return tx.one(
                CONTACT,
                row -> Columns.isTrue(row, "chosen")
                        ? ToDo.Contact.CHOSEN
                        : Columns.isTrue(row, "known") ? ToDo.Contact.TO_BE_CHOSEN : ToDo.Contact.UNKNOWN,
                schoolId);
    }

    static Future<Optional<LastRun>> lastRun(Tx tx, long schoolId) {
        return tx.first(
                LAST_RUN,
                row -> new LastRun(
                        row.getLong("id"),
                        Columns.constant(row, "holder", Holder.class),
                        Columns.instantOf(row, "created_at")),
                schoolId);
    }

    static Future<Long> refused(Tx tx, long run) {
        return tx.one(REFUSED, row -> row.getLong("n"), run);
    }

    static Future<List<Curve.Day>> activations(Tx tx, long schoolId, Instant since, String zone) {
        return tx.list(ACTIVATIONS, DashboardStore::day, schoolId, since, zone);
    }

    static Future<List<SchoolLine>> academy(Tx gate) {
        return gate.list(
                ACADEMY,
                row -> new SchoolLine(
                        row.getString("uai"),
                        row.getString("name"),
                        number(row, "guardians"),
                        number(row, "guardians_active"),
                        number(row, "pupils"),
                        number(row, "pupils_active"),
                        number(row, "never")));
    }

    static Future<List<Curve.Day>> academyActivations(Tx gate, Instant since, String zone) {
        return gate.list(ACADEMY_ACTIVATIONS, DashboardStore::day, since, zone);
    }

    private static Curve.Day day(Row row) {
        LocalDate day = row.getLocalDate("day");
        return new Curve.Day(day, row.getLong("n"));
    }

    private static long number(Row row, String column) {
        Long value = row.getLong(column);
        return value == null ? 0 : value;
    }
}
