package fr.teleservices.run;

import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.kernel.Refusal;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One start of the academy over many schools: one run for each under one heading. */
final class RunHeadingService {
    private final RunService runs;
    private final Database database;
    private final Clock clock;

    RunHeadingService(RunService runs, Database database, Clock clock) {
        this.runs = runs;
        this.database = database;
        this.clock = clock;
    }

    /** Every school is asked before the first one starts: a refusal must not leave half of them notified. */
    Future<List<Run>> start(List<Long> schools, Selection selection, String key, long by, boolean confirmed) {
        Instant now = clock.instant();
        return database.inScope(Scope.of(schools), tx -> new RunStore().heading(tx, key, by, now))
                .compose(heading -> {
                    List<RunService.Order> orders = schools.stream()
                            .map(school ->
                                    new RunService.Order(school, selection, "heading-" + heading, by, now, confirmed))
                            .toList();
                    return refuseAll(orders)
                            .compose(free -> inTurn(
                                    orders, order -> runs.start(order, heading).map(RunService.Started::run)));
                });
    }

    private Future<Void> refuseAll(List<RunService.Order> orders) {
        Map<String, String> reasons = new LinkedHashMap<>();
        List<String> codes = new ArrayList<>();
        return inTurn(
                        orders,
                        order -> runs.refusal(order)
                                .onSuccess(refusal -> refusal.ifPresent(why -> {
                                    reasons.put(Long.toString(order.school()), why.sentence());
                                    codes.add(why.code());
                                })))
                .compose(asked -> codes.isEmpty()
                        ? Future.succeededFuture()
                        : Future.failedFuture(new Refusal(
                                        Refusal.Kind.CONFLICT,
                                        codes.get(0),
                                        "Aucune campagne n’a été lancée : elle n’est pas possible dans tous ces établissements.",
                                        reasons,
                                        0)
                                .asFailure()));
    }

    Future<List<RunProgress>> progress(Scope scope, long heading) {
        return database.inScope(scope, tx -> new RunListStore().ofHeading(tx, heading))
                .map(listed -> RunProgress.of(listed, clock.instant()));
    }

    private static <A, T> Future<List<T>> inTurn(List<A> all, Function<A, Future<T>> step) {
        Future<List<T>> done = Future.succeededFuture(new ArrayList<>());
        for (A one : all) {
            done = done.compose(list -> step.apply(one).map(result -> {
                list.add(result);
                return list;
            }));
        }
        return done;
    }
}
