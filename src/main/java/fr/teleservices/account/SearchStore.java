package fr.teleservices.account;

import fr.teleservices.account.AccountSearch.Sort;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ids of one page of the list, in its order. A word that few accounts have is looked up first and its accounts are sorted; one
 * that many have is tested while the index of the order is walked, which then finds a page's worth soon.
 */
final class SearchStore {
    /** So many accounts are quicker sorted than the list walked. */
    static final int FEW = 3_000;
    /** Of several words that many accounts have, so many each: what they have in common may still be one. */
    static final int MANY = 20_000;

    /**
     * The values decide the plan: which filters are there at all, how many rows a state has. A plan for any values walks the whole list.
     */
    static final Sql PLAN_FOR_VALUES = Sql.app("SELECT set_config('plan_cache_mode', 'force_custom_plan', true)");

    static final Sql WITH_WORD = Sql.app("SELECT accounts_with_word($1, $2, $3, $4) AS id");

    /** $1 school, $2 holder, $3 state, $4 held only, $5 division, $6 ids, $7 prefix, $8 words to be tested row by row, $12 frozen only. */
    private static final String FILTERS = """
            WHERE a.school_id = $1 AND a.holder = $2 AND p.school_id = $1 AND p.holder = $2
              AND CASE WHEN $3::text IS NULL THEN a.state <> 'CLOSED' OR (a.closed_reason = 'GROUPED' AND a.current) ELSE a.state = $3 END
              AND (NOT $4::boolean OR a.held) AND (NOT $12::boolean OR (a.state = 'NOTIFIED' AND a.credential_frozen))
              AND ($5::text = '' OR p.id = ANY (ARRAY(
                SELECT CASE k.holder WHEN $2 THEN k.id ELSE g.guardian_id END
                FROM person k LEFT JOIN guardianship g ON g.pupil_id = k.id AND $2 = 'GUARDIAN'
                WHERE k.school_id = $1 AND k.holder = 'PUPIL' AND k.present AND k.division = $5)))
              AND ($6::bigint[] IS NULL OR a.id = ANY ($6))
              AND ($7::text = '' OR (p.sort_name COLLATE "C" >= fold($7) AND p.sort_name COLLATE "C" < fold($7) || chr(1114111)))
              AND ($8::text[] = '{}' OR NOT EXISTS (SELECT FROM unnest($8) AS typed (word)
                WHERE NOT (a.login LIKE lower(word) || '%' OR p.search LIKE '%' || fold(word) || '%'
                   OR EXISTS (SELECT FROM guardianship g JOIN person k ON k.id = g.pupil_id
                     WHERE g.guardian_id = p.id AND k.present AND k.search LIKE '%' || fold(word) || '%'))))
              AND NOT (a.current AND $3 IS DISTINCT FROM 'CLOSED' AND EXISTS (SELECT FROM account w
                WHERE w.person_id = a.person_id AND NOT w.current AND w.closed_reason IS NULL))
            """;

    private static final String BOTH = "SELECT a.id FROM account a JOIN person p ON p.id = a.person_id ";

    /** $9, $10: name and account that the page begins behind; $11 most. */
    static final Sql BY_NAME = Sql.app(BOTH + FILTERS + """
            AND ($10::bigint IS NULL OR (p.sort_name COLLATE "C", p.id, a.id)
              > ($9::text COLLATE "C", (SELECT person_id FROM account WHERE id = $10), $10))
            ORDER BY p.sort_name COLLATE "C", p.id, a.id LIMIT $11""");

    static final Sql BY_NOTIFICATION = Sql.app(BOTH + FILTERS + """
            AND ($10::bigint IS NULL OR (coalesce(a.notified_at, '-infinity'), a.id) < ($9::text::timestamptz, $10))
            ORDER BY coalesce(a.notified_at, '-infinity') DESC, a.id DESC LIMIT $11""");

    static final Sql BY_ACCESS = Sql.app(BOTH + FILTERS + """
            AND ($10::bigint IS NULL OR (coalesce(a.last_access_at, '-infinity'), a.id) < ($9::text::timestamptz, $10))
            ORDER BY coalesce(a.last_access_at, '-infinity') DESC, a.id DESC LIMIT $11""");

    /** $9: division's key and name of the pupil, a line each. */
    static final Sql BY_DIVISION = Sql.app(BOTH + FILTERS + """
            AND p.present AND p.holder = 'PUPIL'
            AND ($10::bigint IS NULL OR (coalesce(p.division_key, '~') COLLATE "C", p.sort_name COLLATE "C", p.id, a.id)
              > (split_part($9, E'\\n', 1) COLLATE "C", split_part($9, E'\\n', 2) COLLATE "C",
                 (SELECT person_id FROM account WHERE id = $10), $10))
            ORDER BY coalesce(p.division_key, '~') COLLATE "C", p.sort_name COLLATE "C", p.id, a.id LIMIT $11""");

    private static final String YOUNGEST = """
            (SELECT y.id FROM guardianship h JOIN person y ON y.id = h.pupil_id
             WHERE h.guardian_id = p.id AND y.present ORDER BY y.birth_date DESC NULLS LAST, y.sort_name, y.id LIMIT 1)
            """;

    /**
     * Guardians stand where their youngest child does. $9: as above, and the child's id. The CASE tells the planner that half of the
     * children are the youngest: the bare comparison it takes for one row in many thousands, and sorts them all.
     */
    static final Sql BY_CHILDS_DIVISION = Sql.app("""
            SELECT a.id FROM person k JOIN guardianship g ON g.pupil_id = k.id JOIN person p ON p.id = g.guardian_id
            JOIN account a ON a.person_id = p.id
            """ + FILTERS + """
            AND k.school_id = $1 AND k.holder = 'PUPIL' AND k.present AND CASE WHEN k.id =\s""" + YOUNGEST + """
            THEN true ELSE false END
            AND ($10::bigint IS NULL OR (coalesce(k.division_key, '~') COLLATE "C", k.sort_name COLLATE "C", k.id, a.id)
              > (split_part($9, E'\\n', 1) COLLATE "C", split_part($9, E'\\n', 2) COLLATE "C", split_part($9, E'\\n', 3)::bigint, $10))
            ORDER BY coalesce(k.division_key, '~') COLLATE "C", k.sort_name COLLATE "C", k.id, a.id LIMIT $11""");

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
        return lookedUp(tx, school, search.holder(), search.words())
                .compose(found -> search.after() == null
                        ? ids(tx, school, search, found, null, most)
                        : tx.first(keyOf(search), row -> row.getString("key"), search.after())
                                .compose(key -> key.isEmpty()
                                        ? ids(tx, school, search.behind(null), found, null, most)
                                        : ids(tx, school, search, found, key.get(), most)));
    }

    private static Future<List<Long>> ids(
            Tx tx, long school, AccountSearch search, Found found, @Nullable String key, int most) {
        return tx.list(
                statement(search),
                row -> row.getLong("id"),
                school,
                search.holder(),
                search.state(),
                search.held(),
                search.division(),
                found.ids(),
                search.prefix(),
                found.patterns(),
                key,
                search.after(),
                most,
                search.frozen());
    }

    private static Sql statement(AccountSearch search) {
        return switch (sort(search)) {
            case NAME -> BY_NAME;
            case NOTIFICATION -> BY_NOTIFICATION;
            case ACCESS -> BY_ACCESS;
            case DIVISION -> search.holder() == Holder.PUPIL ? BY_DIVISION : BY_CHILDS_DIVISION;
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

    /**
     * What looking words up came to.
     *
     * @param ids null: too many have each of them
     * @param tested words that the ids do not answer for
     */
    record Found(Long @Nullable [] ids, List<String> tested) {
        /** What is typed is no pattern. */
        String[] patterns() {
            return tested.stream()
                    .map(word -> word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_"))
                    .toArray(String[]::new);
        }
    }

    /** @param holder null: both */
    static Future<Found> lookedUp(Tx tx, long school, @Nullable Holder holder, List<String> words) {
        return tx.run(PLAN_FOR_VALUES)
                .compose(set -> found(tx, school, holder == null ? List.of(Holder.values()) : List.of(holder), words));
    }

    private static Future<Found> found(Tx tx, long school, List<Holder> holders, List<String> words) {
        List<String> sure = words.stream().filter(word -> word.length() > 2).toList();
        int most = sure.size() > 1 ? MANY : FEW;
        Future<Found> all = Future.succeededFuture(new Found(null, words));
        for (String word : sure) {
            all = all.compose(
                    before -> lookUp(tx, school, holders, word, most).map(ids -> both(before, ids, word, most)));
        }
        return all;
    }

    private static Future<Set<Long>> lookUp(Tx tx, long school, List<Holder> holders, String word, int most) {
        Future<Set<Long>> all = Future.succeededFuture(new HashSet<>());
        for (Holder holder : holders) {
            all = all.compose(ids -> tx.list(WITH_WORD, row -> row.getLong("id"), school, holder, word, most + 1)
                    .map(more -> {
                        ids.addAll(more);
                        return ids;
                    }));
        }
        return all;
    }

    private static Found both(Found before, Set<Long> ids, String word, int most) {
        if (ids.size() > most) {
            return before;
        }
        List<String> tested = new ArrayList<>(before.tested());
        tested.remove(word);
        Long[] earlier = before.ids();
        if (earlier != null) {
            ids.retainAll(Set.of(earlier));
        }
        return new Found(ids.toArray(Long[]::new), tested);
    }
}
