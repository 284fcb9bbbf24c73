package fr.teleservices.siecle;

import fr.teleservices.account.AccountState;
import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the pages of <i>Base élèves</i> show. */
final class BaseStore {
    static final Sql COUNTS = Sql.app("""
            SELECT count(*) FILTER (WHERE holder = 'PUPIL') AS pupils, count(*) FILTER (WHERE holder = 'GUARDIAN') AS guardians,
              count(*) FILTER (WHERE holder = 'PUPIL' AND division IS NULL) AS undivided,
              (SELECT count(*) FROM division WHERE school_id = $1) AS divisions
            FROM person WHERE school_id = $1 AND present
            """);

    static final Sql IMPORTS = Sql.app("""
            SELECT id, at, school_year, added, changed, gone, refused FROM school_import WHERE school_id = $1 ORDER BY id DESC LIMIT 10
            """);

    static final Sql IMPORT = Sql.app("""
            SELECT id, at, school_year, added, changed, gone, refused FROM school_import WHERE school_id = $1 AND id = $2
            """);

    static final Sql OF_UPLOAD =
            Sql.app("SELECT id FROM school_import WHERE school_id = $1 AND staff_id = $2 AND upload = $3");

    static final Sql DIVISIONS = Sql.app("SELECT code FROM division WHERE school_id = $1 ORDER BY sort_key, code");

    /** $2: a division, {@code ''} for pupils without one, null for all. $3: the last one of the page before, or 0. */
    static final Sql PUPILS = Sql.app("""
            SELECT p.id, coalesce(NULLIF(p.usage_name, ''), p.family_name) AS name, p.given_name, p.division, p.level, a.login, a.state,
              (SELECT count(*) FROM guardianship g WHERE g.pupil_id = p.id) AS guardians
            FROM person p LEFT JOIN account a ON a.person_id = p.id AND a.current
            WHERE p.school_id = $1 AND p.holder = 'PUPIL' AND p.present AND ($2::text IS NULL OR coalesce(p.division, '') = $2)
              AND ($3::bigint = 0 OR (p.sort_name, p.id) > (SELECT sort_name, id FROM person WHERE school_id = $1 AND id = $3))
            ORDER BY p.sort_name, p.id LIMIT $4
            """);

    record Counts(long pupils, long guardians, long undivided, long divisions) {}

    record Done(long id, Instant at, int schoolYear, long added, long changed, long left, long refused) {}

    record Pupil(
            long id,
            String name,
            String givenName,
            @Nullable String division,
            @Nullable String level,
            @Nullable String login,
            @Nullable AccountState state,
            long guardians) {}

    private BaseStore() {}

    static Future<Counts> counts(Tx tx, long school) {
        return tx.one(
                COUNTS,
                row -> new Counts(
                        row.getLong("pupils"),
                        row.getLong("guardians"),
                        row.getLong("undivided"),
                        row.getLong("divisions")),
                school);
    }

    /** The latest first. */
    static Future<List<Done>> imports(Tx tx, long school) {
        return tx.list(IMPORTS, BaseStore::done, school);
    }

    static Future<Optional<Done>> find(Tx tx, long school, long id) {
        return tx.first(IMPORT, BaseStore::done, school, id);
    }

    static Future<Optional<Long>> ofUpload(Tx tx, long school, long staff, String upload) {
        return tx.first(OF_UPLOAD, row -> row.getLong("id"), school, staff, upload);
    }

    static Future<List<String>> divisions(Tx tx, long school) {
        return tx.list(DIVISIONS, row -> row.getString("code"), school);
    }

    static Future<List<Pupil>> pupils(Tx tx, long school, @Nullable String division, long after, int limit) {
        return tx.list(
                PUPILS,
                row -> new Pupil(
                        row.getLong("id"),
                        row.getString("name"),
                        row.getString("given_name"),
                        row.getString("division"),
                        row.getString("level"),
                        row.getString("login"),
                        Columns.constantOrNull(row, "state", AccountState.class),
                        row.getLong("guardians")),
                school,
                division,
                after,
                (long) limit);
    }

    private static Done done(Row row) {
        return new Done(
                row.getLong("id"),
                Columns.instantOf(row, "at"),
                row.getInteger("school_year"),
                row.getLong("added"),
                row.getLong("changed"),
                row.getLong("gone"),
                row.getLong("refused"));
    }
}
