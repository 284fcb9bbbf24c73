package fr.teleservices.api;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.kernel.Role;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.LetterText;
import fr.teleservices.testing.TestSite;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What the calls answer, key by key, as other programs rely on it; and that the description says the same. */
class ApiShapesTest {
    private static final String SCHOOL = "/schools/" + TestApi.UAI;
    private static final JsonObject EVERYBODY = new JsonObject().put("holder", "guardian");

    private TestApi api;

    @BeforeEach
    void open() {
        api = new TestApi(150);
    }

    @AfterEach
    void close() {
        api.close();
    }

    @SuppressWarnings("unchecked")
    private Set<String> described(String schema) {
        Map<String, Object> yaml =
                new Yaml().load(api.site.browser().get("/api/v1/openapi.yaml").body());
        Map<String, Object> components = (Map<String, Object>) yaml.get("components");
        Map<String, Object> schemas = (Map<String, Object>) components.get("schemas");
        return ((Map<String, Object>) ((Map<String, Object>) schemas.get(schema)).get("properties")).keySet();
    }

    private void has(JsonObject json, String schema, String... promised) {
        assertThat(json.fieldNames()).contains(promised);
        assertThat(described(schema)).containsAll(json.fieldNames());
    }

    @Test
    void aTokenASchoolAndItsServicesHaveTheKeysOfTheContract() {
        JsonObject sent = new JsonObject().put("login", "agent-chef").put("password", TestSite.PASSWORD);
        has(TestApi.json(api.call("POST", "/tokens", sent)), "Token", "accessToken", "expiresIn");
        Answer added = api.callAs(
                api.token(Role.ACADEMIE),
                "POST",
                "/schools",
                new JsonObject().put("uai", TestApi.OTHER).put("name", "Lycée").put("services", "none"));
        assertThat(added.status()).isEqualTo(201);
        has(TestApi.json(added), "School", "uai", "name", "timezone");
        has(TestApi.json(api.get("/schools")).getJsonArray("items").getJsonObject(0), "School", "uai", "name");
        has(
                TestApi.json(api.get(SCHOOL + "/services"))
                        .getJsonArray("items")
                        .getJsonObject(0),
                "ServiceSetting",
                "service",
                "guardians",
                "pupils");
    }

    @Test
    void anAccountHasTheKeysOfTheContract() {
        JsonObject page = TestApi.json(api.get(SCHOOL + "/accounts?holder=guardian&limit=1"));
        assertThat(page.fieldNames()).containsExactlyInAnyOrder("items", "next");
        JsonObject item = page.getJsonArray("items").getJsonObject(0);
        has(
                item,
                "Account",
                "id",
                "holder",
                "login",
                "state",
                "person",
                "children",
                "division",
                "notifiedAt",
                "notifiedBy",
                "lastAccessAt");
        assertThat(item.getJsonObject("person").fieldNames())
                .containsExactlyInAnyOrder("familyName", "givenName", "email");
        assertThat(item.getJsonArray("children").getJsonObject(0).fieldNames())
                .containsExactlyInAnyOrder("familyName", "givenName", "division");
        assertThat(TestApi.json(api.get("/accounts/" + item.getLong("id")))).isEqualTo(item);
    }

    @Test
    void aRunHasTheKeysOfTheContractAndNoTimeLeftBeforeItsPeopleAreCounted() {
        Answer started = api.start("k", EVERYBODY);
        assertThat(started.status()).isEqualTo(202);
        JsonObject scheduled = TestApi.json(started);
        assertThat(started.header("location")).isEqualTo("/api/v1/runs/" + scheduled.getLong("id"));
        has(scheduled, "Run", "id", "status", "selected", "counts", "rate", "etaSeconds");
        assertThat(scheduled.getJsonObject("counts").fieldNames())
                .containsExactlyInAnyOrder("pending", "inFlight", "sent", "inLetter", "failed", "leftOut", "cancelled");
        assertThat(scheduled.getString("status")).isEqualTo("SCHEDULED");
        assertThat(scheduled.getValue("etaSeconds")).isNull();
        assertThat(scheduled.getValue("rate")).isInstanceOf(Number.class);

        String path = "/runs/" + scheduled.getLong("id");
        api.call("POST", path + "/pause", null);
        assertThat(TestApi.json(api.get(path)).getValue("etaSeconds")).isNull();
        api.call("POST", path + "/resume", null);
        api.round();
        api.site.clock.advance(Duration.ofSeconds(10));
        api.sendMails();
        JsonObject running = TestApi.json(api.get(path));
        assertThat(running.getInteger("selected")).isEqualTo(300);
        assertThat(running.getDouble("rate")).isEqualTo(15.0);
        assertThat(running.getInteger("etaSeconds")).isEqualTo(10);
        assertThat(TestApi.json(api.call("POST", path + "/cancel", null)).getInteger("etaSeconds"))
                .isZero();
    }

    /** The academy's and the school's keys do not meet, and a school without services holds all back. */
    @Test
    void aKeyOfOneSchoolIsNobodyElsesAndSurvivesTheClosingOfItsServices() {
        JsonObject first = TestApi.json(api.start("k", EVERYBODY));
        api.execute("UPDATE school_service SET guardians = false, pupils = false");
        Answer again = api.start("k", EVERYBODY);
        assertThat(again.status()).isEqualTo(202);
        assertThat(TestApi.json(again).getLong("id")).isEqualTo(first.getLong("id"));
        assertThat(api.start("other", EVERYBODY).status()).isEqualTo(409);
        assertThat(api.number("SELECT count(*) FROM run")).isOne();
    }

    @Test
    void ofTwentyStartsWithTwentyKeysAtOnceOneBegins() {
        List<Integer> answers = IntStream.range(0, 20)
                .parallel()
                .mapToObj(i -> api.start("k" + i, EVERYBODY).status())
                .toList();
        assertThat(answers.stream().filter(status -> status == 202)).hasSize(1);
        assertThat(answers.stream().filter(status -> status == 409)).hasSize(19);
        assertThat(api.number("SELECT count(*) FROM run")).isOne();
    }

    @Test
    void fourHundredAndFiftyAccountsArePagedToTheirEndUnderEveryFilter() {
        assertThat(paged("", 200)).hasSize(450);
        assertThat(paged("", 7)).hasSize(450);
        assertThat(paged("&holder=guardian", 100)).hasSize(300);
        assertThat(paged("&holder=pupil", 150)).hasSize(150);
        assertThat(paged("&state=NOT_NOTIFIED&q=PARENT1", 40)).hasSize(150);
        assertThat(paged("&state=ACTIVE", 40)).isEmpty();
        long there = api.number("SELECT count(*) FROM person WHERE division = '6 A'");
        assertThat(paged("&division=6%20A&holder=pupil", 1)).hasSize((int) there);
        assertThat(paged("&division=6%20A", 3)).hasSize((int) (3 * there));
    }

    private Set<Long> paged(String filter, int limit) {
        Set<Long> seen = new HashSet<>();
        String after = "";
        while (after != null) {
            JsonObject page = TestApi.json(
                    api.get(SCHOOL + "/accounts?limit=" + limit + filter + (after.isEmpty() ? "" : "&after=" + after)));
            JsonArray items = page.getJsonArray("items");
            assertThat(items.size()).isLessThanOrEqualTo(limit);
            for (int i = 0; i < items.size(); i++) {
                assertThat(seen.add(items.getJsonObject(i).getLong("id"))).isTrue();
            }
            after = page.getString("next");
        }
        return seen;
    }

    @Test
    void aNotificationEndsAndItsLetterIsOnePageWithTheLogin() throws Exception {
        long account = api.account("p.holder = 'GUARDIAN' AND p.email IS NULL");
        String login = TestApi.json(api.get("/accounts/" + account)).getString("login");
        Answer accepted = api.call("POST", "/accounts/" + account + "/notify", null);
        assertThat(accepted.status()).isEqualTo(202);
        long id = TestApi.json(accepted).getLong("notificationId");
        has(
                TestApi.json(api.get("/notifications/" + id)),
                "Notification",
                "id",
                "accountId",
                "channel",
                "status",
                "reason",
                "smtpAnswer",
                "createdAt",
                "endedAt");
        assertThat(api.get("/notifications/" + id + "/letter.pdf").status()).isEqualTo(409);

        api.writeLetters();
        awaitStatus(id, "IN_LETTER");
        HttpResponse<byte[]> pdf = bytes("/notifications/" + id + "/letter.pdf");
        assertThat(pdf.headers().firstValue("content-type")).contains("application/pdf");
        assertThat(LetterText.pages(pdf.body()))
                .singleElement()
                .satisfies(page -> assertThat(page.login()).isEqualTo(login));
        assertThat(TestApi.json(api.get("/accounts/" + account)).getString("notifiedBy"))
                .isEqualTo("PAPER");

        api.execute("UPDATE letter_key SET wrapped = NULL, destroyed_at = now()");
        assertThat(api.get("/notifications/" + id + "/letter.pdf").status()).isEqualTo(410);
    }

    @Test
    void destroyedLettersOfARunAreGoneAndNotAFaultOfOurs() {
        JsonObject run = TestApi.json(api.start(
                "k",
                new JsonObject().put("holder", "pupil").put("mode", "PAPER").put("divisions", List.of("6 A"))));
        api.round();
        api.writeLetters();
        awaitTrue(() -> api.number("SELECT count(*) FROM notification WHERE status = 'PENDING'") == 0);
        String path = "/runs/" + run.getLong("id");
        assertThat(api.get(path + "/letters.pdf").status()).isEqualTo(200);
        api.execute("UPDATE letter_key SET wrapped = NULL, destroyed_at = now()");
        for (String file : List.of("/letters.pdf", "/letters.zip")) {
            Answer gone = api.get(path + file);
            assertThat(gone.status()).isEqualTo(410);
            assertThat(gone.header("content-disposition")).isEmpty();
        }
        assertThat(api.get(path + "/report.csv").body().lines()).hasSizeGreaterThan(1);
    }

    @Test
    @Tag("trust-12")
    void aResetKillsTheSessionsAndWhatTheStateForbidsIs409() {
        long account = api.account("p.holder = 'GUARDIAN' AND p.email IS NOT NULL");
        assertThat(api.call("POST", "/accounts/" + account + "/reset-password", null)
                        .status())
                .isEqualTo(409);
        api.execute("UPDATE account SET state = 'ACTIVE', password_hash = 'x' WHERE id = " + account);
        api.execute("INSERT INTO session (token_hash, account_id, created_at, seen_at, expires_at) VALUES ('\\x01', "
                + account + ", now(), now(), now() + interval '1 h')");
        Answer reset = api.call("POST", "/accounts/" + account + "/reset-password", null);
        assertThat(reset.status()).isEqualTo(202);
        assertThat(api.number("SELECT count(*) FROM session WHERE account_id = " + account))
                .isZero();
        assertThat(api.number("SELECT count(*) FROM account WHERE password_hash IS NOT NULL"))
                .isZero();
        api.sendMails();
        awaitStatus(TestApi.json(reset).getLong("notificationId"), "SENT");
        assertThat(TestApi.json(api.get("/accounts/" + account)).getString("state"))
                .isEqualTo("NOTIFIED");
    }

    @Test
    void aHeldAccountIsReleasedBeforeItIsNotifiedAndAClosedOneNeverIs() {
        long account = api.account("p.holder = 'GUARDIAN'");
        assertThat(api.call("POST", "/accounts/" + account + "/release", null).status())
                .isEqualTo(409);
        api.execute("UPDATE account SET held = true, held_at = now() WHERE id = " + account);
        assertThat(api.call("POST", "/accounts/" + account + "/notify", null).status())
                .isEqualTo(409);
        assertThat(api.call("POST", "/accounts/" + account + "/release", null).status())
                .isEqualTo(200);
        assertThat(api.call("POST", "/accounts/" + account + "/notify", null).status())
                .isEqualTo(202);
        api.execute("UPDATE account SET state = 'CLOSED', closed_reason = 'LEFT' WHERE id = " + account);
        for (String call : List.of("/notify", "/reset-password", "/release")) {
            assertThat(api.call("POST", "/accounts/" + account + call, null).status())
                    .as(call)
                    .isEqualTo(409);
        }
    }

    @Test
    void withoutAnOpenServiceNobodyIsToldAnything() {
        api.execute("UPDATE school_service SET guardians = false, pupils = false");
        long account = api.account("p.holder = 'GUARDIAN'");
        api.execute("UPDATE account SET state = 'ACTIVE', password_hash = 'x' WHERE id = " + account);
        for (String call : List.of("/notify", "/reset-password")) {
            Answer refused = api.call("POST", "/accounts/" + account + call, null);
            assertThat(refused.status()).isEqualTo(409);
            assertThat(TestApi.json(refused).getString("type")).endsWith("no-active-service");
        }
        assertThat(api.number("SELECT count(*) FROM account WHERE password_hash = 'x'"))
                .isOne();
        assertThat(api.number("SELECT count(*) FROM notification")).isZero();
    }

    @Test
    void withoutAnAddressTheModeCourrielIs409AndBothIsTheLetterAlone() {
        long account = api.account("p.holder = 'GUARDIAN' AND p.email IS NULL");
        assertThat(api.call("POST", "/accounts/" + account + "/notify", new JsonObject().put("mode", "EMAIL"))
                        .status())
                .isEqualTo(409);
        Answer both = api.call("POST", "/accounts/" + account + "/notify", new JsonObject().put("mode", "BOTH"));
        assertThat(TestApi.json(both).getJsonArray("notificationIds")).hasSize(1);
        long other = api.account("p.holder = 'GUARDIAN' AND p.email IS NOT NULL");
        Answer two = api.call("POST", "/accounts/" + other + "/notify", new JsonObject().put("mode", "BOTH"));
        assertThat(TestApi.json(two).getJsonArray("notificationIds").stream().collect(Collectors.toSet()))
                .hasSize(2);
    }

    private HttpResponse<byte[]> bytes(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + api.site.port + "/api/v1" + path))
                                .header("Authorization", "Bearer " + api.token(Role.CHEF))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
    }

    private void awaitStatus(long notification, String status) {
        awaitTrue(() -> status.equals(
                TestApi.json(api.get("/notifications/" + notification)).getString("status")));
    }

    /** Asks again and again, half a minute at most. */
    private static void awaitTrue(java.util.function.BooleanSupplier wanted) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!wanted.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
