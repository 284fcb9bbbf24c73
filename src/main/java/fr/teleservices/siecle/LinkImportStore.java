package fr.teleservices.siecle;

import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.util.List;

/** Who is guardian of whom. The guardians' file is the whole truth about the children who are there. */
final class LinkImportStore {
    /** In the files or known from before; the reasons are the sentences that staff read. */
    static final Sql DANGLING = Sql.app("""
            SELECT l.line, count(*) OVER () AS n,
              CASE WHEN ip.id IS NULL AND p.id IS NULL
                THEN 'lien avec l’élève ' || l.pupil || ', qui n’est ni dans les fichiers ni dans la base élèves.'
                ELSE 'lien avec la personne ' || l.guardian || ', qui n’est ni dans les fichiers ni dans la base élèves.' END AS reason
            FROM import_link l
            LEFT JOIN import_pupil ip ON ip.id = l.pupil
            LEFT JOIN person p ON p.school_id = $1 AND p.holder = 'PUPIL' AND p.siecle_id = l.pupil
            LEFT JOIN import_guardian ig ON ig.id = l.guardian
            LEFT JOIN person g ON g.school_id = $1 AND g.holder = 'GUARDIAN' AND g.siecle_id = l.guardian
            WHERE (ip.id IS NULL AND p.id IS NULL) OR (ig.id IS NULL AND g.id IS NULL)
            ORDER BY l.line LIMIT $2
            """);

    static final Sql RESOLVE = Sql.app("""
            INSERT INTO import_guardianship
            SELECT g.id, c.id, l.kinship, l.responsibility, l.pays, l.receives_aid, l.lodges, l.contact_first
            FROM import_link l
            JOIN person g ON g.school_id = $1 AND g.holder = 'GUARDIAN' AND g.siecle_id = l.guardian
            JOIN person c ON c.school_id = $1 AND c.holder = 'PUPIL' AND c.siecle_id = l.pupil
            """);

    /** A link whose row was refused stays as it was. */
    static final Sql DELETE = Sql.app("""
            WITH ended AS (
              DELETE FROM guardianship s USING person c, person g
              WHERE s.school_id = $1 AND c.school_id = $1 AND c.id = s.pupil_id AND c.present AND g.school_id = $1 AND g.id = s.guardian_id
                AND NOT EXISTS (SELECT FROM import_guardianship i WHERE i.guardian_id = s.guardian_id AND i.pupil_id = s.pupil_id)
                AND NOT EXISTS (SELECT FROM import_kept_link k WHERE k.guardian = g.siecle_id AND k.pupil = c.siecle_id)
              RETURNING s.guardian_id
            )
            INSERT INTO import_change SELECT DISTINCT guardian_id, 'CHANGED', '{enfants}'::text[] FROM ended ON CONFLICT DO NOTHING
            """);

    static final Sql UPDATE = Sql.app("""
            WITH touched AS (
              UPDATE guardianship s SET kinship = i.kinship, responsibility = i.responsibility, pays = i.pays,
                receives_aid = i.receives_aid, lodges = i.lodges, contact_first = i.contact_first
              FROM import_guardianship i
              WHERE s.school_id = $1 AND s.guardian_id = i.guardian_id AND s.pupil_id = i.pupil_id
                AND (s.kinship, s.responsibility, s.pays, s.receives_aid, s.lodges, s.contact_first)
                  IS DISTINCT FROM (i.kinship, i.responsibility, i.pays, i.receives_aid, i.lodges, i.contact_first)
              RETURNING s.guardian_id
            )
            INSERT INTO import_change SELECT DISTINCT guardian_id, 'CHANGED', '{responsabilité}'::text[] FROM touched ON CONFLICT DO NOTHING
            """);

    static final Sql INSERT = Sql.app("""
            WITH made AS (
              INSERT INTO guardianship (school_id, guardian_id, pupil_id, kinship, responsibility, pays, receives_aid, lodges, contact_first)
              SELECT $1, i.* FROM import_guardianship i
              WHERE NOT EXISTS (SELECT FROM guardianship s WHERE s.school_id = $1 AND s.guardian_id = i.guardian_id AND s.pupil_id = i.pupil_id)
              RETURNING guardian_id
            )
            INSERT INTO import_change SELECT DISTINCT guardian_id, 'CHANGED', '{enfants}'::text[] FROM made ON CONFLICT DO NOTHING
            """);

    /** @param count of all of them */
    record Dangling(int line, long count, String reason) {}

    private LinkImportStore() {}

    /** Links that lead nowhere, the first ones. */
    static Future<List<Dangling>> dangling(Tx tx, long school) {
        return tx.list(
                DANGLING,
                row -> new Dangling(row.getInteger("line"), row.getLong("n"), row.getString("reason")),
                school,
                (long) RowNotes.KEPT);
    }

    static Future<Void> apply(Tx tx, long school) {
        return tx.run(RESOLVE, school)
                .compose(done -> tx.script("ANALYZE import_guardianship"))
                .compose(done -> tx.run(DELETE, school))
                .compose(done -> tx.run(UPDATE, school))
                .compose(done -> tx.run(INSERT, school))
                .mapEmpty();
    }
}
