package fr.teleservices.boot;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.credential.Keyring;
import fr.teleservices.demo.MailCatcher;
import fr.teleservices.kernel.Role;
import fr.teleservices.school.School;
import fr.teleservices.testing.ApiClient;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** One node with a port for whoever watches it, which has had a run; and one without that only serves pages. */
class WatchingTest {
    private static final String PASSWORD = "une phrase assez longue";
    private static final String UAI = "0750001U";
    private static final int FAMILIES = 12;
    private static final Keyring KEYS =
            Keyring.of(Map.of(1, "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII)));

    @TempDir
    private static Path folder;

    private static TestDatabase busy;
    private static TestDatabase quiet;
    private static MailCatcher catcher;
    private static Node working;
    private static Node resting;
    private static Browser pages;
    private static Browser watch;
    private static Browser both;
    private static String scrape;

    @BeforeAll
    static void oneRun() throws Exception {
        busy = TestDatabase.fresh();
        quiet = TestDatabase.fresh();
        catcher = MailCatcher.start(0);
        working = node(busy, "0");
        resting = node(quiet, "");
        int port = await(working.start());
        pages = new Browser("http://localhost:" + port);
        watch = new Browser("http://localhost:" + working.watchedAt());
        both = new Browser("http://localhost:" + await(resting.pages()));
        School school = await(working.services().schools.add(UAI, "Collège d’essai", "Europe/Paris", true, null));
        SchoolRows.fill(busy::execute, school.id(), FAMILIES);
        busy.execute("UPDATE person SET email = 'mere@Orange.fr' WHERE siecle_id = '1-1'");
        await(working.services().staff.add("chef", Role.CHEF, school.id(), PASSWORD, null));
        assertThat(pages.post("/", "login", "personne", "password", "faux").status())
                .isEqualTo(422);
        ApiClient api = ApiClient.signIn("http://localhost:" + port, "chef", PASSWORD);
        long run = api.startRun(
                UAI, "one", new JsonObject().put("holder", "guardian").put("mode", "EMAIL_OR_PAPER"));
        api.awaitRun(run, 60, progress -> progress.getString("status").equals("DONE"));
        scrape = watch.get("/metrics").body();
    }

    private static Node node(TestDatabase database, String monitoringPort) {
        Values values = new Values()
                .put(Setting.DB_URI, database.uri())
                .put(Setting.PORT, "0")
                .put(Setting.UPLOADS_DIR, folder.toString())
                .put(Setting.SMTP_PORT, Integer.toString(catcher.port()))
                .put(Setting.MONITORING_PORT, monitoringPort);
        return new Node(Vertx.vertx(), Config.read(values, false), KEYS, Map.of());
    }

    @AfterAll
    static void stop() {
        await(working.stop());
        await(resting.stop());
        catcher.close();
        busy.close();
        quiet.close();
    }

    private static double value(String text, String series) {
        return text.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(series + " is not in\n" + text));
    }

    @Test
    void withAPortOfTheirOwnMetricsAndHealthAreThereAlone() {
        for (String path : List.of("/metrics", "/health/live", "/health/ready")) {
            assertThat(watch.get(path).status()).as(path).isEqualTo(200);
            assertThat(pages.get(path).status()).as(path).isEqualTo(404);
        }
        assertThat(watch.get("/").status()).isEqualTo(404);
        assertThat(watch.get("/gestion/connexion").status()).isEqualTo(404);
        assertThat(watch.get("/metrics").header("Content-Type")).startsWith("text/plain; version=0.0.4");
    }

    @Test
    void withoutOneTheyAreWithThePagesButMetricsNotForWhatAProxyHasPassedOn() {
        assertThat(both.get("/metrics").status()).isEqualTo(200);
        assertThat(both.get("/health/ready").status()).isEqualTo(200);
        assertThat(both.get("/metrics", "X-Forwarded-For", "192.0.2.1").status())
                .isEqualTo(404);
        assertThat(both.get("/metrics", "Forwarded", "for=192.0.2.1").status()).isEqualTo(404);
        assertThat(both.get("/health/ready", "X-Forwarded-For", "192.0.2.1").status())
                .isEqualTo(200);
    }

    @Test
    void whatTheRunDidHasBeenCounted() {
        assertThat(value(scrape, "teleservices_mails_total{domain=\"orange.fr\",result=\"sent\"}"))
                .isEqualTo(1);
        assertThat(value(scrape, "teleservices_mails_total{domain=\"other\",result=\"sent\"}"))
                .isEqualTo(FAMILIES - 1);
        assertThat(value(scrape, "teleservices_letter_pages_total{result=\"stored\"}"))
                .isEqualTo(FAMILIES);
        assertThat(value(scrape, "teleservices_sign_ins_total{result=\"success\",who=\"staff\"}"))
                .isEqualTo(1);
        assertThat(value(scrape, "teleservices_sign_ins_total{result=\"wrong-password\",who=\"holder\"}"))
                .isEqualTo(1);
        assertThat(value(scrape, "teleservices_passwords_hashed_total")).isGreaterThanOrEqualTo(2);
        assertThat(value(scrape, "teleservices_db_served_total{pool=\"gate\"}")).isPositive();
        assertThat(value(scrape, "teleservices_http_requests_seconds_count{area=\"api\",outcome=\"2xx\"}"))
                .isPositive();
    }

    @Test
    void noLabelIsAPersonsAndTheirNumberIsBounded() {
        assertThat(scrape).doesNotContain("@", "example.org", UAI, "personne", "Collège");
        assertThat(scrape.lines().filter(line -> !line.startsWith("#")).count()).isLessThan(600);
    }

    @Test
    void everyMetricThatTheRulesNameIsInAScrape() throws Exception {
        String operations = Files.readString(Path.of("docs/operations.md"));
        Matcher rules =
                Pattern.compile("```yaml\\n(groups:.*?)```", Pattern.DOTALL).matcher(operations);
        assertThat(rules.find()).isTrue();
        Map<String, List<Map<String, List<Map<String, Object>>>>> file = new Yaml().load(rules.group(1));
        String expressions = file.get("groups").get(0).get("rules").stream()
                .map(rule -> rule.get("expr").toString())
                .collect(Collectors.joining("\n"));
        TreeSet<String> named = new TreeSet<>();
        Pattern.compile("\\b(?:teleservices|jvm)_\\w+")
                .matcher(expressions)
                .results()
                .forEach(found -> named.add(found.group()));
        assertThat(named).hasSizeGreaterThan(10);
        assertThat(named)
                .allSatisfy(name ->
                        assertThat(scrape).containsPattern(Pattern.compile("^" + name + "[{ ]", Pattern.MULTILINE)));
    }

    @Test
    void queuesAreLookedAtOnceForManyScrapes() {
        long school = SchoolRows.insert(quiet, "0750002V", 3);
        quiet.execute("INSERT INTO notification (school_id, account_id, channel, created_at)"
                + " SELECT school_id, id, 'EMAIL', now() - interval '90 s' FROM account WHERE school_id = " + school
                + " AND holder = 'PUPIL'");
        Node fresh = node(quiet, "");
        try {
            Browser browser = new Browser("http://localhost:" + await(fresh.pages()));
            String first = browser.get("/metrics").body();
            assertThat(value(first, "teleservices_queue_depth{channel=\"mail\",lane=\"single\"}"))
                    .isEqualTo(3);
            assertThat(value(first, "teleservices_queue_age_seconds{channel=\"mail\",lane=\"single\"}"))
                    .isBetween(90.0, 120.0);
            assertThat(value(first, "teleservices_queue_depth{channel=\"letter\",lane=\"run\"}"))
                    .isZero();
            String served = "teleservices_db_served_total{pool=\"gate\"}";
            double asked = value(first, served);
            for (int i = 0; i < 5; i++) {
                assertThat(value(browser.get("/metrics").body(), served)).isEqualTo(asked);
            }
        } finally {
            await(fresh.stop());
        }
    }

    @Test
    void aNodeIsNotReadyForASchemaOrKeysThatAreNotItsOwn() {
        String newest = quiet.value("SELECT version FROM flyway_schema_history ORDER BY installed_rank DESC LIMIT 1");
        quiet.execute("UPDATE flyway_schema_history SET success = false WHERE version = '" + newest + "'");
        Browser.Answer old = both.get("/health/ready");
        quiet.execute("UPDATE flyway_schema_history SET success = true WHERE version = '" + newest + "'");
        assertThat(old.status()).isEqualTo(503);
        assertThat(old.body()).contains("\"migrations\":\"DOWN\"", "\"database\":\"UP\"", "\"keys\":\"UP\"");
        String print = quiet.value("SELECT value FROM installation WHERE name = 'key-1'");
        quiet.execute("UPDATE installation SET value = 'another' WHERE name = 'key-1'");
        Browser.Answer strange = both.get("/health/ready");
        quiet.execute("UPDATE installation SET value = '" + print + "' WHERE name = 'key-1'");
        assertThat(strange.status()).isEqualTo(503);
        assertThat(strange.body()).contains("\"migrations\":\"UP\"", "\"keys\":\"DOWN\"");
        assertThat(both.get("/health/live").status()).isEqualTo(200);
        assertThat(both.get("/health/ready").status()).isEqualTo(200);
    }
}
