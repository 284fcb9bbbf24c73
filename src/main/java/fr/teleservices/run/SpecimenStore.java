package fr.teleservices.run;

import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What previews need of one person, and of the school. */
final class SpecimenStore {
    /** What the letter queue gives of a person, without any credential. */
    private static final String COLUMNS = """
            SELECT 0::bigint AS id, NULL::uuid AS credential_id, NULL::int AS credential_key, a.id AS account_id, a.login, a.state, a.held,
              a.epoch, p.division AS sorted_under, p.id AS person_id, p.holder, p.civility, p.family_name, p.usage_name, p.given_name,
              p.division, p.email, p.address_line1, p.address_line2, p.address_line3, p.address_line4, p.po_box, p.postcode, p.city,
              p.foreign_city, p.country_code, p.country, NULL::timestamptz AS usable_from, false AS replaced
            """;

    static final Sql PERSON = Sql.app(COLUMNS + """
            FROM account a JOIN person p ON p.id = a.person_id WHERE a.id = $1 AND a.school_id = $2 AND a.holder = $3
            """);

    /** Many, each by its key. */
    static final Sql PEOPLE = Sql.app(COLUMNS + """
            FROM unnest($1::bigint[]) AS i(id)
            CROSS JOIN LATERAL (SELECT * FROM account WHERE id = i.id OFFSET 0) a
            CROSS JOIN LATERAL (SELECT * FROM person WHERE id = a.person_id OFFSET 0) p
            """);

    static final Sql DIVISIONS = Sql.app("""
            SELECT division FROM person WHERE school_id = $1 AND holder = 'PUPIL' AND present AND division IS NOT NULL
            GROUP BY division ORDER BY min(division_key) NULLS LAST, division
            """);
    static final Sql LEVELS = Sql.app("""
            SELECT DISTINCT level FROM person WHERE school_id = $1 AND holder = 'PUPIL' AND present AND level <> '' ORDER BY 1
            """);

    /** Five test mails an hour and school; none where they are used up. */
    static final Sql ORDER_TEST = Sql.app("""
            INSERT INTO notification (school_id, account_id, kind, channel, address, created_at, created_by)
            SELECT $1, $2, 'TEST', 'EMAIL', $3, $4, $5 WHERE 5 > (
              SELECT count(*) FROM notification t WHERE t.school_id = $1 AND t.run_id IS NULL AND t.kind = 'TEST'
                AND t.created_at > $4::timestamptz - interval '1 hour')
            """);

    /** @param email null: none */
    record Person(LetterQueueStore.Item item, @Nullable String email) {}

    Future<Optional<Person>> person(Tx tx, long account, long school, fr.teleservices.account.Holder holder) {
        return tx.first(PERSON, SpecimenStore::person, account, school, holder);
    }

    Future<List<Person>> people(Tx tx, Long[] accounts) {
        return tx.list(PEOPLE, SpecimenStore::person, (Object) accounts);
    }

    Future<List<String>> divisions(Tx tx, long school) {
        return tx.list(DIVISIONS, row -> row.getString("division"), school);
    }

    Future<List<String>> levels(Tx tx, long school) {
        return tx.list(LEVELS, row -> row.getString("level"), school);
    }

    /** @return false where too many were asked for */
    Future<Boolean> orderTest(Tx tx, long school, long account, String address, Instant now, long by) {
        return tx.update(ORDER_TEST, school, account, address, now, by).map(n -> n == 1);
    }

    private static Person person(Row row) {
        return new Person(LetterQueueStore.item(row), row.getString("email"));
    }
}
