package fr.teleservices.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;

/** For a worker thread: writes into a response and waits until the client has taken it; fails when the client is gone. */
public final class ResponseStream extends OutputStream {
    private static final int CHUNK = 64 * 1024;

    private final HttpServerResponse response;
    private Buffer buffer = Buffer.buffer(CHUNK);

    public ResponseStream(RoutingContext context) {
        this.response = context.response().setChunked(true);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        buffer.appendBytes(bytes, offset, length);
        if (buffer.length() >= CHUNK) {
            flush();
        }
    }

    @Override
    public void flush() throws IOException {
        if (buffer.length() == 0) {
            return;
        }
        Buffer full = buffer;
        buffer = Buffer.buffer(CHUNK);
        try {
            response.write(full).toCompletionStage().toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException("the client is gone", e.getCause());
        }
    }
}
