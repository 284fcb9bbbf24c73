package fr.teleservices.run;

import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every run of a school, and what the page of one run sums up beside its progress. */
public final class RunListService {
    private final Database database;
    private final RunListStore store = new RunListStore();
    private final KeptCountsService<List<RunListStore.Listed>> counts;

    public RunListService(Database database, Clock clock) {
        this.database = database;
        this.counts = new KeptCountsService<>(clock, RunListStore.Listed::read);
    }

    private record Page(long school, @Nullable Long before, int limit) {}

    /** @param logins of those who started them, by their ids */
    record Listing(List<RunListStore.Listed> runs, Map<Long, String> logins) {}

    /**
     * @param leftOut counted by reason
     * @param mailsFailed those that a letter could still reach
     * @param failures the first of them
     * @param starter login, empty for the service itself
     */
    record Results(
            List<PreviewView.Count> leftOut, long mailsFailed, List<NotificationLine> failures, String starter) {}

    /** The latest first, from before that id on. */
    Future<Listing> page(long school, @Nullable Long before, int limit) {
        return listed(school, before, limit)
                .map(KeptCountsService.Counted::numbers)
                .compose(runs -> logins(runs.stream()
                                .map(listed -> listed.run().startedBy())
                                .filter(Objects::nonNull)
                                .distinct()
                                .toArray(Long[]::new))
                        .map(logins -> new Listing(runs, logins)));
    }

    Future<KeptCountsService.Counted<List<RunListStore.Listed>>> listed(long school, @Nullable Long before, int limit) {
        return database.inScope(
                Scope.of(school),
                tx -> store.stamps(tx, school, before, limit)
                        .compose(stamps -> counts.of(
                                new Page(school, before, limit),
                                stamps,
                                () -> store.page(tx, school, before, limit),
                                () -> database.inScope(
                                        Scope.of(school), aside -> store.page(aside, school, before, limit)))));
    }

    /** @param failuresShown of them at most */
    Future<Results> results(Run run, int failuresShown) {
        Long by = run.startedBy();
        Future<Map<Long, String>> logins = by == null ? Future.succeededFuture(Map.of()) : logins(by);
        return database.inScope(
                Scope.of(run.schoolId()),
                tx -> store.reasons(tx, run.id())
                        .compose(reasons -> store.mailsFailed(tx, run.id())
                                .compose(failed -> new ReportStore()
                                        .withStatus(tx, run.id(), "FAILED", failuresShown)
                                        .compose(lines -> logins.map(known -> new Results(
                                                reasons,
                                                failed,
                                                lines,
                                                by == null ? "" : known.getOrDefault(by, "")))))));
    }

    private Future<Map<Long, String>> logins(Long... staff) {
        return database.atGateOnce(gate -> store.starters(gate, staff));
    }
}
