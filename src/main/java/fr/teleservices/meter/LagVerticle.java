package fr.teleservices.meter;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;

/** Asks its event loop for a timer again and again, and records how late it comes. Deploy one for each event loop. */
public final class LagVerticle extends VerticleBase {
    private static final Duration EVERY = Duration.ofMillis(500);

    private final Meters meters;

    public LagVerticle(Meters meters) {
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        again();
        return Future.succeededFuture();
    }

    private void again() {
        long asked = System.nanoTime();
        vertx.setTimer(EVERY.toMillis(), timer -> {
            Duration late = Duration.ofNanos(System.nanoTime() - asked).minus(EVERY);
            meters.lagged(late.isNegative() ? Duration.ZERO : late);
            again();
        });
    }
}
