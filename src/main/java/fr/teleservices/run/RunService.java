package fr.teleservices.run;

import fr.teleservices.bus.Addresses;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts, steers and shows runs. Whoever calls has decided who may; a scope says whose runs can be seen. */
public final class RunService {
    private static final Logger LOG = LoggerFactory.getLogger(RunService.class);

    /** Whether the school has a service open, without which nobody can be told of one. Implemented by {@code school}. */
    public interface OpenServices {
        Future<Boolean> any(long school);
    }

    /** Written in the transaction of what it tells. Implemented by whoever keeps the audit. */
    public interface Trail {
        Future<?> add(Tx tx, long school, @Nullable Long staff, String action, long run);
    }

    /**
     * What to start.
     *
     * @param key the same key again is the same run
     * @param by the staff account
     * @param startsAt now, or later
     * @param confirmed goes on though another run means to reach the same people
     */
    public record Order(
            long school,
            Selection selection,
            String key,
            @Nullable Long by,
            Instant startsAt,
            boolean confirmed) {}

    /** @param created false: the key was known */
    public record Started(Run run, boolean created) {}

    private final Vertx vertx;
    private final Database database;
    private final OpenServices services;
    private final Trail trail;
    private final Clock clock;
    private final RunStore store = new RunStore();
    private final SelectionStore selections = new SelectionStore();
    private final RunHeadingService headings;
    private final RunListService lists;
    private final KeptCountsService<Numbers> counts;

    public RunService(Vertx vertx, Database database, OpenServices services, Trail trail, Clock clock) {
        this.vertx = vertx;
        this.database = database;
        this.services = services;
        this.trail = trail;
        this.clock = clock;
        this.lists = new RunListService(database, clock);
        this.counts = new KeptCountsService<>(clock, numbers -> numbers.counts().selected());
        this.headings = new RunHeadingService(this, database, clock);
    }

    public Future<Preview> preview(long school, Selection selection) {
        Optional<Refusal> fault = selection.refusal();
        if (fault.isPresent()) {
            return Future.failedFuture(fault.get().asFailure());
        }
        return database.inScope(Scope.of(school), tx -> selections.preview(tx, school, selection, clock.instant()))
                .map(PreviewLines::sum);
    }

    Future<List<SelectionStore.LeftOut>> leftOut(long school, Selection selection) {
        return database.inScope(Scope.of(school), tx -> selections.leftOut(tx, school, selection, clock.instant()));
    }

    /** The run that a key has started already. */
    Future<Optional<Run>> known(long school, String key) {
        return database.inScope(Scope.of(school), tx -> store.byKey(tx, school, key));
    }

    /** Refuses a faulty selection, a school without an open service, and people of a run that has not ended. */
    public Future<Started> start(Order order) {
        return start(order, null);
    }

    Future<Started> start(Order order, @Nullable Long heading) {
        Optional<Refusal> fault = order.selection().refusal();
        if (fault.isPresent()) {
            return Future.failedFuture(fault.get().asFailure());
        }
        return services.any(order.school())
                .compose(open -> database.inScope(Scope.of(order.school()), tx -> start(tx, order, heading, open)))
                .onSuccess(started -> wake(started.run().id()));
    }

    private static final Refusal NO_SERVICE = Refusal.conflict(
            "no-active-service",
            "Aucun téléservice n’est ouvert : ouvrez-en un dans « Gestion des services » avant de notifier.");

    /** The same key is the same run also where the school has closed its services meanwhile. */
    private Future<Started> start(Tx tx, Order order, @Nullable Long heading, boolean open) {
        return store.oneStartAtATime(tx, order.school())
                .compose(mine -> store.byKey(tx, order.school(), order.key()))
                .compose(known -> known.isPresent()
                        ? Future.succeededFuture(new Started(known.get(), false))
                        : open ? startUnknown(tx, order, heading) : Future.failedFuture(NO_SERVICE.asFailure()));
    }

    private Future<Started> startUnknown(Tx tx, Order order, @Nullable Long heading) {
        return refuseOverlap(tx, order)
                .compose(free -> store.insert(
                                tx,
                                order.school(),
                                heading,
                                order.selection(),
                                order.key(),
                                order.by(),
                                clock.instant(),
                                order.startsAt())
                        .compose(inserted -> inserted.isPresent()
                                ? trail.add(
                                                tx,
                                                order.school(),
                                                order.by(),
                                                "run-started",
                                                inserted.get().id())
                                        .map(done -> new Started(inserted.get(), true))
                                // two clicks at once: the other one's row is there now
                                : store.byKey(tx, order.school(), order.key())
                                        .map(other -> new Started(other.orElseThrow(), false))));
    }

    private Future<Void> refuseOverlap(Tx tx, Order order) {
        if (order.confirmed()) {
            return Future.succeededFuture();
        }
        return selections
                .overlap(tx, order.school(), order.selection(), clock.instant())
                .compose(other -> other.isEmpty()
                        ? Future.succeededFuture()
                        : Future.failedFuture(Refusal.conflict(
                                        "run-overlaps",
                                        "La campagne n° " + other.get()
                                                + " n’est pas terminée et concerne les mêmes personnes. Confirmez pour continuer quand même.")
                                .asFailure()));
    }

    /** Why it could not start now; empty: it can, or its key has started it already. */
    Future<Optional<Refusal>> refusal(Order order) {
        return services.any(order.school())
                .compose(open -> database.inScope(
                        Scope.of(order.school()),
                        // behind a start of the same key, so that two clicks are not two runs over the same people
                        tx -> store.oneStartAtATime(tx, order.school())
                                .compose(mine -> store.byKey(tx, order.school(), order.key()))
                                .compose(known -> known.isPresent()
                                        ? Future.<Void>succeededFuture()
                                        : open
                                                ? refuseOverlap(tx, order)
                                                : Future.<Void>failedFuture(NO_SERVICE.asFailure()))))
                .map(Optional.<Refusal>empty())
                .recover(failure -> failure instanceof Refused refused
                        ? Future.succeededFuture(Optional.of(refused.refusal()))
                        : Future.failedFuture(failure));
    }

    /**
     * One run for each school under one heading, for the academy; where one of them could not start, none does.
     *
     * @return fails with CONFLICT, the fields are the schools' ids
     */
    public Future<List<Run>> startMany(
            List<Long> schools, Selection selection, String key, long by, boolean confirmed) {
        return headings.start(new RunHeadingService.Order(schools, selection, key, by, clock.instant(), confirmed));
    }

    RunHeadingService headings() {
        return headings;
    }

    /** The runs of a heading that the scope shows. */
    public Future<List<RunProgress>> ofHeading(Scope scope, long heading) {
        return headings.progress(scope, heading);
    }

    public Future<RunProgress> progress(Scope scope, long run) {
        return in(
                scope,
                run,
                tx -> store.byId(tx, run)
                        .compose(found -> found.isEmpty()
                                ? absent()
                                : counts.of(
                                                run,
                                                found.get().status(),
                                                () -> numbers(tx, run),
                                                () -> database.inScope(
                                                        Scope.of(found.get().schoolId()), aside -> numbers(aside, run)))
                                        .map(counted -> RunProgress.of(
                                                found.get(),
                                                counted.numbers().counts(),
                                                counted.numbers().lettersToWrite(),
                                                counted.at()))));
    }

    private record Numbers(RunCounts counts, long lettersToWrite) {}

    private Future<Numbers> numbers(Tx tx, long run) {
        return store.counts(tx, run)
                .compose(of -> store.lettersToWrite(tx, run).map(letters -> new Numbers(of, letters)));
    }

    /** The latest first. */
    public Future<List<Run>> latest(long school, int limit) {
        return database.inScope(Scope.of(school), tx -> store.latest(tx, school, limit));
    }

    /** The same, and how far each is. */
    public Future<List<RunProgress>> latestProgress(long school, int limit) {
        return lists.listed(school, null, limit).map(counted -> RunProgress.of(counted.numbers(), counted.at()));
    }

    public Future<Run> pause(Scope scope, long run, @Nullable Long by) {
        return move(scope, run, by, RunEvent.PAUSE, "run-paused");
    }

    public Future<Run> resume(Scope scope, long run, @Nullable Long by) {
        return move(scope, run, by, RunEvent.RESUME, "run-resumed");
    }

    /** What has gone out stays gone out; what nobody had claimed is cancelled, for ever. */
    public Future<Run> cancel(Scope scope, long run, @Nullable Long by) {
        return move(scope, run, by, RunEvent.CANCEL, "run-cancelled");
    }

    /** The failures alone; the run goes on. */
    public Future<Run> retry(Scope scope, long run, @Nullable Long by) {
        return move(scope, run, by, RunEvent.RETRY, "run-retried");
    }

    private Future<Run> move(Scope scope, long id, @Nullable Long by, RunEvent asked, String action) {
        return in(
                        scope,
                        id,
                        tx -> store.lock(tx, id).compose(found -> {
                            if (found.isEmpty()) {
                                return absent();
                            }
                            Run run = found.get();
                            RunEvent event =
                                    asked == RunEvent.RESUME && !run.hasBegun() ? RunEvent.RESUME_UNPREPARED : asked;
                            Optional<RunStatus> to = RunLifecycle.after(event, run.status());
                            if (to.isEmpty()) {
                                return Future.failedFuture(Refusal.conflict(
                                                "run-" + run.status().name().toLowerCase(java.util.Locale.ROOT),
                                                "Cette campagne est « "
                                                        + run.status().label() + " » : l’action n’est plus possible.")
                                        .asFailure());
                            }
                            Instant ended = to.get().isOver() ? clock.instant() : null;
                            return store.move(tx, id, event, to.get(), null, ended)
                                    .compose(moved -> effects(tx, event, id))
                                    .compose(done -> trail.add(tx, run.schoolId(), by, action, id))
                                    .compose(done -> store.byId(tx, id))
                                    .map(Optional::orElseThrow);
                        }))
                .onSuccess(run -> counts.forget(id))
                .onSuccess(run -> LOG.atInfo().addKeyValue("run", id).log(action))
                .onSuccess(run -> wake(id));
    }

    private Future<?> effects(Tx tx, RunEvent event, long run) {
        return switch (event) {
            case CANCEL -> store.cancel(tx, run, clock.instant());
            case RETRY ->
                store.retry(tx, run)
                        .compose(retried -> retried
                                ? Future.succeededFuture()
                                : Future.failedFuture(Refusal.conflict(
                                                "letters-destroyed",
                                                "Les courriers de cette campagne ont été détruits : ces personnes se notifient"
                                                        + " par une nouvelle campagne, ou une à une.")
                                        .asFailure()));
            default -> Future.succeededFuture();
        };
    }

    /** Another school's run is as absent as one that does not exist. */
    private <T> Future<T> in(Scope scope, long run, java.util.function.Function<Tx, Future<T>> work) {
        return database.atGateOnce(gate -> store.schoolOf(gate, run))
                .compose(school -> school.filter(scope.schools()::contains).isPresent()
                        ? database.inScope(Scope.of(school.get()), work)
                        : absent());
    }

    private static <T> Future<T> absent() {
        return Future.failedFuture(Refusal.notFound().asFailure());
    }

    private void wake(long run) {
        Addresses.RUN_CHANGED.publish(vertx, run);
        Addresses.MAILS_DUE.publish(vertx, 0L);
        Addresses.LETTERS_DUE.publish(vertx, 0L);
    }
}
