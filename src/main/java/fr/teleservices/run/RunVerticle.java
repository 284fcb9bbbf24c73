package fr.teleservices.run;

import fr.teleservices.bus.Addresses;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the keeper make its rounds: when something has changed, and by a poll for what nobody told. One round at a time. */
public final class RunVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(RunVerticle.class);

    private final KeeperService keeper;
    private final Duration poll;
    private Future<Void> running = Future.succeededFuture();
    private Future<Void> ahead = Future.succeededFuture();
    private boolean again;
    private boolean stopping;

    public RunVerticle(KeeperService keeper, Duration poll) {
        this.keeper = keeper;
        this.poll = poll;
    }

    @Override
    public Future<?> start() {
        Addresses.RUN_CHANGED.listen(vertx, run -> wake());
        vertx.setPeriodic(poll.toMillis(), timer -> wake());
        wake();
        return Future.succeededFuture();
    }

    private void wake() {
        if (stopping) {
            return;
        }
        if (ahead.isComplete()) {
            ahead = keeper.ahead().recover(failure -> {
                LOG.warn("notifications were not stored ahead: {}", failure.toString());
                return Future.succeededFuture();
            });
        }
        if (!running.isComplete()) {
            again = true;
            return;
        }
        again = false;
        running = keeper.round().recover(failure -> {
            LOG.warn("the keeper's round failed: {}", failure.toString());
            return Future.succeededFuture();
        });
        running.onComplete(done -> {
            if (again) {
                vertx.setTimer(
                        250,
                        timer -> wake()); // batches end many times a second, and whether a run has ended costs 3 ms
            }
        });
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        return Future.join(running, ahead);
    }
}
