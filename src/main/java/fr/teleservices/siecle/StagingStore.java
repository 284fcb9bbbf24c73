package fr.teleservices.siecle;

import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;

/**
 * The files as they are, in tables that live as long as the transaction. Identifiers are texts, as {@code person} keeps
 * them.
 */
final class StagingStore {
    /** After ON COMMIT DROP nothing is left, whatever happens to the process. */
    static final String CREATE = """
            CREATE TEMP TABLE import_pupil (
              line int, id text, ine text, family_name text, usage_name text, given_name text, given_name2 text, given_name3 text,
              birth_date date, sex smallint, email text, phone text, mobile text, status_code text, mef text, level text,
              entered_on date, left_on date, gone boolean, address_id text, accepts_sms boolean) ON COMMIT DROP;
            CREATE TEMP TABLE import_pupil_division (pupil text, division text, division_key text) ON COMMIT DROP;
            CREATE TEMP TABLE import_address (
              origin text, id text, line1 text, line2 text, line3 text, line4 text, po_box text, postcode text, city text,
              foreign_city text, country_code text, country text) ON COMMIT DROP;
            CREATE TEMP TABLE import_guardian (
              line int, id text, civility text, family_name text, usage_name text, given_name text, email text, phone text,
              mobile text, accepts_sms boolean, address_id text) ON COMMIT DROP;
            CREATE TEMP TABLE import_link (
              line int, pupil text, guardian text, kinship text, responsibility text, pays boolean, receives_aid boolean,
              lodges boolean, contact_first boolean) ON COMMIT DROP;
            CREATE TEMP TABLE import_kept_pupil (pupil text) ON COMMIT DROP;
            CREATE TEMP TABLE import_kept_link (pupil text, guardian text) ON COMMIT DROP;
            CREATE TEMP TABLE import_division (code text, sort_key text, label text) ON COMMIT DROP;
            CREATE TEMP TABLE import_mef (code text, label text, mefstat text, level text) ON COMMIT DROP;
            CREATE TEMP TABLE import_person (
              holder text, siecle_id text, id bigint, known_present boolean, known_hash bytea, present boolean, level text,
              division_key text, hash bytea,
              civility text, family_name text, usage_name text, given_name text, email text, phone text, mobile text,
              accepts_sms boolean, address_line1 text, address_line2 text, address_line3 text, address_line4 text, po_box text,
              postcode text, city text, foreign_city text, country_code text, country text, given_name2 text, given_name3 text,
              ine text, birth_date date, sex smallint, status_code text, mef text, division text, entered_on date,
              left_on date) ON COMMIT DROP;
            CREATE TEMP TABLE import_guardianship (
              guardian_id bigint, pupil_id bigint, kinship text, responsibility text, pays boolean, receives_aid boolean,
              lodges boolean, contact_first boolean, PRIMARY KEY (guardian_id, pupil_id)) ON COMMIT DROP;
            CREATE TEMP TABLE import_change (person_id bigint PRIMARY KEY, kind text, what text[]) ON COMMIT DROP;
            CREATE TEMP TABLE import_account (
              person_id bigint PRIMARY KEY, holder text, family_name text, given_name text) ON COMMIT DROP;
            CREATE TEMP TABLE import_login (person_id bigint, base text) ON COMMIT DROP;
            """;

    /**
     * Nobody has counted the rows of this transaction yet, so that the planner takes 100,000 pupils for seven: where it
     * loops over them instead of hashing, a minute becomes an hour. Every statement names the school, so that what is hashed
     * is one school's.
     */
    private static final String PLAN = """
            SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '64MB'; SET LOCAL jit = off;
            """;

    private static final String ANALYZE = """
            ANALYZE import_pupil; ANALYZE import_pupil_division; ANALYZE import_address; ANALYZE import_guardian;
            ANALYZE import_link;
            """;

    static final Sql PUPILS = Sql.app("""
            INSERT INTO import_pupil SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
              $7::text[], $8::text[], $9::date[], $10::smallint[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[],
              $16::text[], $17::date[], $18::date[], $19::boolean[], $20::text[], $21::boolean[])
            """);

    static final Sql PUPIL_DIVISIONS =
            Sql.app("INSERT INTO import_pupil_division SELECT * FROM unnest($1::text[], $2::text[], $3::text[])");

    static final Sql ADDRESSES = Sql.app("""
            INSERT INTO import_address SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[],
              $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[])
            """);

    static final Sql GUARDIANS = Sql.app("""
            INSERT INTO import_guardian SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[],
              $6::text[], $7::text[], $8::text[], $9::text[], $10::boolean[], $11::text[])
            """);

    static final Sql LINKS = Sql.app("""
            INSERT INTO import_link SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[],
              $6::boolean[], $7::boolean[], $8::boolean[], $9::boolean[])
            """);

    static final Sql KEPT_PUPILS = Sql.app("INSERT INTO import_kept_pupil SELECT * FROM unnest($1::text[])");

    static final Sql KEPT_LINKS = Sql.app("INSERT INTO import_kept_link SELECT * FROM unnest($1::text[], $2::text[])");

    static final Sql DIVISIONS =
            Sql.app("INSERT INTO import_division SELECT * FROM unnest($1::text[], $2::text[], $3::text[])");

    static final Sql MEFS =
            Sql.app("INSERT INTO import_mef SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])");

    private StagingStore() {}

    static Future<Void> open(Tx tx) {
        return tx.script(PLAN + CREATE);
    }

    static Future<Void> insert(Tx tx, Sql insert, Object[] columns) {
        return tx.run(insert, columns).mapEmpty();
    }

    /** All rows are there. */
    static Future<Void> analyze(Tx tx) {
        return tx.script(ANALYZE);
    }
}
