package fr.teleservices.boot;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import fr.teleservices.credential.Keyring;
import fr.teleservices.meter.Traces;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A node that sends its traces to a collector which keeps the bytes: names and attributes are plain text in them. */
class TracesTest {
    private static final String TOKEN = "aToken-that-nobody-may-see_1.2";
    private static final String LOGIN = "jeanne.surprise";
    private static final String PARENT = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static final ByteArrayOutputStream RECEIVED = new ByteArrayOutputStream();
    private static final List<String> HEADERS = new CopyOnWriteArrayList<>();
    private static HttpServer collector;
    private static TestDatabase database;
    private static Traces traces;
    private static Node node;
    private static Browser browser;

    @BeforeAll
    static void start() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            HEADERS.add(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = exchange.getRequestBody().readAllBytes();
            synchronized (RECEIVED) {
                RECEIVED.writeBytes(body);
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        database = TestDatabase.fresh();
        Values values = new Values()
                .put(Setting.DB_URI, database.uri())
                .put(Setting.PORT, "0")
                .put(
                        Setting.TRACES_ENDPOINT,
                        "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces")
                .put(Setting.TRACES_AUTHORIZATION, "Bearer of-the-collector");
        Config config = Config.read(values, false);
        traces = config.traces().orElseThrow().open(false);
        Keyring keys = Keyring.of(Map.of(1, new byte[32]));
        node = new Node(traces.into(Vertx.builder()).build(), config, keys, Map.of(), traces);
        browser = new Browser("http://localhost:" + await(node.pages()));
    }

    @AfterAll
    static void stop() {
        await(node.stop());
        traces.close();
        collector.stop(0);
        database.close();
    }

    /** What has come once the last request's span has: it ends when its answer has left, which is when the client goes on. */
    private static String receivedWith(String last) {
        long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        String all;
        do {
            traces.flush();
            synchronized (RECEIVED) {
                all = RECEIVED.toString(StandardCharsets.ISO_8859_1);
            }
        } while (!all.contains(last) && System.nanoTime() < until);
        return all;
    }

    @Test
    void aRequestIsNamedByItsRouteAndItsStatementsAreWithIt() {
        assertThat(browser.get("/activation/confirm?token=" + TOKEN).status()).isEqualTo(410);
        assertThat(browser.get("/gestion/comptes/4711").status()).isNotEqualTo(200);
        assertThat(receivedWith("GET /gestion/comptes/:id"))
                .contains("GET /activation/confirm", "GET /gestion/comptes/:id", "http.route", "service.name")
                .contains("SELECT", "db.query.text")
                .doesNotContain("4711");
        assertThat(HEADERS).contains("Bearer of-the-collector");
    }

    @Test
    void noSpanHoldsATokenALoginOrAnAddress() {
        browser.get("/activation/confirm?token=" + TOKEN);
        browser.get("/activation?login=" + LOGIN);
        browser.get("/nowhere/" + TOKEN);
        browser.post("/", "login", LOGIN, "password", "quatre lapins " + TOKEN);
        assertThat(receivedWith("POST /"))
                .contains("POST /", "GET /activation")
                .doesNotContain(TOKEN, LOGIN, "lapins", "127.0.0.1", "localhost", "url.full", "url.query", "Mozilla");
    }

    @Test
    void metricsHealthAndFilesBeginNoTraceAndAStrangersIsNotGoneOnWith() {
        browser.get("/metrics");
        browser.get("/health/ready");
        browser.get("/static/site.css");
        browser.get("/mot-de-passe-oublie", "traceparent", "00-" + PARENT + "-00f067aa0ba902b7-01");
        assertThat(receivedWith("GET /mot-de-passe-oublie"))
                .contains("GET /mot-de-passe-oublie")
                .doesNotContain("/metrics", "/health", "/static", bytes(PARENT));
    }

    private static String bytes(String hex) {
        return new String(java.util.HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }
}
