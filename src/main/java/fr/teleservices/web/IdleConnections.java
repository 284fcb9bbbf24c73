package fr.teleservices.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Closes connections that have been without a request for so long (a minute), also those whose first request never comes. The server's
 * own time-out would also close one whose request is being worked on in silence: an import takes longer. Of so many that wait at once
 * the one that has waited longest makes room. Of one event loop.
 */
final class IdleConnections {
    /** About 10 kB of heap and a file each. */
    static final int MOST = 4_000;

    private final Vertx vertx;
    private final long millis;
    private final int most;
    /** In the order in which they began to wait. */
    private final Map<HttpConnection, Long> timers = new LinkedHashMap<>();

    IdleConnections(Vertx vertx, Duration idle, int most) {
        this.vertx = vertx;
        this.millis = idle.toMillis();
        this.most = most;
    }

    void opened(HttpConnection connection) {
        wait(connection);
        connection.closeHandler(closed -> stopWaiting(connection));
    }

    /** The first handler of every request. */
    void busy(RoutingContext context) {
        HttpConnection connection = context.request().connection();
        stopWaiting(connection);
        context.addEndHandler(ended -> wait(connection));
        context.next();
    }

    private void wait(HttpConnection connection) {
        stopWaiting(connection);
        if (timers.size() >= most) {
            HttpConnection longest = timers.keySet().iterator().next();
            stopWaiting(longest);
            longest.close();
        }
        timers.put(connection, vertx.setTimer(millis, late -> {
            timers.remove(connection);
            connection.close();
        }));
    }

    private void stopWaiting(HttpConnection connection) {
        Long timer = timers.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
