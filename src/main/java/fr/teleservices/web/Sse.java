package fr.teleservices.web;

import fr.teleservices.kernel.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Server-sent events, on routes made with {@link Route#stream()}. Pages poll where no stream is to be had. */
public final class Sse {
    static final int CAP = 500;
    private static final long HEARTBEAT_MILLIS = 15_000;

    private final Vertx vertx;
    private final AtomicInteger open = new AtomicInteger();

    public Sse(Vertx vertx) {
        this.vertx = vertx;
    }

    /** One client's stream. */
    public interface Stream {
        /** A slow client misses events rather than filling the memory: each carries the whole state. */
        void send(String event, JsonObject data);

        void close();
    }

    /**
     * Opens the stream; ends when the client leaves or {@link Stream#close()} is called.
     *
     * @param subscribe begins to send and returns what ends it
     */
    public Future<Void> stream(Visit visit, Function<Stream, Runnable> subscribe) {
        if (open.incrementAndGet() > CAP) {
            open.decrementAndGet();
            return Future.failedFuture(Refusal.tooMany(30).asFailure());
        }
        HttpServerResponse response = visit.context().response();
        response.putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader("X-Accel-Buffering", "no")
                .setChunked(true);
        response.write("retry: 3000\n\n");
        long heartbeat = vertx.setPeriodic(HEARTBEAT_MILLIS, id -> write(response, ": \n\n"));
        Runnable unsubscribe = subscribe.apply(new ResponseStream(response));
        visit.context().addEndHandler(ended -> {
            open.decrementAndGet();
            vertx.cancelTimer(heartbeat);
            unsubscribe.run();
        });
        return Future.succeededFuture();
    }

    int open() {
        return open.get();
    }

    private static void write(HttpServerResponse response, String text) {
        if (!response.ended() && !response.closed() && !response.writeQueueFull()) {
            response.write(text);
        }
    }

    private record ResponseStream(HttpServerResponse response) implements Stream {
        @Override
        public void send(String event, JsonObject data) {
            write(response, "event: " + event + "\ndata: " + data.encode() + "\n\n");
        }

        @Override
        public void close() {
            if (!response.ended() && !response.closed()) {
                response.end();
            }
        }
    }
}
