package fr.teleservices.testing;

import java.util.function.Consumer;

/**
 * A small school written straight into the tables: so many families, each a pupil and two guardians of whom the second has no
 * mail address; six to a division.
 */
public final class SchoolRows {
    private SchoolRows() {}

    /** @return the school's id */
    public static long insert(TestDatabase database, String uai, int families) {
        long school = database.number(
                "INSERT INTO school (uai, name) VALUES ('" + uai + "', 'Collège Test " + uai + "') RETURNING id");
        fill(database::execute, school, families);
        return school;
    }

    /** The same into a school that is there. */
    public static void fill(Consumer<String> database, long school, int families) {
        database.accept("""
                INSERT INTO person (school_id, holder, siecle_id, family_name, given_name, birth_date, division, division_key, level, content_hash,
                  email, postcode, city, address_line1)
                SELECT %1$d, 'PUPIL', 'E' || i, 'Famille' || i, 'Enfant', date '2012-01-01' + i, (6 - i %% 4) || ' ' || chr(65 + i / 6 %% 5),
                  '000' || (6 - i %% 4) || ' ' || chr(65 + i / 6 %% 5), 'L', '\\x00',
                  CASE WHEN i %% 3 = 0 THEN 'enfant' || i || '@example.org' END, '75001', 'PARIS', i || ' rue de la Paix'
                FROM generate_series(1, %2$d) i;
                INSERT INTO person (school_id, holder, siecle_id, civility, family_name, given_name, email, content_hash, postcode, city, address_line1)
                SELECT %1$d, 'GUARDIAN', g || '-' || i, CASE g WHEN 1 THEN 'MME' ELSE 'M.' END, 'Famille' || i, 'Parent' || g,
                  CASE WHEN g = 1 THEN 'parent' || i || '.%1$d@example.org' END, '\\x00', '75001', 'PARIS', i || ' rue de la Paix'
                FROM generate_series(1, %2$d) i, generate_series(1, 2) g;
                INSERT INTO guardianship (school_id, guardian_id, pupil_id, kinship, responsibility)
                SELECT %1$d, g.id, p.id, '10', 'LEGAL' FROM person g JOIN person p ON p.school_id = g.school_id AND p.holder = 'PUPIL'
                  AND p.siecle_id = 'E' || split_part(g.siecle_id, '-', 2) WHERE g.school_id = %1$d AND g.holder = 'GUARDIAN';
                INSERT INTO account (school_id, person_id, holder, login)
                SELECT school_id, id, holder, lower(left(given_name, 1)) || '.' || lower(family_name) || '.' || id FROM person p WHERE school_id = %1$d
                  AND NOT EXISTS (SELECT FROM account a WHERE a.person_id = p.id)
                """.formatted(school, families));
    }
}
