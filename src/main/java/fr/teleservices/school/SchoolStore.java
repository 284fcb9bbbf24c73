package fr.teleservices.school;

import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Rows of {@code school} and {@code school_service}. */
final class SchoolStore {
    static final Sql INSERT = Sql.app("""
            INSERT INTO school (uai, name, timezone) VALUES ($1, $2, $3)
            ON CONFLICT (uai) DO NOTHING RETURNING id, uai, name, timezone
            """);
    static final Sql LIST = Sql.gate("SELECT id, uai, name, timezone FROM school ORDER BY name, uai");
    static final Sql BY_UAI = Sql.gate("SELECT id, uai, name, timezone FROM school WHERE uai = $1");
    static final Sql BY_ID = Sql.gate("SELECT id, uai, name, timezone FROM school WHERE id = $1");
    /** Accounts in use are counted at the gate, which sees their states and nobody's name: one pass over every school. */
    static final Sql COUNTED = Sql.gate("""
            SELECT s.uai, s.name, s.timezone, n.guardians, n.pupils, n.active
            FROM (SELECT * FROM school WHERE $1 = '' OR fold(uai || ' ' || name) LIKE '%' || fold($1) || '%' ORDER BY name, uai LIMIT $2) s
            CROSS JOIN LATERAL (
              SELECT count(*) FILTER (WHERE holder = 'GUARDIAN') AS guardians, count(*) FILTER (WHERE holder = 'PUPIL') AS pupils,
                count(*) FILTER (WHERE state = 'ACTIVE') AS active
              FROM account WHERE school_id = s.id AND current AND state <> 'CLOSED') n
            ORDER BY s.name, s.uai
            """);

    static final Sql CHANGE = Sql.app("UPDATE school SET name = $2, timezone = $3 WHERE id = $1");

    /** One school's scope is another transaction's: the new school's id is only known inside. */
    static final Sql WIDEN = Sql.app("SELECT set_config('app.schools', '{' || $1::bigint || '}', true)");

    static final Sql SERVICES = Sql.app("""
            SELECT service, guardians, pupils, levels, opens_on, closes_on, address
            FROM school_service WHERE school_id = $1
            """);
    static final Sql PUT_SERVICES = Sql.app("""
            INSERT INTO school_service (school_id, service, guardians, pupils, levels, opens_on, closes_on, address)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (school_id, service) DO UPDATE SET guardians = excluded.guardians, pupils = excluded.pupils,
              levels = excluded.levels, opens_on = excluded.opens_on, closes_on = excluded.closes_on, address = excluded.address
            """);
    static final Sql HAS_ACTIVE = Sql.app("""
            SELECT EXISTS (SELECT FROM school_service WHERE school_id = $1 AND (guardians OR pupils)
              AND (opens_on IS NULL OR opens_on <= $2) AND (closes_on IS NULL OR closes_on >= $2)) AS active
            """);
    static final Sql LEVELS = Sql.app(
            "SELECT DISTINCT level FROM person WHERE school_id = $1 AND holder = 'PUPIL' AND present AND level <> '' ORDER BY 1");

    private SchoolStore() {}

    static Future<Optional<School>> insert(Tx tx, String uai, String name, String timezone) {
        return tx.first(INSERT, SchoolStore::school, uai, name, timezone);
    }

    static Future<List<School>> list(Tx tx) {
        return tx.list(LIST, SchoolStore::school);
    }

    static Future<Optional<School>> byUai(Tx tx, String uai) {
        return tx.first(BY_UAI, SchoolStore::school, uai);
    }

    static Future<Optional<School>> byId(Tx tx, long id) {
        return tx.first(BY_ID, SchoolStore::school, id);
    }

    static Future<List<ServiceSetting>> services(Tx tx, long schoolId) {
        return tx.list(SERVICES, SchoolStore::setting, schoolId);
    }

    static Future<Void> put(Tx tx, long schoolId, ServiceSetting setting) {
        return tx.run(
                        PUT_SERVICES,
                        schoolId,
                        setting.service(),
                        setting.guardians(),
                        setting.pupils(),
                        (Object) setting.levels().toArray(String[]::new),
                        setting.opensOn(),
                        setting.closesOn(),
                        setting.address())
                .mapEmpty();
    }

    static Future<Boolean> hasActive(Tx tx, long schoolId, LocalDate today) {
        return tx.one(HAS_ACTIVE, row -> row.getBoolean("active"), schoolId, today);
    }

    static Future<List<String>> levels(Tx tx, long schoolId) {
        return tx.list(LEVELS, row -> row.getString("level"), schoolId);
    }

    static Future<List<SchoolCount>> counted(Tx tx, String part, int limit) {
        return tx.list(
                COUNTED,
                row -> new SchoolCount(
                        row.getString("uai"),
                        row.getString("name"),
                        row.getString("timezone"),
                        row.getLong("guardians"),
                        row.getLong("pupils"),
                        row.getLong("active")),
                part.strip().replaceAll("([\\\\%_])", "\\\\$1"),
                limit);
    }

    private static School school(Row row) {
        return new School(row.getLong("id"), row.getString("uai"), row.getString("name"), row.getString("timezone"));
    }

    private static ServiceSetting setting(Row row) {
        return new ServiceSetting(
                Columns.constant(row, "service", Teleservice.class),
                Columns.isTrue(row, "guardians"),
                Columns.isTrue(row, "pupils"),
                Columns.strings(row, "levels"),
                row.getLocalDate("opens_on"),
                row.getLocalDate("closes_on"),
                row.getString("address"));
    }
}
