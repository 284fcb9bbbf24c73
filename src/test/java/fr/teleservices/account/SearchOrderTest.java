package fr.teleservices.account;

import static fr.teleservices.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.account.AccountSearch.Sort;
import fr.teleservices.db.Scope;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestDatabase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The list of accounts is read in ways that depend on how many are meant: each must show the same people in the same order. */
class SearchOrderTest {
    private static final int FAMILIES = 60;
    private static final String YOUNGEST = """
            LEFT JOIN LATERAL (SELECT y.* FROM guardianship h JOIN person y ON y.id = h.pupil_id WHERE h.guardian_id = p.id AND y.present
              ORDER BY y.birth_date DESC NULLS LAST, y.sort_name, y.id LIMIT 1) y ON true
            """;

    private static TestDatabase test;
    private static long school;

    @BeforeAll
    static void aSchoolWithEveryState() {
        test = TestDatabase.fresh();
        school = SchoolRows.insert(test, "0750001U", FAMILIES);
        SchoolRows.insert(test, "0750002V", 5); // nobody of these is ever shown
        test.execute("""
                UPDATE account SET state = CASE WHEN id % 7 < 3 THEN 'ACTIVE' WHEN id % 7 < 5 THEN 'NOTIFIED' WHEN id % 7 = 5 AND holder = 'GUARDIAN'
                    THEN 'ACTIVATING' ELSE 'NOT_NOTIFIED' END,
                  notified_at = CASE WHEN id % 3 > 0 THEN timestamptz '2026-09-01' + id % 11 * interval '1 hour' END,
                  last_access_at = CASE WHEN id % 2 > 0 THEN timestamptz '2026-09-01' + id % 5 * interval '1 hour' END, held = id % 13 = 0;
                UPDATE account SET state = 'CLOSED', closed_reason = CASE WHEN id % 2 = 0 THEN 'LEFT' ELSE 'GROUPED' END,
                  grouped_into = CASE WHEN id % 2 = 1 THEN id + 1 END WHERE id % 17 = 0 AND held = false;
                INSERT INTO account (school_id, person_id, holder, login, current)
                SELECT school_id, person_id, holder, 'famille.nouveau' || id, false FROM account WHERE id % 19 = 1 AND state <> 'CLOSED';
                INSERT INTO guardianship (school_id, guardian_id, pupil_id, kinship, responsibility)
                SELECT g.school_id, g.guardian_id, g.pupil_id + 1, '10', 'LEGAL' FROM guardianship g
                WHERE g.pupil_id % 4 = 1 AND EXISTS (SELECT FROM person k WHERE k.id = g.pupil_id + 1 AND k.holder = 'PUPIL' AND k.school_id = g.school_id);
                UPDATE person SET given_name = 'Élodie' WHERE holder = 'PUPIL' AND id % 3 = 0;
                UPDATE person SET division = NULL, division_key = NULL WHERE holder = 'PUPIL' AND id % 10 = 0;
                UPDATE person SET family_name = 'Le Goff' WHERE id % 5 = 0""");
    }

    @AfterAll
    static void close() {
        test.close();
    }

    @Test
    void fewAndManyAreShownInTheSameOrderPageByPage() {
        List<String> differences = new ArrayList<>();
        int shown = 0;
        for (AccountSearch search : searches()) {
            List<Long> expected = expected(search);
            shown += expected.size();
            for (int few : new int[] {0, FoundStore.FEW}) {
                List<Long> pages = pages(search, few);
                if (!pages.equals(expected)) {
                    differences.add(few + " " + search + "\n  " + pages + "\n  " + expected);
                }
            }
        }
        assertThat(differences).isEmpty();
        assertThat(shown).isGreaterThan(2_000);
    }

    private static List<AccountSearch> searches() {
        List<AccountSearch> all = new ArrayList<>();
        for (Holder holder : Holder.values()) {
            for (Sort sort : Sort.values()) {
                for (String text :
                        List.of("", "le", "fa", "elodie", "famille1", "elodie goff", "5 a", "p.le", "go%", "nobody")) {
                    all.add(search(holder, null, false, text, sort));
                    all.add(search(holder, AccountState.NOTIFIED, false, text, sort));
                }
                for (AccountState state : AccountState.values()) {
                    all.add(search(holder, state, false, "", sort));
                }
                all.add(search(holder, null, true, "", sort));
            }
        }
        return all;
    }

    private static AccountSearch search(
            Holder holder, @Nullable AccountState state, boolean held, String text, Sort sort) {
        return AccountSearch.typed(holder, state, held, false, "", text, List.of("3 A", "4 A", "5 A"), sort, null);
    }

    private static List<Long> pages(AccountSearch search, int few) {
        List<Long> all = new ArrayList<>();
        Long after = null;
        for (List<Long> page = List.of(0L); !page.isEmpty(); ) {
            AccountSearch next = search.behind(after);
            page = await(test.database().inScope(Scope.of(school), tx -> SearchStore.page(tx, school, next, 37, few)));
            all.addAll(page);
            after = page.isEmpty() ? after : page.get(page.size() - 1);
        }
        return all;
    }

    /** Everybody is looked at, one by one. */
    private static List<Long> expected(AccountSearch search) {
        StringBuilder where =
                new StringBuilder("a.school_id = " + school + " AND a.holder = '" + search.holder() + "'");
        where.append(
                search.state() == null
                        ? " AND (a.state <> 'CLOSED' OR (a.closed_reason = 'GROUPED' AND a.current))"
                        : " AND a.state = '" + search.state() + "'");
        if (search.state() != AccountState.CLOSED) {
            where.append(
                    " AND NOT (a.current AND EXISTS (SELECT FROM account w WHERE w.person_id = a.person_id AND NOT w.current"
                            + " AND w.state <> 'CLOSED'))");
        }
        where.append(search.held() ? " AND a.held" : "");
        if (!search.prefix().isEmpty()) {
            where.append(" AND starts_with(p.sort_name, fold('" + search.prefix() + "'))");
        }
        String children =
                "EXISTS (SELECT FROM guardianship g JOIN person k ON k.id = g.pupil_id WHERE g.guardian_id = p.id AND k.present AND ";
        for (String word : search.words()) {
            where.append(" AND (strpos(p.search, fold('" + word + "')) > 0 OR starts_with(a.login, '" + word + "') OR "
                    + children + "strpos(k.search, fold('" + word + "')) > 0))");
        }
        if (!search.division().isEmpty()) {
            where.append(" AND (p.division = '" + search.division() + "' OR " + children + "k.division = '"
                    + search.division() + "'))");
        }
        boolean byDivision = search.sort() == Sort.DIVISION && search.state() != AccountState.CLOSED;
        if (byDivision) {
            where.append(" AND (p.holder = 'PUPIL' OR y.id IS NOT NULL)");
        }
        String child = search.holder() == Holder.PUPIL ? "p" : "y";
        String order = byDivision
                ? "coalesce(" + child + ".division_key, '~') COLLATE \"C\", " + child + ".sort_name COLLATE \"C\", "
                        + child + ".id, a.id"
                : switch (search.sort()) {
                    case NAME, DIVISION -> "p.sort_name COLLATE \"C\", p.id, a.id";
                    case NOTIFICATION -> "coalesce(a.notified_at, '-infinity') DESC, a.id DESC";
                    case ACCESS -> "coalesce(a.last_access_at, '-infinity') DESC, a.id DESC";
                };
        String ids = test.value("SELECT string_agg(a.id::text, ',' ORDER BY " + order
                + ") FROM account a JOIN person p ON p.id = a.person_id " + YOUNGEST + " WHERE " + where);
        return ids.isEmpty()
                ? List.of()
                : Arrays.stream(ids.split(",")).map(Long::valueOf).toList();
    }
}
