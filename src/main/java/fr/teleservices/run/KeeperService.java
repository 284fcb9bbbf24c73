package fr.teleservices.run;

import fr.teleservices.account.AccountEvent;
import fr.teleservices.account.Lifecycle;
import fr.teleservices.bus.Addresses;
import fr.teleservices.credential.Keyring;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps runs going: prepares those whose time has come, ends those that have nothing left, takes back what a dead worker held.
 * Every step is safe on any number of nodes and after any interruption.
 */
public final class KeeperService {
    private static final Logger LOG = LoggerFactory.getLogger(KeeperService.class);

    /** Letters in one part at most: one transaction, one PDF in memory. */
    static final int LETTERS_IN_PART = 2_000;

    /** No longer than a run can be taken back before it begins: whoever schedules it for tomorrow means those who are there tomorrow. */
    static final Duration AHEAD = Run.TAKE_BACK;

    private final Vertx vertx;
    private final Database database;
    private final Keyring keyring;
    private final LetterKeyService keys;
    private final Clock clock;
    private final RunStore runs = new RunStore();
    private final SelectionStore selections = new SelectionStore();
    private final MailLeaseStore mails = new MailLeaseStore();
    private final LetterQueueStore letters = new LetterQueueStore();

    public KeeperService(Vertx vertx, Database database, Keyring keyring, Clock clock) {
        this.vertx = vertx;
        this.database = database;
        this.keyring = keyring;
        this.keys = new LetterKeyService(keyring, clock);
        this.clock = clock;
    }

    /** One round over all open runs; one run's fault keeps no other from its turn. */
    public Future<Void> round() {
        return database.atGateOnce(gate -> runs.open(gate, clock.instant()))
                .compose(open -> each(open, this::step))
                .compose(done -> rescue());
    }

    private Future<Void> step(RunStore.Due due) {
        if (due.status() == RunStatus.RUNNING) {
            return finish(due);
        }
        return due.prepared() ? begin(due) : prepare(due);
    }

    /**
     * Stores the notifications of runs whose time comes within {@link #AHEAD}, while they can still be taken back: a large run then
     * begins at its time, and not so long after it as it takes to store it. Beside the rounds, which it does not hold up.
     */
    public Future<Void> ahead() {
        Instant now = clock.instant();
        return database.atGateOnce(gate -> runs.soon(gate, now, now.plus(AHEAD)))
                .compose(soon -> each(soon, this::prepareAhead));
    }

    private Future<Void> prepareAhead(RunStore.Due due) {
        return database.inScope(
                        Scope.of(due.schoolId()),
                        tx -> runs.onlyOneThatPrepares(tx, due.id())
                                .compose(mine ->
                                        mine ? runs.byId(tx, due.id()) : Future.succeededFuture(Optional.empty()))
                                .compose(found -> found.filter(
                                                run -> run.status() == RunStatus.SCHEDULED && !run.isPrepared())
                                        .map(run -> storeAhead(tx, run).map(Optional::of))
                                        .orElse(Future.succeededFuture(Optional.<Long>empty()))))
                .compose(
                        // what another node stores that one tells: to say it here would wake this keeper again, and
                        // again
                        stored -> stored.map(n -> stored(due.id(), n).onSuccess(known -> wakeAt(due)))
                                .orElse(Future.succeededFuture()),
                        failure ->
                                failure instanceof TakenBack ? Future.succeededFuture() : Future.failedFuture(failure));
    }

    /** Locks the run at the end alone: it can be taken back at any moment until then, and what was stored is undone. */
    private Future<Long> storeAhead(Tx tx, Run run) {
        Instant now = clock.instant();
        return keys.make(tx, run.schoolId())
                .compose(key -> select(tx, run, now, key)
                        .compose(stored -> runs.storedAhead(tx, run.id(), now, key)
                                .compose(mine ->
                                        mine ? Future.succeededFuture(stored) : Future.failedFuture(new TakenBack()))));
    }

    private void wakeAt(RunStore.Due due) {
        long millis =
                Math.max(1, Duration.between(clock.instant(), due.startsAt()).toMillis() + 1);
        vertx.setTimer(millis, timer -> Addresses.RUN_CHANGED.publish(vertx, due.id()));
    }

    /** What was stored ahead goes to the workers; a mass reset ends what was valid before now, and not earlier. */
    private Future<Void> begin(RunStore.Due due) {
        return database.inScope(
                        Scope.of(due.schoolId()),
                        tx -> runs.lock(tx, due.id())
                                .compose(found -> found.filter(
                                                run -> run.status() == RunStatus.SCHEDULED && run.isPrepared())
                                        .map(run -> resetIfAsked(tx, run)
                                                .compose(done -> runs.begin(tx, run.id(), clock.instant())))
                                        .orElse(Future.succeededFuture(false))))
                .onSuccess(begun -> {
                    if (begun) {
                        LOG.atInfo().addKeyValue("run", due.id()).log("run-begun");
                        wakeWorkers(due);
                    }
                })
                .mapEmpty();
    }

    private Future<?> resetIfAsked(Tx tx, Run run) {
        return run.selection().reset()
                ? runs.reset(tx, run.id(), Lifecycle.statesBefore(AccountEvent.RESET))
                : Future.succeededFuture();
    }

    private void wakeWorkers(RunStore.Due due) {
        Addresses.RUN_CHANGED.publish(vertx, due.id());
        Addresses.MAILS_DUE.publish(vertx, due.schoolId());
        Addresses.LETTERS_DUE.publish(vertx, due.schoolId());
    }

    private Future<Void> stored(long run, long stored) {
        LOG.atInfo().addKeyValue("run", run).log("run-prepared: {}", stored);
        Addresses.RUN_CHANGED.publish(vertx, run);
        return stored < MANY ? Future.succeededFuture() : database.freshRunStatistics();
    }

    /** A run that was taken back while its notifications were stored: nothing of it stays. */
    private static final class TakenBack extends RuntimeException {
        private static final long serialVersionUID = 1;

        TakenBack() {
            super(null, null, false, false);
        }
    }

    /** From so many notifications on the server is told of them at once. */
    private static final long MANY = 2_000;

    /** The way of a run whose time has come before its notifications were stored. */
    private Future<Void> prepare(RunStore.Due due) {
        Scope scope = Scope.of(due.schoolId());
        return database.inScope(
                        scope,
                        tx -> runs.onlyOneThatPrepares(tx, due.id())
                                .compose(mine -> mine
                                        ? runs.move(tx, due.id(), RunEvent.START, RunStatus.PREPARING, null, null)
                                        : Future.succeededFuture(false)))
                .compose(started -> started
                        ? database.inScope(
                                        scope,
                                        tx -> runs.lock(tx, due.id())
                                                .compose(run -> run.filter(r -> r.status() == RunStatus.PREPARING)
                                                        .map(r -> prepare(tx, r))
                                                        .orElse(Future.succeededFuture(0L))))
                                .compose(stored -> {
                                    wakeWorkers(due);
                                    return stored(due.id(), stored);
                                })
                        : Future.succeededFuture());
    }

    /**
     * All notifications of a run in one statement, and for a mass reset the end of what was valid before: one transaction.
     *
     * @return how many were stored
     */
    private Future<Long> prepare(Tx tx, Run run) {
        Instant now = clock.instant();
        return keys.make(tx, run.schoolId())
                .compose(key -> select(tx, run, now, key)
                        .compose(stored -> resetIfAsked(tx, run)
                                .compose(done -> runs.prepared(tx, run.id(), now, key))
                                .map(stored)));
    }

    private Future<Long> select(Tx tx, Run run, Instant now, long key) {
        return selections.prepare(
                tx,
                run.schoolId(),
                run.selection(),
                now,
                run.id(),
                keyring.current(),
                now,
                run.startedBy(),
                LETTERS_IN_PART,
                key);
    }

    private Future<Void> finish(RunStore.Due due) {
        return database.inScope(
                        Scope.of(due.schoolId()),
                        tx -> tx.update(
                                RunStore.FINISH, due.id(), clock.instant(), RunLifecycle.before(RunEvent.FINISH)))
                .onSuccess(n -> {
                    if (n > 0) {
                        LOG.atInfo().addKeyValue("run", due.id()).log("run-done");
                        Addresses.RUN_CHANGED.publish(vertx, due.id());
                    }
                })
                .mapEmpty();
    }

    private Future<Void> rescue() {
        return database.atGateOnce(mails::late)
                .compose(schools -> each(
                        schools,
                        school -> database.inScope(Scope.of(school), tx -> mails.rescue(tx, clock.instant()))
                                .onSuccess(n -> LOG.info("took back {} mails of a worker that is gone", n))
                                .onSuccess(n -> Addresses.MAILS_DUE.publish(vertx, school))
                                .mapEmpty()))
                .compose(done -> database.atGateOnce(letters::late))
                .compose(schools -> each(
                        schools,
                        school -> database.inScope(Scope.of(school), letters::rescue)
                                .onSuccess(n -> LOG.info("took back {} letter parts of a worker that is gone", n))
                                .onSuccess(n -> Addresses.LETTERS_DUE.publish(vertx, school))
                                .mapEmpty()));
    }

    private static <T> Future<Void> each(List<T> all, Function<T, Future<Void>> step) {
        Future<Void> chain = Future.succeededFuture();
        for (T one : all) {
            chain = chain.compose(done -> step.apply(one)).recover(failure -> {
                LOG.error("a step over {} failed, the next round tries again", one, failure);
                return Future.succeededFuture();
            });
        }
        return chain;
    }
}
