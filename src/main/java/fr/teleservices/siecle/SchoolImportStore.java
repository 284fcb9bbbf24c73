package fr.teleservices.siecle;

import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.stream.Stream;

/** The small files: divisions, study programmes, the school's own sheet. */
final class SchoolImportStore {
    static final Sql MEFS = Sql.app("""
            INSERT INTO mef (school_id, code, label, mefstat, level) SELECT $1, code, label, mefstat, level FROM import_mef
            ON CONFLICT (school_id, code) DO UPDATE SET label = excluded.label, mefstat = excluded.mefstat, level = excluded.level
            """);

    static final Sql DIVISIONS = Sql.app("""
            INSERT INTO division (school_id, code, sort_key, label) SELECT $1, code, sort_key, label FROM import_division
            ON CONFLICT (school_id, code) DO UPDATE SET sort_key = excluded.sort_key, label = excluded.label
            """);

    /** Those that only the pupils' file names. */
    static final Sql DIVISIONS_OF_PUPILS = Sql.app("""
            INSERT INTO division (school_id, code, sort_key) SELECT DISTINCT $1::bigint, division, division_key FROM person
            WHERE school_id = $1 AND holder = 'PUPIL' AND present AND division IS NOT NULL AND division_key IS NOT NULL
            ON CONFLICT DO NOTHING
            """);

    static final Sql OLD_DIVISIONS = Sql.app("""
            DELETE FROM division d WHERE d.school_id = $1 AND NOT EXISTS (SELECT FROM import_division i WHERE i.code = d.code)
              AND NOT EXISTS (SELECT FROM person p WHERE p.school_id = $1 AND p.holder = 'PUPIL' AND p.present AND p.division = d.code)
            """);

    static final Sql SHEET = Sql.app("""
            INSERT INTO school_sheet (school_id, denomination, complement, head_name, head_title, address_line1, address_line2,
              address_line3, address_line4, postcode, city, phone) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (school_id) DO UPDATE SET denomination = excluded.denomination, complement = excluded.complement,
              head_name = excluded.head_name, head_title = excluded.head_title, address_line1 = excluded.address_line1,
              address_line2 = excluded.address_line2, address_line3 = excluded.address_line3, address_line4 = excluded.address_line4,
              postcode = excluded.postcode, city = excluded.city, phone = excluded.phone
            """);

    static final Sql OLD_ADDRESSES =
            Sql.app("DELETE FROM school_address WHERE school_id = $1 AND NOT email = ANY ($2::text[])");

    static final Sql ADDRESSES = Sql.app("""
            INSERT INTO school_address (school_id, email) SELECT DISTINCT $1::bigint, e FROM unnest($2::text[]) e ON CONFLICT DO NOTHING
            """);

    private SchoolImportStore() {}

    static Future<Void> mefs(Tx tx, long school) {
        return tx.run(MEFS, school).mapEmpty();
    }

    static Future<Void> divisions(Tx tx, long school) {
        return tx.run(DIVISIONS, school).mapEmpty();
    }

    static Future<Void> divisionsOfPupils(Tx tx, long school) {
        return tx.run(DIVISIONS_OF_PUPILS, school).mapEmpty();
    }

    static Future<Void> dropOldDivisions(Tx tx, long school) {
        return tx.run(OLD_DIVISIONS, school).mapEmpty();
    }

    static Future<Void> sheet(Tx tx, long school, SchoolRow r) {
        String[] emails =
                Stream.of(r.email1(), r.email2()).filter(Objects::nonNull).toArray(String[]::new);
        return tx.run(
                        SHEET,
                        school,
                        r.name(),
                        r.secondName(),
                        r.headName(),
                        r.headTitle(),
                        r.line1(),
                        r.line2(),
                        r.line3(),
                        r.line4(),
                        r.postcode(),
                        r.town(),
                        r.phone())
                .compose(done -> emails.length == 0 ? Future.succeededFuture() : addresses(tx, school, emails));
    }

    /** Where the file has none that can be used, families keep the one they write to. */
    private static Future<Void> addresses(Tx tx, long school, String[] emails) {
        return tx.run(OLD_ADDRESSES, school, emails)
                .compose(done -> tx.run(ADDRESSES, school, emails))
                .mapEmpty();
    }
}
