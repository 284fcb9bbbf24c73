package fr.teleservices.mail;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Like {@link Future#timeout}, which would go on in a thread of its own. */
final class TimedCalls {
    private TimedCalls() {}

    /** What the future ends with, or a failure once it has taken too long; on the caller's context. */
    static Future<Void> within(Vertx vertx, Duration longest, Future<Void> future) {
        Promise<Void> promise = Promise.promise();
        long timer = vertx.setTimer(longest.toMillis(), fired -> promise.tryFail("too late"));
        future.onComplete(done -> {
            vertx.cancelTimer(timer);
            if (done.succeeded()) {
                promise.tryComplete();
            } else {
                promise.tryFail(done.cause());
            }
        });
        return promise.future();
    }
}
