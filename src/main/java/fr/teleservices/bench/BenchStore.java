package fr.teleservices.bench;

import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Fills a school with guardians of one child each, 28 to a division, and reads what a run has made of them. */
final class BenchStore {
    /** $1 school, $2 from, $3 to. */
    static final Sql PUPILS = Sql.app("""
            INSERT INTO person (school_id, holder, siecle_id, family_name, given_name, birth_date, division, division_key, level, content_hash)
            SELECT $1, 'PUPIL', 'E' || i, (ARRAY['MARTIN', 'LEFEBVRE', 'D’ALEMBERT', 'N’DIAYE', 'GARCIA-MOREL', 'ŒUVRARD'])[1 + i % 6] || ' ' || i,
              (ARRAY['Léa', 'Chloé', 'Noé', 'Anaïs', 'Mehdi'])[1 + i % 5], date '2011-01-01' + i % 1400,
              (6 - i / 28 % 4) || ' ' || (i / 112 + 1), lpad((6 - i / 28 % 4)::text, 4, '0') || lpad((i / 112 + 1)::text, 8, '0'), 'COLLEGE', ''
            FROM generate_series($2::int, $3::int) i
            """);

    static final Sql GUARDIANS = Sql.app("""
            INSERT INTO person (school_id, holder, siecle_id, civility, family_name, given_name, email, content_hash, address_line1, postcode, city)
            SELECT $1, 'GUARDIAN', 'R' || i, CASE i % 2 WHEN 0 THEN 'MME' ELSE 'M.' END,
              (ARRAY['MARTIN', 'LEFEBVRE', 'D’ALEMBERT', 'N’DIAYE', 'GARCIA-MOREL', 'ŒUVRARD'])[1 + i % 6] || ' ' || i,
              (ARRAY['Marie', 'François', 'Zoé', 'Karim', 'Anne-Lise'])[1 + i % 5], $4 || i || $5, '',
              (1 + i % 200) || ' rue de la République', lpad((1000 + i % 95000)::text, 5, '0'), 'VILLENEUVE-LE-COMTE'
            FROM generate_series($2::int, $3::int) i
            """);

    static final Sql LINKS = Sql.app("""
            INSERT INTO guardianship (school_id, guardian_id, pupil_id, kinship, responsibility)
            SELECT $1, g.id, c.id, '20', 'LEGAL' FROM generate_series($2::int, $3::int) i
            JOIN person g ON g.school_id = $1 AND g.holder = 'GUARDIAN' AND g.siecle_id = 'R' || i
            JOIN person c ON c.school_id = $1 AND c.holder = 'PUPIL' AND c.siecle_id = 'E' || i
            """);

    static final Sql ACCOUNTS = Sql.app("""
            INSERT INTO account (school_id, person_id, holder, login)
            SELECT $1, p.id, 'GUARDIAN', $4 || i FROM generate_series($2::int, $3::int) i
            JOIN person p ON p.school_id = $1 AND p.holder = 'GUARDIAN' AND p.siecle_id = 'R' || i
            """);

    /** Without statistics the server would look for each guardian in all of them. */
    static final Sql NO_LOOPS = Sql.app("SELECT set_config('enable_nestloop', 'off', true)");

    static final Sql STATUS = Sql.app("SELECT status, prepared_at FROM run WHERE id = $1");

    /** The bare statement that the preparation of a run is compared with; taken back. */
    static final Sql BARE_INSERT = Sql.app("""
            INSERT INTO notification (school_id, account_id, run_id, channel, credential_id, credential_key, credential_at, created_at)
            SELECT school_id, id, NULL, 'PAPER', gen_random_uuid(), 1, $2, $2 FROM account WHERE school_id = $1
            """);

    /** A page of what a run has sent; $2 the last id, $3 how many. */
    static final Sql OUTCOMES = Sql.app("""
            SELECT n.id, a.login, n.channel, n.status, n.attempts, n.unsure, n.credential_id, n.credential_key, n.part_id, n.page,
              a.state, a.credential_id AS valid
            FROM notification n JOIN account a ON a.id = n.account_id WHERE n.run_id = $1 AND n.id > $2 ORDER BY n.id LIMIT $3
            """);

    /** How a run stands. */
    record Standing(String status, @Nullable Instant preparedAt) {}

    /** What became of one notification. */
    record Outcome(
            long id,
            String login,
            String channel,
            String status,
            int attempts,
            boolean unsure,
            UUID credential,
            int credentialKey,
            @Nullable Long part,
            @Nullable Integer page,
            String state,
            @Nullable UUID valid) {}

    static Future<?> fill(Tx tx, long school, String logins, int from, int to) {
        return tx.run(NO_LOOPS)
                .compose(done -> tx.run(PUPILS, school, from, to))
                .compose(done -> tx.run(GUARDIANS, school, from, to, logins, BenchInbox.DOMAIN))
                .compose(done -> tx.run(LINKS, school, from, to))
                .compose(done -> tx.run(ACCOUNTS, school, from, to, logins));
    }

    static Future<Standing> standing(Tx tx, long run) {
        return tx.one(STATUS, row -> new Standing(row.getString("status"), Columns.instant(row, "prepared_at")), run);
    }

    static Future<?> bareInsert(Tx tx, long school, Instant now) {
        return tx.run(BARE_INSERT, school, now);
    }

    static Future<List<Outcome>> outcomes(Tx tx, long run, long after, int limit) {
        return tx.list(
                OUTCOMES,
                row -> new Outcome(
                        row.getLong("id"),
                        row.getString("login"),
                        row.getString("channel"),
                        row.getString("status"),
                        row.getInteger("attempts"),
                        Columns.isTrue(row, "unsure"),
                        row.getUUID("credential_id"),
                        row.getInteger("credential_key"),
                        row.getLong("part_id"),
                        row.getInteger("page"),
                        row.getString("state"),
                        row.getUUID("valid")),
                run,
                after,
                limit);
    }

    private BenchStore() {}
}
