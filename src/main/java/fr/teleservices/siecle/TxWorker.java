package fr.teleservices.siecle;

import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Tx;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * A transaction as a thread that may block sees it: it waits for each answer, so that a file is read no faster than the
 * database takes it. Statements still run on the connection's own context.
 */
final class TxWorker {
    private final Tx tx;
    private final Context context;
    private Future<?> inFlight = Future.succeededFuture();

    private TxWorker(Tx tx, Context context) {
        this.tx = tx;
        this.context = context;
    }

    /** Runs the work on this thread, in one transaction that commits with its result and rolls back with its failure. */
    static <T> T inScope(Vertx vertx, Database database, Scope scope, Function<TxWorker, T> work) {
        Promise<TxWorker> opened = Promise.promise();
        Promise<T> outcome = Promise.promise();
        Future<T> done = database.inScope(scope, tx -> {
            opened.complete(new TxWorker(tx, vertx.getOrCreateContext()));
            return Database.takesTime(tx).compose(set -> outcome.future());
        });
        done.onFailure(opened::tryFail);
        TxWorker worker = await(opened.future());
        try {
            T result = work.apply(worker);
            worker.settle();
            worker.context.runOnContext(v -> outcome.complete(result));
        } catch (RuntimeException | Error e) {
            worker.context.runOnContext(v -> outcome.fail(e));
        }
        return await(done);
    }

    /** Waits for the answer. */
    <T> T call(Function<Tx, Future<T>> statement) {
        settle();
        return await(start(statement));
    }

    /** Waits for the answer to the one before: one batch is written while the next one is read. */
    void send(Function<Tx, Future<Void>> statement) {
        settle();
        inFlight = start(statement);
    }

    private void settle() {
        await(inFlight);
    }

    private <T> Future<T> start(Function<Tx, Future<T>> statement) {
        Promise<T> answer = Promise.promise();
        context.runOnContext(v -> {
            try {
                statement.apply(tx).onComplete(answer);
            } catch (RuntimeException e) {
                answer.fail(e); // an argument that the driver cannot bind: whoever waits must hear of it
            }
        });
        return answer.future();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
