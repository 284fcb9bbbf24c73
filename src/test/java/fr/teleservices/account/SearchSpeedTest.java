package fr.teleservices.account;

import static fr.teleservices.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.account.AccountSearch.Sort;
import fr.teleservices.testing.TestDatabase;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A page of the list among 200,000 accounts of one school, for whatever staff type and choose. Prints its figures:
 * {@code -Dexcluded.tags= -Dincluded.tags=slow}.
 */
@Tag("slow")
class SearchSpeedTest {
    private static final int FAMILIES = 70_000;
    private static final int ROUNDS = Integer.getInteger("search.rounds", 4);

    private static final List<String> TYPED = List.of(
            "",
            "m",
            "le",
            "ma",
            "zz",
            "mar",
            "mart",
            "martin",
            "Le Goff",
            "le g",
            "martin marie",
            "marie martin 6a",
            "Ève",
            "gwenaëlle",
            "dupont",
            "e.martin12",
            "martin.marie",
            "12345@example.org",
            "example.org",
            "x",
            "élise le",
            "petit leo",
            "introuvable",
            "mar leo jul");

    @Test
    void aPageIsThereWithinATenthOfASecond() {
        try (TestDatabase test = TestDatabase.fresh()) {
            long school = fill(test);
            AccountDirectory directory = new AccountDirectory(test.database());
            List<String> divisions = await(directory.divisions(school));
            List<Took> all = new ArrayList<>();
            for (int round = 0; round <= ROUNDS; round++) {
                all.clear();
                for (AccountSearch search : searches(divisions)) {
                    all.add(timed(search, () -> directory.search(school, search, 50)));
                }
                for (AccountDirectory.Filter filter : filters(divisions)) {
                    all.add(timed(filter, () -> directory.list(school, filter, 0, 50)));
                }
                report(all, round);
            }
            all.sort((a, b) -> Double.compare(a.millis(), b.millis()));
            assertThat(all.get((int) (all.size() * 0.99) - 1).millis())
                    .isLessThan(Integer.getInteger("search.millis", 100));
        }
    }

    /** @param search of the staff's list, or the filter of the API's */
    private record Took(double millis, Object search, int found) {}

    private static Took timed(Object search, Supplier<Future<AccountDirectory.Page>> list) {
        long from = System.nanoTime();
        AccountDirectory.Page page = await(list.get());
        return new Took((System.nanoTime() - from) / 1e6, search, page.entries().size());
    }

    private static List<AccountDirectory.Filter> filters(List<String> divisions) {
        List<AccountDirectory.Filter> all = new ArrayList<>();
        for (String text : TYPED) {
            all.add(new AccountDirectory.Filter(null, null, "", text));
            all.add(new AccountDirectory.Filter(Holder.GUARDIAN, null, "", text));
            all.add(new AccountDirectory.Filter(null, AccountState.ACTIVATING, "", text));
            all.add(new AccountDirectory.Filter(null, null, divisions.get(7), text));
        }
        return all;
    }

    private static List<AccountSearch> searches(List<String> divisions) {
        List<AccountSearch> all = new ArrayList<>();
        for (Holder holder : Holder.values()) {
            for (String text : TYPED) {
                for (Sort sort : Sort.values()) {
                    all.add(search(holder, null, false, "", text, divisions, sort));
                }
            }
            for (Sort sort : Sort.values()) {
                for (AccountState state : AccountState.values()) {
                    all.add(search(holder, state, false, "", "", divisions, sort));
                    all.add(search(holder, state, false, "", "mar", divisions, sort));
                }
                all.add(search(holder, null, true, "", "", divisions, sort));
                all.add(search(holder, null, false, divisions.get(7), "", divisions, sort));
                all.add(search(holder, AccountState.ACTIVE, false, divisions.get(7), "mar", divisions, sort));
            }
        }
        return all;
    }

    private static AccountSearch search(
            Holder holder,
            @Nullable AccountState state,
            boolean held,
            String division,
            String text,
            List<String> divisions,
            Sort sort) {
        return AccountSearch.typed(holder, state, held, false, division, text, divisions, sort, null);
    }

    private static void report(List<Took> all, int round) {
        double[] millis = all.stream().mapToDouble(Took::millis).sorted().toArray();
        System.out.printf(
                "round %d: %d searches, p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, most %.1f ms%n",
                round,
                millis.length,
                millis[millis.length / 2],
                millis[(int) (millis.length * 0.9)],
                millis[(int) (millis.length * 0.99) - 1],
                millis[millis.length - 1]);
        all.stream()
                .sorted((a, b) -> Double.compare(b.millis(), a.millis()))
                .limit(Integer.getInteger("search.show", 12))
                .forEach(
                        one -> System.out.printf("  %.1f ms, %d found: %s%n", one.millis(), one.found(), one.search()));
    }

    /** Names as they are: a few that many have, many that few have. */
    private static long fill(TestDatabase test) {
        long school =
                test.number("INSERT INTO school (uai, name) VALUES ('0750001U', 'Très grand lycée') RETURNING id");
        test.execute("""
                CREATE FUNCTION family(i int) RETURNS text LANGUAGE sql IMMUTABLE AS $$
                  SELECT CASE WHEN i %% 100 < 45 THEN (ARRAY['Martin','Bernard','Thomas','Petit','Robert','Richard','Durand','Dubois','Moreau',
                      'Laurent','Simon','Michel','Lefèvre','Leroy','Roux','David','Bertrand','Morel','Fournier','Girard','Le Goff','Mercier',
                      'Dupont','Lambert','Marchand','Ève'])[1 + (i / 100 * 7) %% 26]
                    ELSE initcap((ARRAY['ba','ber','ca','co','da','du','fa','fo','ga','gre','la','le','ma','mou','pa','per','ro','sa','ta','val'])[1 + i %% 20]
                      || (ARRAY['ra','ne','li','to','ma','ri','bo','du','gi','lan','ver','mo','sse','ch'])[1 + i / 20 %% 14]
                      || (ARRAY['nd','rd','t','ud','er','et','on','in','el','eau','ot','ier','ac','ez'])[1 + i / 280 %% 14]) END $$;
                CREATE FUNCTION given(i int) RETURNS text LANGUAGE sql IMMUTABLE AS $$
                  SELECT (ARRAY['Marie','Léo','Jules','Emma','Louise','Gabriel','Jade','Raphaël','Alice','Arthur','Chloé','Lina','Adam','Maël',
                    'Rose','Anna','Hugo','Inès','Noah','Zoé','Nathan','Élise','Gwenaëlle','Paul','Sarah','Tom','Julie','Marc','Éric','Nour'])[1 + i %% 30] $$;
                INSERT INTO person (school_id, holder, siecle_id, family_name, given_name, birth_date, division, division_key, level, content_hash, email)
                SELECT %1$d, 'PUPIL', 'E' || i, family(i), given(i * 7), date '2008-01-01' + i %% 3000, (6 - i %% 4) || ' ' || chr(65 + i / 6 %% 26),
                  '000' || (6 - i %% 4) || ' ' || chr(65 + i / 6 %% 26), 'L', '\\x00', CASE WHEN i %% 3 = 0 THEN 'eleve' || i || '@example.org' END
                FROM generate_series(1, %2$d) i;
                INSERT INTO person (school_id, holder, siecle_id, civility, family_name, given_name, email, content_hash)
                SELECT %1$d, 'GUARDIAN', g || '-' || i, 'MME', family(i + g %% 2 * i %% 977), given(i * 11 + g), CASE WHEN i %% 5 > 0 THEN 'p' || i || '.' || g || '@example.org' END, '\\x00'
                FROM generate_series(1, %2$d) i, generate_series(1, 2) g WHERE g = 1 OR i %% 7 < 6;
                INSERT INTO guardianship (school_id, guardian_id, pupil_id, kinship, responsibility)
                SELECT %1$d, g.id, p.id, '10', 'LEGAL' FROM person g JOIN person p ON p.holder = 'PUPIL'
                  AND p.siecle_id = 'E' || split_part(g.siecle_id, '-', 2) WHERE g.holder = 'GUARDIAN';
                INSERT INTO account (school_id, person_id, holder, login, state, closed_reason, held, notified_at, notified_by, last_access_at)
                SELECT school_id, id, holder, lower(left(fold(given_name), 1)) || '.' || replace(fold(family_name), ' ', '') || id, s,
                  CASE s WHEN 'CLOSED' THEN 'LEFT' END, id %% 40000 = 7, CASE WHEN s <> 'NOT_NOTIFIED' THEN now() - id %% 5000 * interval '7 min' END,
                  CASE WHEN s <> 'NOT_NOTIFIED' THEN 'EMAIL' END, CASE WHEN s = 'ACTIVE' THEN now() - id %% 777 * interval '3 min' END
                FROM (SELECT *, CASE WHEN id %% 1000 = 3 THEN CASE holder WHEN 'GUARDIAN' THEN 'ACTIVATING' ELSE 'CLOSED' END
                  WHEN id %% 10 < 6 THEN 'ACTIVE' WHEN id %% 10 < 9 THEN 'NOTIFIED' ELSE 'NOT_NOTIFIED' END AS s FROM person) p;
                ANALYZE
                """.formatted(school, FAMILIES));
        System.out.printf("%d accounts%n", test.number("SELECT count(*) FROM account"));
        return school;
    }
}
