package fr.teleservices.run;

import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every run of a school, and what the page of one run sums up beside its progress. */
public final class RunListService {
    private final Database database;
    private final RunListStore store = new RunListStore();

    public RunListService(Database database) {
        this.database = database;
    }

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
        return database.inScope(Scope.of(school), tx -> store.page(tx, school, before, limit))
                .compose(runs -> logins(runs.stream()
                                .map(listed -> listed.run().startedBy())
                                .filter(Objects::nonNull)
                                .distinct()
                                .toArray(Long[]::new))
                        .map(logins -> new Listing(runs, logins)));
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
