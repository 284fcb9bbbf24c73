package fr.teleservices.run;

import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** One start of the academy over many schools: one run for each under one heading. */
final class RunHeadingService {
    /** Schools asked at once: half of the connections are left to everybody else. */
    private static final int AT_ONCE = 4;

    private final RunService runs;
    private final Database database;
    private final Clock clock;
    private final RunListStore lists = new RunListStore();
    private final KeptCountsService<List<RunListStore.Listed>> counts;

    RunHeadingService(RunService runs, Database database, Clock clock) {
        this.runs = runs;
        this.database = database;
        this.clock = clock;
        this.counts = new KeptCountsService<>(clock, RunListStore.Listed::read);
    }

    /** What somebody of that scope sees of a heading. */
    private record Seen(Scope scope, long heading) {}

    /** @param startsAt now, or later */
    record Order(List<Long> schools, Selection selection, String key, long by, Instant startsAt, boolean confirmed) {}

    /** What a run would do in one school, and why it could not start there now. */
    record SchoolPreview(long school, Preview sums, Optional<Refusal> refusal) {}

    /** @param logins of those who started them, by their ids */
    record Listing(List<RunListStore.Heading> headings, Map<Long, String> logins) {}

    /** Every school is asked before the first one starts: a refusal must not leave half of them notified. */
    Future<List<Run>> start(Order order) {
        return database.inScope(
                        Scope.of(order.schools()),
                        tx -> new RunStore().heading(tx, order.key(), order.by(), clock.instant()))
                .compose(heading -> {
                    List<RunService.Order> orders = order.schools().stream()
                            .map(school -> order(school, order, "heading-" + heading))
                            .toList();
                    return refuseAll(orders)
                            .compose(free -> each(
                                    orders, 1, one -> runs.start(one, heading).map(RunService.Started::run)));
                });
    }

    private static RunService.Order order(long school, Order of, String key) {
        return new RunService.Order(school, of.selection(), key, of.by(), of.startsAt(), of.confirmed());
    }

    private Future<Void> refuseAll(List<RunService.Order> orders) {
        return each(orders, AT_ONCE, runs::refusal).compose(answers -> {
            Map<String, String> reasons = new LinkedHashMap<>();
            for (int i = 0; i < orders.size(); i++) {
                String school = Long.toString(orders.get(i).school());
                answers.get(i).ifPresent(why -> reasons.put(school, why.sentence()));
            }
            return answers.stream()
                    .flatMap(Optional::stream)
                    .findFirst()
                    .<Future<Void>>map(why -> Future.failedFuture(new Refusal(
                                    Refusal.Kind.CONFLICT,
                                    why.code(),
                                    "Aucune campagne n’a été lancée : elle n’est pas possible dans tous ces établissements.",
                                    reasons,
                                    0)
                            .asFailure()))
                    .orElseGet(Future::succeededFuture);
        });
    }

    /** In the order of the schools. */
    Future<List<SchoolPreview>> preview(List<Long> schools, Selection selection) {
        return each(
                schools,
                AT_ONCE,
                school -> runs.preview(school, selection)
                        .compose(sums -> runs.refusal(
                                        new RunService.Order(school, selection, "", null, clock.instant(), false))
                                .map(refusal -> new SchoolPreview(school, sums, refusal))));
    }

    /** The heading that a key has started runs under already. */
    Future<Optional<Long>> known(List<Long> schools, String key, long by) {
        return database.inScope(Scope.of(schools), tx -> lists.headingOf(tx, by, key));
    }

    /** The latest first. */
    Future<Listing> latest(List<Long> schools, int limit) {
        return database.inScope(Scope.of(schools), tx -> lists.headings(tx, limit))
                .compose(headings -> database.atGateOnce(gate -> lists.starters(
                                gate,
                                headings.stream()
                                        .map(RunListStore.Heading::startedBy)
                                        .distinct()
                                        .toArray(Long[]::new)))
                        .map(logins -> new Listing(headings, logins)));
    }

    Future<List<RunProgress>> progress(Scope scope, long heading) {
        return database.inScope(
                        scope,
                        tx -> lists.stampsOfHeading(tx, heading)
                                .compose(stamps -> counts.of(
                                        new Seen(scope, heading),
                                        stamps,
                                        () -> lists.ofHeading(tx, heading),
                                        () -> database.inScope(scope, aside -> lists.ofHeading(aside, heading)))))
                .map(counted -> RunProgress.of(counted.numbers(), counted.at()));
    }

    /** Cancels every run that is not over; what has gone out stays gone out. One that ends meanwhile is let go. */
    Future<Void> cancel(Scope scope, long heading, long by) {
        return progress(scope, heading)
                .compose(all -> each(
                        all.stream()
                                .map(RunProgress::run)
                                .filter(run -> !run.status().isOver())
                                .toList(),
                        1,
                        run -> runs.cancel(Scope.of(run.schoolId()), run.id(), by)
                                .recover(failure -> failure instanceof Refused refused
                                                && refused.refusal().kind() == Refusal.Kind.CONFLICT
                                        ? Future.succeededFuture(run)
                                        : Future.failedFuture(failure))))
                .mapEmpty();
    }

    /** @param width how many at once */
    private static <A, T> Future<List<T>> each(List<A> all, int width, Function<A, Future<T>> step) {
        Future<List<T>> done = Future.succeededFuture(new ArrayList<>());
        for (int from = 0; from < all.size(); from += width) {
            List<A> some = all.subList(from, Math.min(all.size(), from + width));
            done = done.compose(list -> Future.all(some.stream().map(step).toList())
                    .map(results -> {
                        results.<T>list().forEach(one -> list.add(Objects.requireNonNull(one)));
                        return list;
                    }));
        }
        return done;
    }
}
