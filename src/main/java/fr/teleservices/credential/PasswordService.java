package fr.teleservices.credential;

import fr.teleservices.kernel.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hashes permanent passwords off the event loop, on a pool of its own, so that a flood of sign-ins leaves pages and runs
 * alive. Beyond {@link #WAITING} in the queue a try is turned away rather than kept waiting for minutes.
 */
public final class PasswordService {
    static final int WAITING = 400;

    /** Compared where there is no such login, so that the answer takes as long. */
    private static final String NOBODY = Argon2.hash("no account has this password");

    private final WorkerExecutor executor;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong computed = new AtomicLong();

    public PasswordService(Vertx vertx, int threads) {
        this.executor = vertx.createSharedWorkerExecutor("argon2", threads);
    }

    public Future<String> hash(String password) {
        return run(() -> Argon2.hash(password));
    }

    /** The same time for an absent hash: always false. */
    public Future<Boolean> verify(String password, @org.jspecify.annotations.Nullable String stored) {
        return run(() -> Argon2.verify(password, stored == null ? NOBODY : stored) && stored != null);
    }

    /** How many hashes were begun: what a try costs, whatever is wrong with it. */
    public long computed() {
        return computed.get();
    }

    private <T> Future<T> run(Callable<T> work) {
        if (waiting.incrementAndGet() > WAITING) {
            waiting.decrementAndGet();
            return Future.failedFuture(Refusal.tooMany(5).asFailure());
        }
        computed.incrementAndGet();
        return executor.executeBlocking(work, false).onComplete(done -> waiting.decrementAndGet());
    }
}
