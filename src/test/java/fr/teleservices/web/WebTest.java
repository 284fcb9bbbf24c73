package fr.teleservices.web;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Role;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.TestSite;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class WebTest {
    private static final CompletableFuture<Void> UNSUBSCRIBED = new CompletableFuture<>();
    private static TestSite site;

    @BeforeAll
    static void open() {
        site = new TestSite(
                Route.get("/essai/panne", Permission.PUBLIC, visit -> {
                    throw new IllegalStateException("secret du serveur");
                }),
                Route.get("/api/v1/panne", Permission.PUBLIC, visit -> Future.failedFuture("secret du serveur")),
                Route.get(
                        "/essai/lien",
                        Permission.PUBLIC,
                        visit -> Future.failedFuture(
                                Refusal.gone("Ce lien n’est plus valable.").asFailure())),
                Route.get(
                        "/essai/attente",
                        Permission.PUBLIC,
                        visit -> Future.failedFuture(Refusal.tooMany(7).asFailure())),
                Route.post(
                        "/essai/echo",
                        Permission.PUBLIC,
                        visit -> visit.json(
                                200,
                                new JsonObject()
                                        .put("text", visit.form().get("text"))
                                        .put("secret", visit.form().secret("secret"))
                                        .put("none", visit.form().get("none")))),
                Route.get(
                        "/essai/flux",
                        Permission.PUBLIC,
                        visit -> new Sse(site.vertx).stream(visit, stream -> {
                            stream.send("progress", new JsonObject().put("n", 1));
                            return () -> UNSUBSCRIBED.complete(null);
                        }))
                        .stream(),
                Route.post("/essai/ecrire", Permission.HOLDER, Visit::noContent),
                Route.get("/essai/lire", Permission.HOLDER, Visit::noContent));
        site.staff("chef", Role.CHEF, site.school("0750001U", "Collège d’essai"));
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    @Tag("trust-20")
    @Tag("trust-26")
    void everyAnswerBearsTheHeaders() {
        Browser chef = site.signedIn("chef");
        List<Answer> answers = List.of(
                chef.get("/gestion"),
                chef.get("/nulle-part"),
                chef.get("/essai/panne"),
                chef.get("/api/v1/panne"),
                chef.get("/static/teleservices.css"),
                chef.get("/static/../pom.xml"),
                site.browser().get("/gestion"),
                chef.postWith(List.of("Origin", "https://evil.test"), "/gestion/services"));
        for (Answer answer : answers) {
            assertThat(answer.header("content-security-policy"))
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
            assertThat(answer.header("referrer-policy")).isEqualTo("same-origin");
        }
        assertThat(answers.get(0).header("cache-control")).isEqualTo("no-store");
        assertThat(answers.get(4).header("cache-control")).contains("public");
        assertThat(answers.get(0).body()).doesNotContain("<script>", "<style", " style=", " onclick");
    }

    @Test
    void aFaultOfOursShowsAReferenceAndNothingElse() {
        Answer page = site.browser().get("/essai/panne");
        assertThat(page.status()).isEqualTo(500);
        assertThat(page.body()).contains("Référence").doesNotContain("secret", "Exception");
        Answer problem = site.browser().get("/api/v1/panne");
        assertThat(problem.status()).isEqualTo(500);
        assertThat(new JsonObject(problem.body()).getString("reference"))
                .hasSize(12)
                .isEqualTo(problem.header("x-request-id"));
        assertThat(page.body()).contains(page.header("x-request-id"));
        assertThat(problem.body()).doesNotContain("secret");
    }

    @Test
    void refusalsHaveTheirStatusAndSentence() {
        assertThat(site.browser().get("/nulle-part").status()).isEqualTo(404);
        assertThat(site.browser().get("/essai/lien").status()).isEqualTo(410);
        assertThat(site.browser().get("/essai/lien").body()).contains("Ce lien n’est plus valable.");
        Answer wait = site.browser().get("/essai/attente");
        assertThat(wait.status()).isEqualTo(429);
        assertThat(wait.header("retry-after")).isEqualTo("7");
    }

    @Test
    @Tag("trust-19")
    void aFormFromAnotherSiteIsRefusedAndOneFromHereIsNot() {
        for (List<String> foreign : List.of(
                List.of("Sec-Fetch-Site", "cross-site"),
                List.of("Sec-Fetch-Site", "same-site"),
                List.of("Origin", "https://evil.test"),
                List.of("Origin", "null"),
                List.of("Referer", "https://evil.test/page"),
                List.of("Sec-Fetch-Site", "cross-site", "Origin", site.site.origin()))) {
            assertThat(site.browser()
                            .postWith(foreign, "/essai/echo", "text", "a")
                            .status())
                    .as("%s", foreign)
                    .isEqualTo(403);
        }
        for (List<String> own : List.of(
                List.of("Sec-Fetch-Site", "same-origin"),
                List.of("Origin", site.site.origin()),
                List.of("Origin", "http://127.0.0.1:" + site.port),
                List.of("Referer", site.site.link("/essai")),
                List.<String>of())) {
            assertThat(site.browser().postWith(own, "/essai/echo", "text", "a").status())
                    .as("%s", own)
                    .isEqualTo(200);
        }
    }

    @Test
    @Tag("trust-19")
    void everyMountedRouteHasItsPermissionAndOnlyPostsWrite() {
        assertThat(site.web.router().getRoutes().stream()
                        .filter(route -> route.getPath() != null)
                        .toList())
                .isNotEmpty()
                .allSatisfy(route -> assertThat(route.metadata()).containsKey("permission"));
        assertThat(site.web.routes())
                .allSatisfy(route -> assertThat(route.method()).isIn(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT));
        Answer get = site.signedIn("chef").get("/gestion/deconnexion");
        assertThat(get.status()).isEqualTo(405);
    }

    @Test
    @Tag("trust-17")
    void aSimulationReadsAndDoesNotWrite() throws Exception {
        try (var connection = java.sql.DriverManager.getConnection(
                        "jdbc:" + site.adminUri.replaceFirst("//.*@", "//"), credentials());
                var statement = connection.createStatement()) {
            statement.execute("INSERT INTO person (school_id, holder, siecle_id, family_name, content_hash)"
                    + " SELECT id, 'GUARDIAN', '1', 'DURAND', '' FROM school");
            statement.execute("INSERT INTO account (school_id, person_id, holder, login)"
                    + " SELECT school_id, id, 'GUARDIAN', 'a.durand1' FROM person");
            statement.execute("INSERT INTO session (token_hash, account_id, school_id, simulated_by, staff_epoch,"
                    + " created_at, seen_at, expires_at) SELECT sha256(repeat(c, 43)::bytea), a.id, a.school_id,"
                    + " CASE c WHEN 'S' THEN s.id END, s.epoch, t, t, t + interval '15 min'"
                    + " FROM account a, staff s, unnest(ARRAY['S', 'H']) c, (SELECT '"
                    + site.clock.instant() + "'::timestamptz AS t) w");
        }
        Browser simulation = site.browser();
        simulation.cookies().put("session", "S".repeat(43));
        assertThat(simulation.get("/essai/lire").status()).isEqualTo(204);
        assertThat(simulation.post("/essai/ecrire").status()).isEqualTo(403);
        Browser holder = site.browser();
        holder.cookies().put("session", "H".repeat(43));
        assertThat(holder.post("/essai/ecrire").status()).isEqualTo(204);
        assertThat(holder.get("/gestion").status()).isEqualTo(303);
        assertThat(site.browser().get("/essai/lire").header("location")).isEqualTo("/?next=%2Fessai%2Flire");
    }

    private static java.util.Properties credentials() {
        String user = site.adminUri.substring("postgresql://".length(), site.adminUri.indexOf('@'));
        java.util.Properties properties = new java.util.Properties();
        properties.setProperty("user", user.substring(0, user.indexOf(':')));
        properties.setProperty("password", user.substring(user.indexOf(':') + 1));
        return properties;
    }

    @Test
    @Tag("trust-23")
    void aForgedHostIsNowhereInTheAnswer() throws Exception {
        String answer = raw("GET /gestion/services HTTP/1.1\r\nHost: evil.test\r\nX-Forwarded-Host: evil.test\r\n"
                + "X-Forwarded-Proto: https\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 303").doesNotContain("evil.test");
        assertThat(site.site.link("/activation")).isEqualTo("http://localhost:" + site.port + "/activation");
    }

    @Test
    @Tag("trust-21")
    void aFormIsReadWithoutControlCharactersAndMissingFieldsAreEmpty() {
        Answer answer =
                site.browser().post("/essai/echo", "text", "  a\u0000b\r\nc\u202ed ", "secret", " mot de passe ");
        assertThat(new JsonObject(answer.body()))
                .isEqualTo(new JsonObject()
                        .put("text", "abcd")
                        .put("secret", " mot de passe ")
                        .put("none", ""));
    }

    @Test
    @Tag("trust-28")
    void bodiesAndHeadersBeyondTheLimitsAreRefused() throws Exception {
        assertThat(site.browser()
                        .post("/essai/echo", "text", "x".repeat(70_000))
                        .status())
                .isEqualTo(413);
        assertThat(raw("GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + "x".repeat(20_000) + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void headHasNoBodyAndTheHeadersOfGet() {
        Answer head = site.browser().send("HEAD", "/gestion/connexion", null);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void aStreamSendsEventsAndEndsWithItsClient() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", site.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /essai/flux HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            StringBuilder read = new StringBuilder();
            while (read.indexOf("data: {\"n\":1}") < 0) {
                int next = socket.getInputStream().read();
                assertThat(next).isNotNegative();
                read.append((char) next);
            }
            assertThat(read).contains("text/event-stream", "event: progress");
        }
        UNSUBSCRIBED.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aScriptThatWantsAPartOfAPageIsToldToLoadThePageAgainAndGetsNoErrorIntoItsPlace() {
        Answer gone = site.browser().get("/essai/lire", "HX-Request", "true");
        assertThat(gone.status()).isEqualTo(401);
        assertThat(gone.header("hx-refresh")).isEqualTo("true");
        Answer absent = site.browser().get("/nulle-part", "HX-Request", "true");
        assertThat(absent.status()).isEqualTo(404);
        assertThat(absent.header("hx-refresh")).isEqualTo("true");
        assertThat(site.browser().get("/nulle-part").header("hx-refresh")).isEmpty();
    }

    @Test
    void filesAreKeptByBrowsersUnderTheirVersion() {
        String address = new Assets().address("teleservices.css");
        Answer file = site.browser().get(address);
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.header("cache-control")).contains("immutable");
        assertThat(file.header("content-type")).startsWith("text/css");
        assertThat(file.body()).startsWith("/*! normalize.css").contains("body.portal is large and plain");
        assertThat(Resources.file("webroot/teleservices.css")).hasSizeLessThan(15_000);
        assertThat(site.browser()
                        .get("/static/teleservices.css", "If-None-Match", file.header("etag"))
                        .status())
                .isEqualTo(304);
    }

    @Test
    void filesComeSmallerToWhoeverTakesThemSo() {
        String address = new Assets().address("teleservices.css");
        Answer small = site.browser().get(address, "Accept-Encoding", "br, gzip;q=0.8");
        assertThat(small.header("content-encoding")).isEqualTo("gzip");
        assertThat(small.header("vary")).isEqualToIgnoringCase("accept-encoding");
        assertThat(small.header("content-length"))
                .satisfies(length -> assertThat(Integer.parseInt(length)).isLessThan(8_000));
        assertThat(site.browser().get(address, "Accept-Encoding", "gzip;q=0").header("content-encoding"))
                .isEmpty();
    }

    private static String raw(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", site.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    @Tag("trust-28")
    void whatIsNotHttpIsTheClientsFault() throws Exception {
        String get = "GET / HTTP/1.1\r\n";
        String end = "Connection: close\r\n\r\n";
        assertThat(raw(get + end)).startsWith("HTTP/1.1 400");
        assertThat(raw(get + "Host: a\r\nHost: b\r\n" + end)).startsWith("HTTP/1.1 400");
        assertThat(raw("POST /essai/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\n" + end + "zz\r\n"))
                .doesNotContain("HTTP/1.1 500");
        assertThat(site.browser().get("/static").status()).isEqualTo(404);
    }

    @Test
    void oneSecondIsOne() {
        assertThat(Refusal.tooMany(1).sentence()).endsWith("dans 1 seconde.");
        assertThat(Refusal.tooMany(2).sentence()).endsWith("dans 2 secondes.");
    }

    @Test
    void aDeadSessionIsSwept() {
        site.signedIn("chef");
        site.clock.advance(java.time.Duration.ofHours(13));
        assertThat(await(site.sessions.sweep())).isPositive();
    }
}
