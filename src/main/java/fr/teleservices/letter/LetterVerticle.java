package fr.teleservices.letter;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stretch at a time until nothing is due, then sleeps until it is woken or the poll comes. Deploy it once for each
 * core that may render.
 */
public final class LetterVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(LetterVerticle.class);

    private final LetterQueue queue;
    private final String wakeAddress;
    private final Duration poll;
    private final String name;
    private final Backoff backoff;
    private @Nullable LetterWorker worker;
    private @Nullable Promise<Void> idle;
    private boolean working;
    private boolean wokenMeanwhile;
    private volatile boolean stopping;
    private int failures;

    /**
     * @param wakeAddress any message there means that letters may be due
     * @param poll how long a lost wake-up may go unnoticed
     * @param name of the worker, for the queue's leases
     */
    public LetterVerticle(LetterQueue queue, String wakeAddress, Duration poll, String name) {
        this(queue, wakeAddress, poll, name, Backoff.STANDARD);
    }

    LetterVerticle(LetterQueue queue, String wakeAddress, Duration poll, String name, Backoff backoff) {
        this.queue = queue;
        this.wakeAddress = wakeAddress;
        this.poll = poll;
        this.name = name;
        this.backoff = backoff;
    }

    @Override
    public Future<?> start() {
        var threads = vertx.createSharedWorkerExecutor("letters");
        return threads.executeBlocking(LetterRenderer::new).compose(renderer -> {
            worker = new LetterWorker(queue, renderer, threads, name);
            vertx.setPeriodic(poll.toMillis(), timer -> wake());
            wake();
            return vertx.eventBus()
                    .localConsumer(wakeAddress, message -> wake())
                    .completion();
        });
    }

    /** What is being rendered is stored; what is claimed and not begun goes back. */
    @Override
    public Future<?> stop() {
        stopping = true;
        if (!working) {
            return Future.succeededFuture();
        }
        idle = Promise.promise();
        return idle.future();
    }

    /** Whether its end has begun; from any thread. */
    boolean isStopping() {
        return stopping;
    }

    private void wake() {
        wokenMeanwhile = true;
        if (!working && failures == 0) {
            drain();
        }
    }

    private void drain() {
        LetterWorker ready = worker;
        if (stopping || ready == null) {
            rest();
            return;
        }
        working = true;
        wokenMeanwhile = false;
        Future.succeededFuture()
                .compose(start -> ready.workOnce(() -> stopping))
                // Whoever completes the queue's futures: the state of this verticle is touched on its own thread alone.
                .onComplete(done -> context.runOnContext(
                        now -> next(done.succeeded() && (done.result() || wokenMeanwhile), done.cause())));
    }

    private void next(boolean more, @Nullable Throwable failure) {
        if (failure != null) {
            failures++;
            long pause = backoff.millis(failures);
            LOG.warn("letters: try {} failed, next one in {} ms", failures, pause, failure);
            rest();
            if (!stopping) {
                vertx.setTimer(pause, timer -> retry());
            }
            return;
        }
        failures = 0;
        if (more) {
            drain();
        } else {
            rest();
        }
    }

    /** A failure in a row is not forgotten by the retry, only by a success. */
    private void retry() {
        if (!working) {
            drain();
        }
    }

    private void rest() {
        working = false;
        if (idle != null) {
            idle.tryComplete();
        }
    }
}
