package fr.teleservices.account;

import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whom the words, the division and the beginning of a name mean, before anybody's account is looked at. */
final class FoundStore {
    /** So many are quicker looked up one by one than the accounts of the school read. */
    static final int FEW = 3_000;
    /** What more people have than this, a page's worth is found of soon by walking: a twelfth of the largest school. */
    private static final int MOST = 25_000;

    /**
     * The values decide the plan: which filters are there at all, how many rows a state has. Estimates of what stands in a CASE are
     * far too high, and compiling what follows from them takes longer than the search.
     */
    static final Sql PLAN_FOR_VALUES = Sql.app("""
            SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true),
              set_config('work_mem', '16MB', true), set_config('max_parallel_workers_per_gather', '0', true)""");

    static final Sql PEOPLE = Sql.app("SELECT people, begins, patterns FROM people_found($1, $2, $3, $4, $5, $6)");

    private FoundStore() {}

    /**
     * What looking up came to.
     *
     * @param people null: nothing narrows them
     * @param begins the beginning of the family name is still to be tested; empty: it is not
     * @param patterns of LIKE, each to be found in what the person or a child is called
     */
    record Found(Long @Nullable [] people, String begins, String[] patterns) {
        private static final Found ALL = new Found(null, "", new String[0]);

        boolean few(int few) {
            return people != null && people.length <= few;
        }

        boolean none() {
            return people != null && people.length == 0;
        }

        boolean tests() {
            return !begins.isEmpty() || patterns.length > 0;
        }
    }

    /** @param holder null: both, and then no beginning of a name */
    static Future<Found> lookedUp(
            Tx tx, long school, @Nullable Holder holder, String division, String begins, List<String> words) {
        Future<?> planned = tx.run(PLAN_FOR_VALUES);
        Future<Found> found = division.isEmpty() && begins.isEmpty() && words.isEmpty()
                ? Future.succeededFuture(Found.ALL)
                : tx.one(
                        PEOPLE,
                        row -> new Found(
                                row.getArrayOfLongs("people"),
                                Boolean.TRUE.equals(row.getBoolean("begins")) ? begins : "",
                                row.getArrayOfStrings("patterns")),
                        school,
                        holder,
                        division,
                        begins,
                        words.toArray(String[]::new),
                        MOST);
        return planned.compose(done -> found);
    }
}
