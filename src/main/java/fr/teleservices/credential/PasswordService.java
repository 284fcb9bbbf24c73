package fr.teleservices.credential;

import fr.teleservices.kernel.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Hashes permanent passwords off the event loop, on a pool of its own, so that a flood of sign-ins leaves pages and runs
 * alive. Beyond {@link #WAITING} for each thread in the queue, some seconds' worth, a try is turned away at once.
 */
public final class PasswordService {
    /** One takes 20 to 80 ms. */
    static final int WAITING = 100;

    private static final Refusal BUSY = new Refusal(
            Refusal.Kind.TOO_MANY,
            "busy",
            "Beaucoup de personnes se connectent en ce moment. Réessayez dans quelques secondes.",
            Map.of(),
            5);

    /** Compared where there is no such login, so that the answer takes as long. */
    private static final String NOBODY = Argon2.hash("no account has this password");

    private final WorkerExecutor executor;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong computed = new AtomicLong();
    private final AtomicLong turnedAway = new AtomicLong();
    private final AtomicInteger inside = new AtomicInteger();
    private final int most;

    public PasswordService(Vertx vertx, int threads) {
        this(vertx, threads, threads * WAITING);
    }

    /** @param most how many wait or are hashed, and how many sign-ins are let in */
    public PasswordService(Vertx vertx, int threads, int most) {
        this.executor = vertx.createSharedWorkerExecutor("argon2", threads);
        this.most = most;
    }

    public Future<String> hash(String password) {
        return run(() -> Argon2.hash(password));
    }

    /** The same time for an absent hash: always false. */
    public Future<Boolean> verify(String password, @org.jspecify.annotations.Nullable String stored) {
        return run(() -> Argon2.verify(password, stored == null ? NOBODY : stored) && stored != null);
    }

    /** How many wait or are being hashed. */
    public int waiting() {
        return waiting.get();
    }

    /** At how many the next one is turned away. */
    public int most() {
        return most;
    }

    /** How many were turned away so far. */
    public long turnedAway() {
        return turnedAway.get();
    }

    /** How many hashes were begun: what a try costs, whatever is wrong with it. */
    public long computed() {
        return computed.get();
    }

    /**
     * A sign-in as a whole: of those that are under way only so many are let in, the others fail with TOO_MANY before they have
     * asked the database for anything and before a try is charged. A flood costs nobody a try.
     */
    public <T> Future<T> admit(Supplier<Future<T>> signIn) {
        if (inside.incrementAndGet() > most) {
            inside.decrementAndGet();
            turnedAway.incrementAndGet();
            return Future.failedFuture(BUSY.asFailure());
        }
        return Future.succeededFuture() // so that what is thrown is a failure, too, and leaves its place
                .compose(now -> signIn.get())
                .onComplete(done -> inside.decrementAndGet());
    }

    private <T> Future<T> run(Callable<T> work) {
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            turnedAway.incrementAndGet();
            return Future.failedFuture(BUSY.asFailure());
        }
        computed.incrementAndGet();
        return executor.executeBlocking(work, false).onComplete(done -> waiting.decrementAndGet());
    }
}
