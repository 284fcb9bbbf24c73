package fr.teleservices.trust;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import fr.teleservices.boot.WholeSite;
import fr.teleservices.db.Database;
import fr.teleservices.kernel.Role;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.HeldRow;
import fr.teleservices.web.Assets;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.Site;
import fr.teleservices.web.Templates;
import fr.teleservices.web.Visit;
import fr.teleservices.web.Web;
import fr.teleservices.web.WebConfig;
import fr.teleservices.web.WebVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Slow bodies and heads, huge ones, many connections that say nothing: bounded in time, and others are served meanwhile. */
@Tag("trust-28")
@ExtendWith(SharedSite.class)
class Row28SlowAndManyTest {
    private static final Duration ANSWER = Duration.ofMillis(1_500);
    private static final Duration IDLE = Duration.ofSeconds(4);
    /** Time-outs of a busy machine come late. */
    private static final Duration LATE = Duration.ofSeconds(20);

    /** Of its own: verticles of one share their port. */
    private final Vertx vertx = Vertx.vertx();

    private final AtomicInteger acted = new AtomicInteger();
    private final WholeSite site;
    private final int port;
    private final Browser other;

    /** The same pages with shorter time-outs. */
    Row28SlowAndManyTest(WholeSite site) {
        this.site = site;
        Assets assets = new Assets();
        Site address = Site.loopback();
        Web web = new Web(
                vertx,
                new WebConfig(
                        "127.0.0.1",
                        0,
                        true,
                        false,
                        Path.of(System.getProperty("java.io.tmpdir"), "uploads"),
                        "",
                        ANSWER,
                        IDLE),
                address,
                new Sessions(Database.connect(vertx, site.database.uri(), 4), address, site.clock),
                site.tokens,
                new Templates(assets),
                assets,
                List.of(
                        Route.get("/essai", Permission.PUBLIC, Visit::noContent),
                        Route.post("/essai", Permission.PUBLIC, Visit::noContent),
                        Route.get("/essai/gestion", Permission.staffAnywhere(Role.ASSISTANCE), this::act),
                        Route.post("/essai/gestion", Permission.staffAnywhere(Role.ASSISTANCE), this::act)));
        WebVerticle pages = new WebVerticle(web, "127.0.0.1", 0);
        await(vertx.deployVerticle(pages));
        port = pages.actualPort();
        address.boundTo(port);
        other = new Browser("http://localhost:" + port);
    }

    private Future<Void> act(Visit visit) {
        acted.incrementAndGet();
        return visit.noContent();
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private Socket begun(String text) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout((int) LATE.toMillis());
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String post(int length) {
        return "POST /essai HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                + length + "\r\n\r\n";
    }

    /** All that comes until the other end closes. */
    private static String rest(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException reset) {
            return "reset";
        }
    }

    @Test
    void whoeverWaitsForASilentDatabaseIsNotToldToBeSlowAndNothingIsDoneForHimAfterwards() {
        other.cookies()
                .putAll(site.signedIn(site.staff(Role.GESTIONNAIRE, site.school(1)))
                        .cookies());
        assertThat(other.get("/essai/gestion").status()).isEqualTo(204);
        try (HeldRow held = new HeldRow(site.database, "LOCK TABLE session IN ACCESS EXCLUSIVE MODE")) {
            assertThat(other.get("/essai/gestion").status()).isEqualTo(503);
            assertThat(other.post("/essai/gestion", "text", "y").status()).isEqualTo(503);
            held.untilWaiting(2, List.of());
        }
        assertThat(other.get("/essai/gestion").status()).isEqualTo(204);
        assertThat(acted).hasValue(2);
    }

    @Test
    void aBodyThatDripsIsCutOffWith408AndOthersAreServedMeanwhile() throws IOException {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            slow.add(begun(post(1_000) + "text=x"));
        }
        long start = System.nanoTime();
        assertThat(other.get("/essai").status()).isEqualTo(204);
        assertThat(other.post("/essai", "text", "y").status()).isEqualTo(204);
        for (Socket socket : slow) {
            assertThat(rest(socket)).startsWith("HTTP/1.1 408");
            socket.close();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(ANSWER.dividedBy(2), LATE);
    }

    @Test
    void aHeadThatNeverEndsIsCutOff() throws IOException {
        try (Socket silent = begun("");
                Socket half = begun("GET /essai HTTP/1.1\r\nHost: a\r\nX-One: 1\r\n");
                Socket kept = begun("GET /essai HTTP/1.1\r\nHost: a\r\n\r\n")) {
            assertThat(rest(silent)).isIn("", "reset");
            assertThat(rest(half)).doesNotContain(" 204 ");
            assertThat(rest(kept)).as("served, then idle").startsWith("HTTP/1.1 204");
        }
    }

    @Test
    void whatIsTooLongIsRefusedBeforeItIsKept() throws IOException {
        assertThat(other.post("/essai", "text", "x".repeat(70_000)).status()).isEqualTo(413);
        try (Socket header = begun("GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + "x".repeat(20_000)
                        + "\r\nConnection: close\r\n\r\n");
                Socket many = begun(
                        "GET / HTTP/1.1\r\nHost: a\r\n" + "X-A: b\r\n".repeat(5_000) + "Connection: close\r\n\r\n");
                Socket line =
                        begun("GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                Socket body = begun(post(2_000_000_000))) {
            assertThat(rest(header)).startsWith("HTTP/1.1 431");
            assertThat(rest(many)).startsWith("HTTP/1.1 431");
            assertThat(rest(line)).matches("(?s)HTTP/1.[01] 414.*");
            assertThat(rest(body)).startsWith("HTTP/1.1 4");
        }
    }

    @Test
    void twoThousandIdleConnectionsHarmNobodyAndAreClosed() throws IOException {
        idle(2_000);
    }

    @Test
    @Tag("slow")
    void tenThousandIdleConnectionsHarmNobodyAndAreClosed() throws IOException {
        long files =
                ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getMaxFileDescriptorCount();
        idle((int) Math.min(10_000, (files - 2_000) / 2));
    }

    private void idle(int count) throws IOException {
        List<Socket> all = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                all.add(new Socket("127.0.0.1", port));
            }
            List<Long> times = new ArrayList<>();
            for (int i = 0; i < 15; i++) {
                long start = System.nanoTime();
                assertThat(other.get("/essai").status()).isEqualTo(204);
                times.add(System.nanoTime() - start);
            }
            times.sort(null);
            assertThat(Duration.ofNanos(times.get(7))).isLessThan(Duration.ofMillis(500));
            long start = System.nanoTime();
            for (Socket one : all) {
                assertThat(ended(one)).isTrue();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LATE.plus(IDLE));
            assertThat(other.get("/essai").status()).isEqualTo(204);
        } finally {
            for (Socket one : all) {
                one.close();
            }
        }
    }

    private static boolean ended(Socket one) throws IOException {
        one.setSoTimeout((int) LATE.toMillis());
        try {
            return one.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }
}
