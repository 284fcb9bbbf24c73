package fr.teleservices.web;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many connections may wait for a request at once. */
@Tag("trust-28")
class IdleConnectionsTest {
    private static final int MOST = 3;

    private final Vertx vertx = Vertx.vertx();
    private final List<Socket> open = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket one : open) {
            one.close();
        }
        await(vertx.close());
    }

    @Test
    void theOneThatHasWaitedLongestMakesRoomAndTheOthersAreServed() throws IOException {
        IdleConnections idle = new IdleConnections(vertx, Duration.ofMinutes(5), MOST);
        Router router = Router.router(vertx);
        router.route().order(-1).handler(idle::busy);
        router.get("/").handler(context -> context.response().setStatusCode(204).end());
        HttpServer server = await(vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .connectionHandler(idle::opened)
                .requestHandler(router)
                .listen(0, "127.0.0.1"));
        for (int i = 0; i < MOST; i++) {
            opened(server.actualPort());
            // so that it is known to the server before the next, and has waited since
            assertThat(asked(open.get(i))).startsWith("HTTP/1.1 204");
        }
        opened(server.actualPort());

        open.get(0).setSoTimeout(10_000);
        assertThat(open.get(0).getInputStream().read())
                .as("the first is closed")
                .isNegative();
        for (Socket one : open.subList(1, open.size())) {
            assertThat(asked(one)).startsWith("HTTP/1.1 204");
        }
    }

    private void opened(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
        open.add(socket);
    }

    private static String asked(Socket socket) throws IOException {
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                return "closed after " + answer;
            }
            answer.append((char) next);
        }
        return answer.toString();
    }
}
