package fr.teleservices.boot;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.bus.ClusterSettings;
import fr.teleservices.credential.Keyring;
import fr.teleservices.db.Migrations;
import fr.teleservices.kernel.Role;
import fr.teleservices.mail.MailAddress;
import fr.teleservices.mail.SmtpSettings;
import fr.teleservices.school.School;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestPostgres;
import fr.teleservices.web.Route;
import fr.teleservices.web.Site;
import fr.teleservices.web.WebConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it is put together, every route that can be looked at. */
class EveryRouteTest {
    private static final String PASSWORD = "une phrase assez longue";

    @TempDir
    private static Path dir;

    private static Node node;
    private static int port;

    @BeforeAll
    static void start() throws SQLException {
        String uri = TestPostgres.freshDatabase();
        Migrations.migrate(uri, uri);
        Config config = new Config(
                uri,
                uri,
                8,
                dir,
                new WebConfig("127.0.0.1", 0, false, false, dir),
                Site.loopback(),
                SmtpSettings.loopback(9, MailAddress.of("nobody@example.org")),
                1,
                1,
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                new ClusterSettings("127.0.0.1", 7800, 7801, "127.0.0.1", List.of()));
        node = new Node(
                Vertx.vertx(),
                config,
                Keyring.of(Map.of(1, "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII))),
                Map.of());
        port = await(node.start());
        Services services = node.services();
        School school = await(services.schools.add("0750001U", "Collège Jeanne-d’Arc", "Europe/Paris", true, null));
        await(services.staff.add("chef", Role.CHEF, school.id(), PASSWORD, null));
        await(services.staff.add("rectorat", Role.ACADEMIE, null, PASSWORD, null));
        try (Connection connection = TestPostgres.connect(uri);
                Statement statement = connection.createStatement()) {
            SchoolRows.fill(
                    sql -> {
                        try {
                            statement.execute(sql);
                        } catch (SQLException e) {
                            throw new AssertionError(sql, e);
                        }
                    },
                    school.id(),
                    2);
        }
    }

    @AfterAll
    static void stop() {
        await(node.stop());
    }

    private Browser signedIn(String login) {
        Browser browser = new Browser("http://localhost:" + port);
        assertThat(browser.post("/gestion/connexion", "login", login, "password", PASSWORD)
                        .status())
                .isEqualTo(303);
        return browser;
    }

    @Test
    @Tag("trust-20")
    void noAnswerAllowsAnythingUnsafe() {
        Browser chef = signedIn("chef");
        Browser academy = signedIn("rectorat");
        List<String> framed = new ArrayList<>();
        for (Route route : node.mounted()) {
            if (!route.method().equals(HttpMethod.GET) || route.path().matches(".*(evenements|events)$")) {
                continue; // a stream ends only with its reader; its headers are everybody's
            }
            String path = route.path()
                    .replace("/textes/:text", "/textes/responsable-courriel")
                    .replaceAll(":[a-z]+", "1");
            if (path.endsWith("/apercu/courriel.html")) {
                path += "?mode=EMAIL&state=NOT_NOTIFIED&responsibility=LEGAL&compte="
                        + (path.contains("responsables") ? 3 : 2);
            }
            for (Browser browser : List.of(chef, academy, new Browser("http://localhost:" + port))) {
                Browser.Answer answer = browser.get(path);
                assertThat(answer.headers().allValues("Content-Security-Policy"))
                        .as(path)
                        .singleElement()
                        .satisfies(policy -> assertThat(policy).as(route.path()).doesNotContain("unsafe"));
                if (answer.status() == 200
                        && answer.header("Content-Security-Policy").contains("'sha256-")) {
                    framed.add(route.path());
                }
            }
        }
        assertThat(framed)
                .as("mails shown in a frame")
                .contains("/gestion/responsables/notifier/apercu/courriel.html")
                .anyMatch(path -> path.endsWith("/textes/:text/apercu"));
    }
}
