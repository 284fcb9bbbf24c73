package fr.teleservices.account;

import fr.teleservices.account.AccountSearch.Sort;
import fr.teleservices.account.FoundStore.Found;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ids of one page of the list, in its order. Few that are meant are looked up and sorted; of many, the index of the order is
 * walked, which finds a page's worth soon. When an account was notified is in no index, so that runs need not write into one: that
 * order reads the school's accounts alone, once and in one go, 30 ms for 130,000.
 */
final class SearchStore {
    /** Of those notified last, so many are tested for what they are called before all are. */
    private static final int LATEST = 1_000;

    /** $1 school, $2 holder, $3 state, $4 held only, $5 frozen only. */
    private static final String ACCOUNTS = """
            WHERE a.school_id = $1 AND a.holder = $2
              AND CASE WHEN $3::text IS NULL THEN a.state <> 'CLOSED' OR (a.closed_reason = 'GROUPED' AND a.current) ELSE a.state = $3 END
              AND (NOT $4::boolean OR a.held) AND (NOT $5::boolean OR (a.state = 'NOTIFIED' AND a.credential_frozen))
              AND NOT (a.current AND $3 IS DISTINCT FROM 'CLOSED' AND EXISTS (SELECT FROM account w
                WHERE w.person_id = a.person_id AND NOT w.current AND w.closed_reason IS NULL))
            """;

    /** $6 people, few. */
    static final Sql OF_PEOPLE =
            Sql.app("SELECT a.id FROM account a " + ACCOUNTS + "AND a.person_id = ANY ($6::bigint[]) LIMIT $7");

    /**
     * $6 people, many. In a CASE, or the planner would weigh each of the thousands; it is looked up in a hash table all the same.
     */
    private static final String AMONG_PEOPLE =
            "AND ($6::bigint[] IS NULL OR CASE WHEN a.person_id = ANY ($6) THEN true ELSE false END)\n";

    static final Sql SOME = Sql.app("SELECT a.id FROM account a " + ACCOUNTS + AMONG_PEOPLE + "LIMIT $7");

    /** $8 beginning of the name, $9 patterns: to be tested row by row. */
    private static final String CALLED = """
            AND p.school_id = $1 AND p.holder = $2
            AND ($8::text = '' OR (p.sort_name COLLATE "C" >= fold($8) AND p.sort_name COLLATE "C" < fold($8) || chr(1114111)))
            AND ($9::text[] = '{}' OR NOT EXISTS (SELECT FROM unnest($9) AS typed (word)
              WHERE NOT (a.login LIKE substr(word, 2) OR p.search LIKE word
                 OR EXISTS (SELECT FROM guardianship g JOIN person k ON k.id = g.pupil_id
                   WHERE g.guardian_id = p.id AND k.present AND k.search LIKE word))))
            """;

    /** $12 accounts, few, that the filters above have left. */
    private static final String FILTERS = ACCOUNTS + CALLED + """
            AND ($6::bigint[] IS NULL OR CASE WHEN p.id = ANY ($6) THEN true ELSE false END)
            AND ($12::bigint[] IS NULL OR a.id = ANY ($12))
            """;

    private static final String BOTH = "SELECT a.id FROM account a JOIN person p ON p.id = a.person_id ";

    /** $10, $11: name and account that the page begins behind; $7 most. */
    static final Sql BY_NAME = Sql.app(BOTH + FILTERS + """
            AND ($11::bigint IS NULL OR (p.sort_name COLLATE "C", p.id, a.id)
              > ($10::text COLLATE "C", (SELECT person_id FROM account WHERE id = $11), $11))
            ORDER BY p.sort_name COLLATE "C", p.id, a.id LIMIT $7""");

    static final Sql BY_NOTIFICATION = Sql.app(BOTH + FILTERS + """
            AND ($11::bigint IS NULL OR (coalesce(a.notified_at, '-infinity'), a.id) < ($10::text::timestamptz, $11))
            ORDER BY coalesce(a.notified_at, '-infinity') DESC, a.id DESC LIMIT $7""");

    /** $12: how many of the latest are looked at, null: all. Persons are fetched for these alone. */
    static final Sql LATEST_NOTIFIED =
            Sql.app("""
            SELECT a.id FROM (
              SELECT a.id, a.person_id, a.login, coalesce(a.notified_at, '-infinity') AS notified FROM account a
            """ + ACCOUNTS + AMONG_PEOPLE + """
              AND ($11::bigint IS NULL OR (coalesce(a.notified_at, '-infinity'), a.id) < ($10::text::timestamptz, $11))
              ORDER BY notified DESC, a.id DESC LIMIT $12
            ) a CROSS JOIN LATERAL (SELECT * FROM person WHERE id = a.person_id OFFSET 0) p WHERE true
            """ + CALLED + "ORDER BY a.notified DESC, a.id DESC LIMIT $7");

    static final Sql BY_ACCESS = Sql.app(BOTH + FILTERS + """
            AND ($11::bigint IS NULL OR (coalesce(a.last_access_at, '-infinity'), a.id) < ($10::text::timestamptz, $11))
            ORDER BY coalesce(a.last_access_at, '-infinity') DESC, a.id DESC LIMIT $7""");

    /** $10: division's key and name of the pupil, a line each. */
    static final Sql BY_DIVISION = Sql.app(BOTH + FILTERS + """
            AND p.present AND p.holder = 'PUPIL'
            AND ($11::bigint IS NULL OR (coalesce(p.division_key, '~') COLLATE "C", p.sort_name COLLATE "C", p.id, a.id)
              > (split_part($10, E'\\n', 1) COLLATE "C", split_part($10, E'\\n', 2) COLLATE "C",
                 (SELECT person_id FROM account WHERE id = $11), $11))
            ORDER BY coalesce(p.division_key, '~') COLLATE "C", p.sort_name COLLATE "C", p.id, a.id LIMIT $7""");

    private static final String YOUNGEST = """
            (SELECT y.id FROM guardianship h JOIN person y ON y.id = h.pupil_id
             WHERE h.guardian_id = p.id AND y.present ORDER BY y.birth_date DESC NULLS LAST, y.sort_name, y.id LIMIT 1)
            """;

    /** $10: as above, and the child's id. */
    private static final String PLACE_BEHIND =
            "split_part($10, E'\\n', 1) COLLATE \"C\", split_part($10, E'\\n', 2) COLLATE \"C\", split_part($10, E'\\n', 3)::bigint";

    private static final String CHILDS_PLACE =
            "coalesce(k.division_key, '~') COLLATE \"C\", k.sort_name COLLATE \"C\", k.id";

    /** Guardians stand where their youngest child does. */
    static final Sql BY_CHILDS_DIVISION = Sql.app(
            """
            SELECT a.id FROM account a JOIN person p ON p.id = a.person_id JOIN guardianship g ON g.guardian_id = p.id
            JOIN person k ON k.id = g.pupil_id
            """ + FILTERS + " AND k.present AND k.id = " + YOUNGEST + " AND ($11::bigint IS NULL OR (" + CHILDS_PLACE
                    + ", a.id) > (" + PLACE_BEHIND + ", $11)) ORDER BY " + CHILDS_PLACE + ", a.id LIMIT $7");

    /**
     * Of many: the children one by one in their order, until there are enough. A bare comparison with the youngest the planner takes
     * for true of one row in many thousands, and sorts everybody; of a CASE it thinks better.
     */
    static final Sql ALONG_CHILDS_DIVISION = Sql.app("""
            SELECT a.id FROM (
              SELECT k.id, coalesce(k.division_key, '~') COLLATE "C" AS division, k.sort_name COLLATE "C" AS name FROM person k
              WHERE k.school_id = $1 AND k.holder = 'PUPIL' AND k.present
                AND ($11::bigint IS NULL OR (""" + CHILDS_PLACE + ") >= (" + PLACE_BEHIND + ")) ORDER BY "
            + CHILDS_PLACE + """
               OFFSET 0) k
            CROSS JOIN LATERAL (SELECT guardian_id FROM guardianship g WHERE g.pupil_id = k.id
              AND ($6::bigint[] IS NULL OR CASE WHEN g.guardian_id = ANY ($6) THEN true ELSE false END) OFFSET 0) g
            CROSS JOIN LATERAL (SELECT a.id, a.login FROM account a
            """ + ACCOUNTS + """
              AND a.person_id = g.guardian_id OFFSET 0) a
            CROSS JOIN LATERAL (SELECT * FROM person WHERE id = g.guardian_id OFFSET 0) p WHERE $12::bigint IS NULL
            """ + CALLED + " AND CASE WHEN k.id = " + YOUNGEST
            + " THEN true ELSE false END AND ($11::bigint IS NULL OR (k.division, k.name, k.id, a.id) > ("
            + PLACE_BEHIND + ", $11)) ORDER BY k.division, k.name, k.id, a.id LIMIT $7");

    /** Where an account stands: an id alone is in addresses of pages, never a name. */
    static final Sql NAME_OF =
            Sql.app("SELECT p.sort_name AS key FROM account a JOIN person p ON p.id = a.person_id WHERE a.id = $1");

    static final Sql NOTIFICATION_OF =
            Sql.app("SELECT coalesce(notified_at, '-infinity')::text AS key FROM account WHERE id = $1");
    static final Sql ACCESS_OF =
            Sql.app("SELECT coalesce(last_access_at, '-infinity')::text AS key FROM account WHERE id = $1");
    static final Sql DIVISION_OF = Sql.app("""
            SELECT concat_ws(E'\\n', coalesce(k.division_key, '~'), k.sort_name, k.id) AS key
            FROM account a JOIN person p ON p.id = a.person_id JOIN person k ON k.id = CASE p.holder WHEN 'PUPIL' THEN p.id ELSE
            """ + YOUNGEST + " END WHERE a.id = $1");

    static final Sql HELD = Sql.app("SELECT count(*) AS n FROM account WHERE school_id = $1 AND holder = $2 AND held");

    static final Sql DIVISIONS = Sql.app("""
            WITH RECURSIVE codes AS (
              (SELECT division FROM person WHERE school_id = $1 AND holder = 'PUPIL' AND present AND division IS NOT NULL
               ORDER BY division LIMIT 1)
              UNION ALL
              SELECT (SELECT p.division FROM person p WHERE p.school_id = $1 AND p.holder = 'PUPIL' AND p.present
                AND p.division > c.division ORDER BY p.division LIMIT 1)
              FROM codes c WHERE c.division IS NOT NULL
            )
            SELECT division FROM codes WHERE division IS NOT NULL
            ORDER BY (SELECT k.division_key FROM person k WHERE k.school_id = $1 AND k.holder = 'PUPIL' AND k.present
              AND k.division = codes.division LIMIT 1) NULLS LAST, division""");

    private SearchStore() {}

    static Future<Long> held(Tx tx, long school, Holder holder) {
        return tx.one(HELD, row -> row.getLong("n"), school, holder);
    }

    /** In their natural order; each is one step in an index, however many pupils there are. */
    static Future<List<String>> divisions(Tx tx, long school) {
        return tx.list(DIVISIONS, row -> row.getString("division"), school);
    }

    static Future<List<Long>> page(Tx tx, long school, AccountSearch search, int most) {
        return page(tx, school, search, most, FoundStore.FEW);
    }

    /** @param few as many are looked up and sorted; more are walked among */
    static Future<List<Long>> page(Tx tx, long school, AccountSearch search, int most, int few) {
        return FoundStore.lookedUp(tx, school, search.holder(), search.division(), search.prefix(), search.words())
                .compose(found -> search.after() == null
                        ? ids(tx, new Asked(school, search, found, null, most, few))
                        : tx.first(keyOf(search), row -> row.getString("key"), search.after())
                                .compose(key -> ids(
                                        tx,
                                        key.isEmpty()
                                                ? new Asked(school, search.behind(null), found, null, most, few)
                                                : new Asked(school, search, found, key.get(), most, few))));
    }

    /** @param key of the account that the page begins behind */
    private record Asked(
            long school,
            AccountSearch search,
            Found found,
            @Nullable String key,
            int most,
            int few) {
        Long @Nullable [] people() {
            return found.people();
        }

        /** Perhaps: all of a state may be three, or nearly everybody. */
        boolean mayBeRare() {
            return found.few(few)
                    || (sort(search) != Sort.NOTIFICATION
                            && (search.state() != null || search.held() || search.frozen()));
        }
    }

    private static Future<List<Long>> ids(Tx tx, Asked asked) {
        if (asked.found().none()) {
            return Future.succeededFuture(List.of());
        }
        if (!asked.mayBeRare()) {
            return walked(tx, asked);
        }
        return some(tx, asked).compose(some -> {
            if (some.isEmpty()) {
                return Future.succeededFuture(some);
            }
            return some.size() <= asked.few()
                    ? rows(tx, statement(asked.search(), false), asked, null, some.toArray(Long[]::new))
                    : walked(tx, asked);
        });
    }

    /** One more than few at most. */
    private static Future<List<Long>> some(Tx tx, Asked asked) {
        AccountSearch search = asked.search();
        return tx.list(
                asked.found().few(asked.few()) ? OF_PEOPLE : SOME,
                row -> row.getLong("id"),
                asked.school(),
                search.holder(),
                search.state(),
                search.held(),
                search.frozen(),
                asked.people(),
                asked.few() + 1);
    }

    private static Future<List<Long>> walked(Tx tx, Asked asked) {
        if (sort(asked.search()) != Sort.NOTIFICATION) {
            return rows(tx, statement(asked.search(), true), asked, asked.people(), null);
        }
        if (!asked.found().tests()) {
            return rows(tx, LATEST_NOTIFIED, asked, asked.people(), asked.most());
        }
        return rows(tx, LATEST_NOTIFIED, asked, asked.people(), LATEST)
                .compose(ids -> ids.size() == asked.most()
                        ? Future.succeededFuture(ids)
                        : rows(tx, LATEST_NOTIFIED, asked, asked.people(), null));
    }

    private static Future<List<Long>> rows(
            Tx tx, Sql sql, Asked asked, Long @Nullable [] people, @Nullable Object last) {
        AccountSearch search = asked.search();
        return tx.list(
                sql,
                row -> row.getLong("id"),
                asked.school(),
                search.holder(),
                search.state(),
                search.held(),
                search.frozen(),
                people,
                asked.most(),
                asked.found().begins(),
                asked.found().patterns(),
                asked.key(),
                search.after(),
                last);
    }

    private static Sql statement(AccountSearch search, boolean many) {
        return switch (sort(search)) {
            case NAME -> BY_NAME;
            case NOTIFICATION -> BY_NOTIFICATION;
            case ACCESS -> BY_ACCESS;
            case DIVISION ->
                search.holder() == Holder.PUPIL ? BY_DIVISION : many ? ALONG_CHILDS_DIVISION : BY_CHILDS_DIVISION;
        };
    }

    private static Sql keyOf(AccountSearch search) {
        return switch (sort(search)) {
            case NAME -> NAME_OF;
            case NOTIFICATION -> NOTIFICATION_OF;
            case ACCESS -> ACCESS_OF;
            case DIVISION -> DIVISION_OF;
        };
    }

    /** Whoever has left has no division any more. */
    private static Sort sort(AccountSearch search) {
        return search.sort() == Sort.DIVISION && search.state() == AccountState.CLOSED ? Sort.NAME : search.sort();
    }
}
