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
import java.time.Instant;
import java.util.List;
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
                .compose(open -> each(open, due -> due.status() == RunStatus.RUNNING ? finish(due) : prepare(due)))
                .compose(done -> rescue());
    }

    /** From so many notifications on the server is told of them at once. */
    private static final long MANY = 2_000;

    private Future<Void> prepare(RunStore.Due due) {
        Scope scope = Scope.of(due.schoolId());
        return database.inScope(scope, tx -> runs.move(tx, due.id(), RunEvent.START, RunStatus.PREPARING, null, null))
                .compose(started -> started
                        ? database.inScope(
                                        scope,
                                        tx -> runs.lock(tx, due.id())
                                                .compose(run -> run.filter(r -> r.status() == RunStatus.PREPARING)
                                                        .map(r -> prepare(tx, r))
                                                        .orElse(Future.succeededFuture(0L))))
                                .compose(stored -> {
                                    LOG.atInfo().addKeyValue("run", due.id()).log("run-prepared: {}", stored);
                                    Addresses.RUN_CHANGED.publish(vertx, due.id());
                                    Addresses.MAILS_DUE.publish(vertx, due.schoolId());
                                    Addresses.LETTERS_DUE.publish(vertx, due.schoolId());
                                    return stored < MANY ? Future.succeededFuture() : database.freshRunStatistics();
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
                .compose(key -> selections
                        .prepare(
                                tx,
                                run.schoolId(),
                                run.selection(),
                                now,
                                run.id(),
                                keyring.current(),
                                now,
                                run.startedBy(),
                                LETTERS_IN_PART,
                                key)
                        .compose(stored -> (run.selection().reset()
                                        ? runs.reset(tx, run.id(), Lifecycle.statesBefore(AccountEvent.RESET))
                                        : Future.succeededFuture())
                                .compose(done -> runs.prepared(tx, run.id(), now, key))
                                .map(stored)));
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
