package fr.teleservices.boot;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Verticles that end together. */
final class Parts {
    /** A mail worker waits twenty seconds for what is being sent and then records how it ended. */
    private static final Duration LONGEST = Duration.ofSeconds(22);

    private final Vertx vertx;
    private final Map<String, String> names = new ConcurrentHashMap<>();

    Parts(Vertx vertx) {
        this.vertx = vertx;
    }

    Future<Void> deploy(Deployable verticle) {
        return vertx.deployVerticle(verticle)
                .onSuccess(id -> names.put(id, verticle.getClass().getSimpleName()))
                .mapEmpty();
    }

    /** All at once; see {@link Ending}. */
    Future<Void> end() {
        return Future.join(names.entrySet().stream()
                        .map(part -> Ending.of(part.getValue(), LONGEST, vertx.undeploy(part.getKey())))
                        .toList())
                .mapEmpty();
    }
}
