package fr.teleservices.boot;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of the parts of a process, none of which is waited for without a limit: one that hangs would keep all behind it from ending. */
final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    private Ending() {}

    /**
     * Succeeds when the part has ended, has failed to, or has taken too long; the last two are told in the log. Needs no timer of a
     * Vert.x, which may be the part.
     *
     * @param part as the log names it
     */
    static Future<Void> of(String part, Duration longest, Future<?> ending) {
        return Future.fromCompletionStage(ending.mapEmpty()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .copy()
                        .orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS))
                .onFailure(failure -> LOG.warn("{} did not end in order: {}", part, failure.toString()))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }
}
