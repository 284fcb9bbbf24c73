package fr.teleservices.siecle;

import fr.teleservices.account.Holder;
import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The import as a whole: its lock, what was known before, what has changed, its record. */
final class ImportStore {
    /** One import of a school at a time, on whatever node; the second one waits, and finds nothing to change. */
    static final Sql LOCK = Sql.app("SELECT pg_advisory_xact_lock(7301, $1::int)::text AS locked");

    static final Sql KNOWN = Sql.app("""
            SELECT s.timezone,
              (SELECT count(*) FROM person WHERE school_id = $1 AND holder = 'PUPIL' AND present) AS pupils,
              (SELECT count(*) FROM person WHERE school_id = $1 AND holder = 'GUARDIAN' AND present) AS guardians,
              (SELECT school_year FROM school_import WHERE school_id = $1 ORDER BY id DESC LIMIT 1) AS year
            FROM school s WHERE s.id = $1
            """);

    static final Sql TALLY = Sql.app("""
            SELECT p.holder, count(*) FILTER (WHERE kind = 'NEW') AS added, count(*) FILTER (WHERE kind = 'CHANGED') AS changed,
              count(*) FILTER (WHERE kind = 'RETURNED') AS returned, count(*) FILTER (WHERE kind = 'LEFT') AS gone
            FROM import_change c JOIN person p ON p.school_id = $1 AND p.id = c.person_id GROUP BY p.holder
            """);

    static final Sql PEOPLE = Sql.app("""
            SELECT kind, holder, name, division, what FROM (
              SELECT c.kind, p.holder, coalesce(NULLIF(p.usage_name, ''), p.family_name) || ' ' || p.given_name AS name, p.division,
                array_to_string(c.what, ', ') AS what, p.sort_name, p.id,
                row_number() OVER (PARTITION BY c.kind, p.holder ORDER BY p.sort_name, p.id) AS place
              FROM import_change c JOIN person p ON p.school_id = $1 AND p.id = c.person_id) n
            WHERE place <= $2 ORDER BY kind, holder DESC, sort_name, id
            """);

    /** Another family and given name under a known id: maybe another person, who would get an account that is not theirs. */
    static final Sql OTHERS = Sql.app("""
            SELECT p.family_name || ' ' || p.given_name || substring(w FROM ' \\(.*') AS named, count(*) OVER () AS n
            FROM import_change c CROSS JOIN unnest(c.what) w JOIN person p ON p.school_id = $1 AND p.id = c.person_id
            WHERE w LIKE 'autre nom et autre prénom (%' ORDER BY p.sort_name, p.id LIMIT $2
            """);

    /** What leaves families without an access though the import is right. */
    static final Sql GAPS = Sql.app("""
            SELECT count(*) FILTER (WHERE division IS NULL) AS undivided, count(*) FILTER (WHERE birth_date IS NULL) AS undated
            FROM person WHERE school_id = $1 AND holder = 'PUPIL' AND present
            """);

    static final Sql RECORD = Sql.app("""
            INSERT INTO school_import (school_id, at, staff_id, upload, school_year, kinds, added, changed, gone, refused)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id
            """);

    record Gaps(long undivided, long undated) {}

    /** @param count of all of them */
    record Other(String named, long count) {}

    private ImportStore() {}

    static Future<Void> lock(Tx tx, long school) {
        return tx.run(LOCK, school).mapEmpty();
    }

    static Future<Known> known(Tx tx, long school) {
        return tx.one(
                KNOWN,
                row -> {
                    Integer year = row.getInteger("year");
                    return new Known(
                            ZoneId.of(row.getString("timezone")),
                            row.getLong("pupils"),
                            row.getLong("guardians"),
                            year == null ? 0 : year);
                },
                school);
    }

    private record Line(Holder holder, Tally tally) {}

    static Future<Map<Holder, Tally>> tally(Tx tx, long school) {
        return tx.list(
                        TALLY,
                        row -> new Line(
                                Columns.constant(row, "holder", Holder.class),
                                new Tally(
                                        row.getLong("added"),
                                        row.getLong("changed"),
                                        row.getLong("returned"),
                                        row.getLong("gone"))),
                        school)
                .map(lines -> {
                    Map<Holder, Tally> tallies = new EnumMap<>(Holder.class);
                    lines.forEach(line -> tallies.put(line.holder(), line.tally()));
                    return tallies;
                });
    }

    static Future<List<ImportPreview.Change>> people(Tx tx, long school, long each) {
        return tx.list(
                PEOPLE,
                row -> new ImportPreview.Change(
                        row.getString("kind"),
                        Columns.constant(row, "holder", Holder.class).label(),
                        row.getString("name").strip(),
                        text(row.getString("division")),
                        text(row.getString("what"))),
                school,
                each);
    }

    static Future<List<Other>> others(Tx tx, long school, long most) {
        return tx.list(OTHERS, row -> new Other(row.getString("named"), row.getLong("n")), school, most);
    }

    static Future<Gaps> gaps(Tx tx, long school) {
        return tx.one(GAPS, row -> new Gaps(row.getLong("undivided"), row.getLong("undated")), school);
    }

    static Future<Long> record(
            Tx tx,
            long school,
            Instant at,
            @Nullable Long staff,
            @Nullable String upload,
            ImportPreview done,
            String[] kinds) {
        return tx.one(
                RECORD,
                row -> row.getLong("id"),
                school,
                at,
                staff,
                upload,
                done.schoolYear(),
                kinds,
                done.report().added(),
                done.report().changed(),
                done.report().left(),
                done.report().refusedCount());
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
