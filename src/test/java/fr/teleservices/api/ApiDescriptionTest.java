package fr.teleservices.api;

import static fr.teleservices.api.ApiSite.json;
import static fr.teleservices.api.ApiSite.order;
import static fr.teleservices.kernel.Role.ACADEMIE;
import static fr.teleservices.kernel.Role.ASSISTANCE;
import static fr.teleservices.kernel.Role.CHEF;
import static fr.teleservices.kernel.Role.GESTIONNAIRE;
import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.TestSite;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The API is what its description says, and refuses what it does not say. */
class ApiDescriptionTest {
    private static ApiSite api;

    @BeforeAll
    static void open() {
        api = new ApiSite(3);
    }

    @AfterAll
    static void close() {
        api.close();
    }

    private static Map<String, Map<String, Object>> described() {
        Answer answer = api.site.browser().get("/api/v1/openapi.yaml");
        assertThat(answer.status()).isEqualTo(200);
        Map<String, Object> whole = new Yaml().load(answer.body());
        assertThat(whole.get("openapi")).isEqualTo("3.1.0");
        assertThat(whole.get("servers")).isEqualTo(List.of(Map.of("url", api.site.site.origin() + "/api/v1")));
        @SuppressWarnings("unchecked")
        Map<String, Map<String, Object>> paths = (Map<String, Map<String, Object>>) whole.get("paths");
        return paths;
    }

    @Test
    void everyCallIsDescribedAndEveryDescriptionIsACall() {
        Set<String> described = new TreeSet<>();
        described()
                .forEach((path, methods) -> methods.keySet().stream()
                        .filter(method -> !method.equals("parameters"))
                        .forEach(method -> described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path)));
        Set<String> mounted = new TreeSet<>();
        api.site.web.routes().stream()
                .filter(route ->
                        route.path().startsWith(Api.BASE + "/") && !route.path().endsWith("openapi.yaml"))
                .forEach(route -> mounted.add(route.method() + " "
                        + route.path().substring(Api.BASE.length()).replaceAll(":(\\w+)", "{$1}")));
        assertThat(mounted).isEqualTo(described);
    }

    @Test
    void aTokenIsGivenForThePasswordAndWhatIsWrongWithItIsNotSaid() {
        JsonObject good = json(200, token("api-chef", TestSite.PASSWORD));
        assertThat(good.fieldNames()).containsExactlyInAnyOrder("accessToken", "expiresIn");
        assertThat(api.site
                        .browser()
                        .get("/api/v1/schools", "Authorization", "Bearer " + good.getString("accessToken"))
                        .status())
                .isEqualTo(200);
        Answer wrong = token("api-gestionnaire", "pas le bon mot de passe");
        Answer nobody = token("personne", "pas le bon mot de passe");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.body()).isEqualTo(nobody.body());
    }

    @Test
    void whoFailsHasToWaitAndIsToldHowLong() {
        for (int i = 0; i < 3; i++) {
            token("api-assistance", "pas le bon mot de passe");
        }
        Answer early = token("api-assistance", TestSite.PASSWORD);
        assertThat(early.status()).isEqualTo(429);
        assertThat(Integer.parseInt(early.header("retry-after"))).isBetween(1, 10);
    }

    private static Answer token(String login, String password) {
        return api.site
                .browser()
                .send(
                        "POST",
                        "/api/v1/tokens",
                        new JsonObject()
                                .put("login", login)
                                .put("password", password)
                                .encode(),
                        "Content-Type",
                        "application/json");
    }

    @Test
    void theAcademyAddsASchoolWithOrWithoutServices() {
        JsonObject added =
                json(201, api.post(ACADEMIE, "/schools", school("0750003W").put("services", "none")));
        assertThat(added.getString("uai")).isEqualTo("0750003W");
        assertThat(added.getString("timezone")).isEqualTo("Europe/Paris");
        assertThat(api.number(
                        "SELECT count(*) FROM school_service JOIN school s ON s.id = school_id WHERE uai = '0750003W'"))
                .isZero();
        assertThat(api.post(ACADEMIE, "/schools", school("0750003W")).status()).isEqualTo(409);
        JsonObject bad = json(422, api.post(ACADEMIE, "/schools", school("0750003A")));
        assertThat(bad.getJsonObject("fields").fieldNames()).containsExactly("uai");
        assertThat(api.post(CHEF, "/schools", school("0750004X")).status()).isEqualTo(403);
        assertThat(api.number("SELECT count(*) FROM school WHERE uai = '0750004X'"))
                .isZero();
    }

    private static JsonObject school(String uai) {
        return new JsonObject().put("uai", uai).put("name", "Collège neuf");
    }

    @Test
    void theChefOpensAndClosesServicesAndTheOthersStay() {
        String path = "/schools/" + api.other.uai() + "/services";
        JsonArray before = json(200, api.get(ACADEMIE, path)).getJsonArray("items");
        JsonObject change =
                new JsonObject().put("service", "LSU").put("guardians", false).put("pupils", false);
        JsonArray after = json(
                        200,
                        api.call(ACADEMIE, "PUT", path, new JsonObject().put("items", new JsonArray().add(change))))
                .getJsonArray("items");
        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            JsonObject one = before.getJsonObject(i);
            assertThat(after.getJsonObject(i))
                    .isEqualTo(
                            one.getString("service").equals("LSU") ? one.copy().mergeIn(change) : one);
        }
        // what was given can be handed back as it is
        assertThat(json(200, api.call(ACADEMIE, "PUT", path, new JsonObject().put("items", before)))
                        .getJsonArray("items"))
                .isEqualTo(before);
        assertThat(api.call(
                                GESTIONNAIRE,
                                "PUT",
                                "/schools/" + api.own.uai() + "/services",
                                new JsonObject().put("items", before))
                        .status())
                .isEqualTo(403);
    }

    @Test
    @Tag("trust-16")
    void fieldsThatNobodyAskedForAreRefusedAndNothingIsStored() {
        long runs = api.number("SELECT count(*) FROM run");
        JsonObject extra = new JsonObject()
                .put("role", "ACADEMIE")
                .put("state", "ACTIVE")
                .put("school", api.other.uai())
                .put("schoolId", api.other.id());
        long account = api.number("SELECT min(id) FROM account WHERE school_id = " + api.own.id());
        for (String field : extra.fieldNames()) {
            JsonObject one = new JsonObject().put(field, extra.getValue(field));
            assertThat(api.start(CHEF, api.own, order().mergeIn(one)).status()).isEqualTo(422);
            assertThat(api.post(ACADEMIE, "/schools", school("0750005Y").mergeIn(one))
                            .status())
                    .isEqualTo(422);
            assertThat(api.post(CHEF, "/accounts/" + account + "/notify", one).status())
                    .isEqualTo(422);
            assertThat(api.post(CHEF, "/accounts/" + account + "/reset-password", one)
                            .status())
                    .isEqualTo(422);
            JsonObject service = new JsonObject()
                    .put("service", "LSU")
                    .put("guardians", true)
                    .put("pupils", false)
                    .mergeIn(one);
            assertThat(api.call(
                                    CHEF,
                                    "PUT",
                                    "/schools/" + api.own.uai() + "/services",
                                    new JsonObject().put("items", new JsonArray().add(service)))
                            .status())
                    .isEqualTo(422);
        }
        assertThat(api.number("SELECT count(*) FROM run")).isEqualTo(runs);
        assertThat(api.number("SELECT count(*) FROM notification")).isZero();
        assertThat(api.number("SELECT count(*) FROM school WHERE uai = '0750005Y'"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "\"x\"",
                "null",
                "{\"holder\":1}",
                "{\"holder\":\"teacher\"}",
                "{}",
                "{\"holder\":\"guardian\",\"states\":\"NOTIFIED\"}",
                "{\"holder\":\"guardian\",\"states\":[]}",
                "{\"holder\":\"pupil\",\"states\":[\"ACTIVATING\"]}",
                "{\"holder\":\"guardian\",\"mode\":\"FAX\"}",
                "{\"holder\":\"guardian\",\"startsAt\":\"demain\"}",
                "{\"holder\":\"guardian\",\"states\":[\"CLOSED\"]}"
            })
    void anOrderThatIsNotOneIsRefusedAndStartsNothing(String body) {
        long runs = api.number("SELECT count(*) FROM run");
        Answer answer = api.site
                .browser()
                .send(
                        "POST",
                        "/api/v1/schools/" + api.own.uai() + "/runs",
                        body,
                        "Authorization",
                        "Bearer " + api.token(CHEF),
                        "Content-Type",
                        "application/json",
                        "Idempotency-Key",
                        body);
        assertThat(json(422, answer).getString("detail")).isNotBlank();
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(api.number("SELECT count(*) FROM run")).isEqualTo(runs);
    }

    @Test
    void aBodyOfAnotherTypeIsRefused() {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "application/xml")) {
            Answer answer = api.site
                    .browser()
                    .send(
                            "POST",
                            "/api/v1/schools/" + api.own.uai() + "/runs",
                            order().encode(),
                            "Authorization",
                            "Bearer " + api.token(CHEF),
                            "Content-Type",
                            type,
                            "Idempotency-Key",
                            type);
            assertThat(answer.status()).as(type + answer.body()).isIn(415, 422);
        }
    }

    @Test
    void theNameOfATypeIsReadInEitherCase() {
        Answer answer = api.site
                .browser()
                .send(
                        "POST",
                        "/api/v1/tokens",
                        "{\"login\": \"x\", \"password\": \"y\"}",
                        "Content-Type",
                        "Application/JSON");
        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
    }

    /** Vert.x reads a file of the folder that a process happens to run in before that of the jar. */
    @Test
    void theDescriptionIsTheJarsWhereverItRuns() throws IOException {
        Path planted = Path.of("openapi.yaml");
        Files.writeString(planted, "openapi: 3.1.0\ninfo: {title: planted, version: '1'}\npaths: {}\n");
        try {
            assertThat(await(Contract.load(api.site.vertx)).description().getPaths())
                    .isNotEmpty();
        } finally {
            Files.delete(planted);
        }
    }

    @Test
    void whatIsNotThereOrNotAllowedIsAProblemInJson() {
        assertThat(json(404, api.get(CHEF, "/nulle-part")).getInteger("status")).isEqualTo(404);
        assertThat(json(405, api.call(CHEF, "DELETE", "/schools", null)).getInteger("status"))
                .isEqualTo(405);
        assertThat(json(401, api.site.browser().get("/api/v1/schools")).getInteger("status"))
                .isEqualTo(401);
        JsonObject forbidden = json(403, api.start(ASSISTANCE, api.own, order()));
        assertThat(forbidden.fieldNames()).contains("type", "title", "status", "detail");
    }
}
