package fr.teleservices.boot;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every minute whether the night has come, and purges then; one node of all does. */
final class NightVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(NightVerticle.class);

    private final Services services;
    private final Duration every;
    private Future<Void> running = Future.succeededFuture();

    NightVerticle(Services services, Duration every) {
        this.services = services;
        this.every = every;
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(every.toMillis(), timer -> look());
        return Future.succeededFuture();
    }

    /** Done when the purge is, if this was its hour. */
    Future<Void> look() {
        if (!running.isComplete()) {
            return running;
        }
        running = services.purges
                .isDue()
                .compose(due -> due
                        ? Purge.all(services).onSuccess(gone -> LOG.info("purged {}", gone))
                        : Future.succeededFuture())
                .<Void>mapEmpty()
                .recover(failure -> {
                    LOG.warn("the purge failed, what is left goes the next night", failure);
                    return Future.succeededFuture();
                });
        return running;
    }

    @Override
    public Future<?> stop() {
        return running;
    }
}
