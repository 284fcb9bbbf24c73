package fr.teleservices.siecle;

import fr.teleservices.account.Holder;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;

/**
 * Pupils and guardians: what the files say beside what is known, and from there who is new, changed, back or gone. What
 * changed is noted in {@code import_change}, one row a person.
 */
final class PeopleImportStore {
    /** What the files bring of a person; the order of {@code import_person}. */
    private static final String DATA = """
            civility, family_name, usage_name, given_name, email, phone, mobile, accepts_sms, address_line1, address_line2,
            address_line3, address_line4, po_box, postcode, city, foreign_city, country_code, country, given_name2, given_name3,
            ine, birth_date, sex, status_code, mef, division, entered_on, left_on""";

    private static final String ADDRESS = """
            a.line1, a.line2, a.line3, a.line4, a.po_box, a.postcode, a.city, a.foreign_city, a.country_code, a.country""";

    /** An export without addresses leaves those that are known. */
    static final Sql KNOWN_ADDRESSES = Sql.app("""
            INSERT INTO import_address SELECT $3, siecle_id, address_line1, address_line2, address_line3, address_line4, po_box,
              postcode, city, foreign_city, country_code, country
            FROM person WHERE school_id = $1 AND holder = $2
            """);

    /** $2: whether the file has addresses. The hash is of the brought data alone; level and key follow from them. */
    static final Sql RESOLVE_PUPILS = Sql.app(
            "INSERT INTO import_person (holder, siecle_id, id, known_present, known_hash, present, level, division_key, hash, "
                    + DATA + ")" + """
            SELECT 'PUPIL', i.id, p.id, p.present, p.content_hash, NOT i.gone, coalesce(m.level, i.level), d.division_key,
              sha256(convert_to(s::text, 'UTF8')), s.*
            FROM import_pupil i
            LEFT JOIN import_address a ON a.origin = 'PUPILS' AND a.id = CASE WHEN $2 THEN i.address_id ELSE i.id END
            LEFT JOIN import_pupil_division d ON d.pupil = i.id
            LEFT JOIN mef m ON m.school_id = $1 AND m.code = i.mef
            LEFT JOIN person p ON p.school_id = $1 AND p.holder = 'PUPIL' AND p.siecle_id = i.id
            CROSS JOIN LATERAL (SELECT NULL::text, i.family_name, i.usage_name, coalesce(i.given_name, ''), i.email, i.phone,
              i.mobile, i.accepts_sms,""" + ADDRESS + """
            , i.given_name2, i.given_name3, i.ine, i.birth_date, i.sex, i.status_code, i.mef, d.division, i.entered_on, i.left_on) s
            """);

    /** A guardian counts while one of the children is there. */
    static final Sql RESOLVE_GUARDIANS =
            Sql.app("INSERT INTO import_person (holder, siecle_id, id, known_present, known_hash, present, hash, "
                    + DATA + ")" + """
            SELECT 'GUARDIAN', i.id, p.id, p.present, p.content_hash, w.guardian IS NOT NULL, sha256(convert_to(s::text, 'UTF8')), s.*
            FROM import_guardian i
            LEFT JOIN import_address a ON a.origin = 'GUARDIANS' AND a.id = CASE WHEN $2 THEN i.address_id ELSE i.id END
            LEFT JOIN (SELECT DISTINCT l.guardian FROM import_link l
              JOIN person c ON c.school_id = $1 AND c.holder = 'PUPIL' AND c.siecle_id = l.pupil AND c.present) w ON w.guardian = i.id
            LEFT JOIN person p ON p.school_id = $1 AND p.holder = 'GUARDIAN' AND p.siecle_id = i.id
            CROSS JOIN LATERAL (SELECT i.civility, i.family_name, i.usage_name, coalesce(i.given_name, ''), i.email, i.phone,
              i.mobile, i.accepts_sms,""" + ADDRESS + """
            , NULL::text, NULL::text, NULL::text, NULL::date, NULL::smallint, NULL::text, NULL::text, NULL::text, NULL::date,
              NULL::date) s
            """);

    static final Sql NOTE_CHANGES = Sql.app("""
            INSERT INTO import_change (person_id, kind, what)
            SELECT p.id, CASE WHEN p.present THEN 'CHANGED' ELSE 'RETURNED' END, array_remove(ARRAY[
              CASE WHEN (i.family_name, i.usage_name, i.given_name) IS DISTINCT FROM (p.family_name, p.usage_name, p.given_name) THEN 'nom' END,
              CASE WHEN fold(i.given_name) <> fold(p.given_name) AND fold(i.family_name) NOT IN (fold(p.family_name), fold(coalesce(p.usage_name, '')))
                THEN 'autre nom et autre prénom (avant\u00a0: ' || p.family_name || ' ' || p.given_name || ')' END,
              CASE WHEN i.birth_date IS DISTINCT FROM p.birth_date THEN 'date de naissance' END,
              CASE WHEN i.division IS DISTINCT FROM p.division THEN 'division' END,
              CASE WHEN i.email IS DISTINCT FROM p.email THEN 'adresse électronique' END,
              CASE WHEN (i.address_line1, i.address_line2, i.address_line3, i.address_line4, i.po_box, i.postcode, i.city,
                  i.foreign_city, i.country_code, i.country)
                IS DISTINCT FROM (p.address_line1, p.address_line2, p.address_line3, p.address_line4, p.po_box, p.postcode, p.city,
                  p.foreign_city, p.country_code, p.country) THEN 'adresse postale' END,
              CASE WHEN (i.phone, i.mobile) IS DISTINCT FROM (p.phone, p.mobile) THEN 'téléphone' END,
              CASE WHEN i.mef IS DISTINCT FROM p.mef THEN 'formation' END], NULL)
            FROM import_person i JOIN person p ON p.id = i.id AND p.school_id = $1
            WHERE i.holder = $2 AND i.present AND (NOT p.present OR i.hash <> p.content_hash)
            """);

    static final Sql UPDATE_CHANGED =
            Sql.app("UPDATE person p SET (present, level, division_key, content_hash, " + DATA + ")" + """
             = ROW(true, i.level, i.division_key, i.hash, i.civility, i.family_name, i.usage_name, i.given_name, i.email, i.phone,
              i.mobile, i.accepts_sms, i.address_line1, i.address_line2, i.address_line3, i.address_line4, i.po_box, i.postcode, i.city,
              i.foreign_city, i.country_code, i.country, i.given_name2, i.given_name3, i.ine, i.birth_date, i.sex, i.status_code,
              i.mef, i.division, i.entered_on, i.left_on)
            FROM import_person i JOIN import_change c ON c.person_id = i.id
            WHERE p.id = i.id AND p.school_id = $1 AND i.holder = $2
            """);

    static final Sql INSERT_NEW = Sql.app(
            "WITH added AS (INSERT INTO person (school_id, holder, siecle_id, level, division_key, content_hash, "
                    + DATA
                    + ") SELECT $1, holder, siecle_id, level, division_key, hash, " + DATA + """
             FROM import_person WHERE holder = $2 AND id IS NULL AND present RETURNING id)
            INSERT INTO import_change SELECT id, 'NEW', '{}' FROM added
            """);

    /** Whoever is not in the file, or is there as gone. A row that was refused says at least that the pupil is there. */
    static final Sql PUPILS_LEAVE = Sql.app("""
            WITH gone AS (
              UPDATE person p SET present = false, left_on = coalesce((SELECT i.left_on FROM import_person i WHERE i.id = p.id), p.left_on)
              WHERE p.school_id = $1 AND p.holder = 'PUPIL' AND p.present
                AND NOT EXISTS (SELECT FROM import_person i WHERE i.holder = 'PUPIL' AND i.siecle_id = p.siecle_id AND i.present)
                AND NOT EXISTS (SELECT FROM import_kept_pupil k WHERE k.pupil = p.siecle_id)
              RETURNING p.id
            )
            INSERT INTO import_change SELECT id, 'LEFT', '{}' FROM gone
            """);

    /** A guardian without a child left is gone, one with a child that came back is back; whatever file told it. */
    static final Sql GUARDIANS_MOVE = Sql.app("""
            WITH needed AS MATERIALIZED (
              SELECT DISTINCT g.guardian_id FROM guardianship g JOIN person c ON c.id = g.pupil_id AND c.school_id = $1 AND c.present
              WHERE g.school_id = $1
            ), moved AS (
              UPDATE person p SET present = NOT p.present
              WHERE p.school_id = $1 AND p.holder = 'GUARDIAN' AND p.present <> (p.id IN (SELECT guardian_id FROM needed))
              RETURNING p.id, p.present
            )
            INSERT INTO import_change SELECT id, CASE WHEN present THEN 'RETURNED' ELSE 'LEFT' END, '{}' FROM moved
            ON CONFLICT (person_id) DO UPDATE SET kind = excluded.kind
            """);

    /** Nomenclature without pupils. */
    static final Sql REFRESH_LEVELS = Sql.app("""
            UPDATE person p SET level = m.level FROM mef m
            WHERE m.school_id = $1 AND m.code = p.mef AND p.school_id = $1 AND p.holder = 'PUPIL' AND p.present
              AND m.level IS NOT NULL AND m.level IS DISTINCT FROM p.level
            """);

    private PeopleImportStore() {}

    static Future<Void> resolvePupils(Tx tx, long school, boolean addresses) {
        return knownAddresses(tx, school, Holder.PUPIL, SiecleKind.PUPILS, addresses)
                .compose(done -> tx.run(RESOLVE_PUPILS, school, addresses))
                .compose(done -> analyze(tx));
    }

    static Future<Void> resolveGuardians(Tx tx, long school, boolean addresses) {
        return knownAddresses(tx, school, Holder.GUARDIAN, SiecleKind.GUARDIANS, addresses)
                .compose(done -> tx.run(RESOLVE_GUARDIANS, school, addresses))
                .compose(done -> analyze(tx));
    }

    private static Future<Void> knownAddresses(Tx tx, long school, Holder holder, SiecleKind kind, boolean addresses) {
        return addresses
                ? Future.succeededFuture()
                : tx.run(KNOWN_ADDRESSES, school, holder, kind).mapEmpty();
    }

    private static Future<Void> analyze(Tx tx) {
        return tx.script("ANALYZE import_person");
    }

    /** New and changed ones. */
    static Future<Void> apply(Tx tx, long school, Holder holder) {
        return tx.run(NOTE_CHANGES, school, holder)
                .compose(done -> tx.run(UPDATE_CHANGED, school, holder))
                .compose(done -> tx.run(INSERT_NEW, school, holder))
                .mapEmpty();
    }

    static Future<Void> pupilsLeave(Tx tx, long school) {
        return tx.run(PUPILS_LEAVE, school).mapEmpty();
    }

    static Future<Void> guardiansMove(Tx tx, long school) {
        return tx.run(GUARDIANS_MOVE, school).mapEmpty();
    }

    static Future<Void> refreshLevels(Tx tx, long school) {
        return tx.run(REFRESH_LEVELS, school).mapEmpty();
    }
}
