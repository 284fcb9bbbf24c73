package fr.teleservices.api;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.account.AccountDirectory;
import fr.teleservices.account.AccountService;
import fr.teleservices.account.SimulationService;
import fr.teleservices.kernel.Role;
import fr.teleservices.run.LetterOrderService;
import fr.teleservices.run.ReportService;
import fr.teleservices.run.RunEvents;
import fr.teleservices.run.RunService;
import fr.teleservices.school.School;
import fr.teleservices.siecle.ImportService;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestPostgres;
import fr.teleservices.testing.TestSite;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sse;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ApiTest {
    private static final int FAMILIES = 60;

    private static TestSite site;
    private static Contract contract;
    private static List<Route> routes;
    private static School other;
    private static final Map<Role, String> LOGINS = Map.of(
            Role.ASSISTANCE,
            "assistance",
            Role.GESTIONNAIRE,
            "secretariat",
            Role.CHEF,
            "chef",
            Role.ACADEMIE,
            "academie");

    @BeforeAll
    static void open() {
        site = TestSite.withoutSecondFactor(ApiTest::api);
        School school = site.school("0750001U", "Collège d’ici");
        other = site.school("0750002V", "Lycée d’à côté");
        SchoolRows.fill(ApiTest::execute, school.id(), FAMILIES);
        SchoolRows.fill(ApiTest::execute, other.id(), 3);
        LOGINS.forEach((role, login) -> site.staff(login, role, role == Role.ACADEMIE ? null : school));
        site.staff("voisin", Role.CHEF, other);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private static List<Route> api(TestSite site) {
        contract = await(Contract.load(site.vertx));
        RunService.OpenServices open = id -> site.schools.hasActiveService(id, LocalDate.now(site.clock));
        RunService runs = new RunService(
                site.vertx, site.database, open, (tx, id, by, action, run) -> Future.succeededFuture(), site.clock);
        LetterOrderService letters = new LetterOrderService(site.keyring, site.clock);
        routes = new Api(
                        contract,
                        site.site,
                        site.schools,
                        site.staff,
                        site.tokens,
                        new AccountService(
                                site.vertx, site.database, site.clock, site.keyring, open::any, letters::order),
                        new AccountDirectory(site.database),
                        new ImportService(site.vertx, site.database, site.clock),
                        runs,
                        new ReportService(site.vertx, site.database, site.keyring, site.clock),
                        new RunEvents(site.vertx, new Sse(site.vertx), runs),
                        site.clock,
                        new SimulationService(site.database, site.clock, site.keyring, open::any))
                .routes();
        return routes;
    }

    private static void execute(String sql) {
        try (Connection connection = TestPostgres.connect(site.adminUri);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static long number(String sql) {
        try (Connection connection = TestPostgres.connect(site.adminUri);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static String token(String login) {
        Answer answer = new Browser("http://localhost:" + site.port)
                .send(
                        "POST",
                        "/api/v1/tokens",
                        new JsonObject()
                                .put("login", login)
                                .put("password", TestSite.PASSWORD)
                                .encode(),
                        "Content-Type",
                        "application/json");
        assertThat(answer.status()).isEqualTo(200);
        return new JsonObject(answer.body()).getString("accessToken");
    }

    private static Answer call(String token, String method, String path, JsonObject body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Authorization", "Bearer " + token));
        if (body != null) {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        return site.browser()
                .send(method, "/api/v1" + path, body == null ? null : body.encode(), all.toArray(String[]::new));
    }

    private static JsonObject run() {
        return new JsonObject().put("holder", "guardian").put("mode", "PAPER");
    }

    @Test
    void everyCallThatIsDescribedHasItsRouteAndEveryRouteIsDescribed() {
        Set<String> described = contract.description().operations().stream()
                .map(ApiTest::name)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> mounted = routes.stream()
                .filter(route -> !route.path().endsWith("openapi.yaml"))
                .map(route -> route.method() + " "
                        + route.path().replaceAll(":(\\w+)", "{$1}").substring("/api/v1".length()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(mounted).isEqualTo(described);
    }

    private static String name(Operation operation) {
        return operation.getHttpMethod() + " " + operation.getOpenAPIPath();
    }

    @Test
    void theDescriptionIsServedWithTheAddressOfTheService() {
        Answer answer = site.browser().get("/api/v1/openapi.yaml");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).startsWith("openapi: 3.1").contains("http://localhost:" + site.port + "/api/v1");
    }

    @Test
    void withoutATokenOrWithAWrongPasswordItIs401() {
        assertThat(site.browser().get("/api/v1/schools").status()).isEqualTo(401);
        Answer wrong = site.browser()
                .send(
                        "POST",
                        "/api/v1/tokens",
                        "{\"login\":\"personne\",\"password\":\"rien du tout\"}",
                        "Content-Type",
                        "application/json");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.header("content-type")).isEqualTo("application/problem+json");
    }

    @Test
    @Tag("trust-14")
    void anotherSchoolsIdsAreAnsweredAsThoseThatDoNotExistInEveryRouteAsEveryRole() {
        long account = number("SELECT min(id) FROM account WHERE school_id = " + other.id());
        Answer started = call(token("voisin"), "POST", "/schools/0750002V/runs", run(), "Idempotency-Key", "voisin");
        long run = new JsonObject(started.body()).getLong("id");
        Answer notified = call(
                token("voisin"), "POST", "/accounts/" + account + "/notify", new JsonObject().put("mode", "PAPER"));
        long notification = new JsonObject(notified.body()).getLong("notificationId");
        int checked = 0;
        for (Role role : List.of(Role.ASSISTANCE, Role.GESTIONNAIRE, Role.CHEF)) {
            String token = token(LOGINS.get(role));
            for (Route route : routes) {
                if (!route.path().contains(":")) {
                    continue;
                }
                long id = route.path().contains("/runs/")
                        ? run
                        : route.path().contains("/accounts/") ? account : notification;
                Answer theirs = ask(token, route, "0750002V", Long.toString(id));
                Answer nobodys = ask(token, route, "0750003W", "999999999");
                boolean may = ((Permission.Api) route.permission()).least().compareTo(role) <= 0;
                assertThat(theirs.status())
                        .as(role + " " + route.method() + " " + route.path() + " " + theirs.body())
                        .isEqualTo(may ? 404 : 403);
                assertThat(theirs.body()).isEqualTo(nobodys.body());
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(50);
    }

    private static Answer ask(String token, Route route, String uai, String id) {
        String path =
                route.path().substring("/api/v1".length()).replace(":uai", uai).replace(":id", id);
        if (path.endsWith("/imports")) {
            return site.browser()
                    .send(
                            "POST",
                            "/api/v1" + path,
                            "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.xml\"\r\n\r\n<a/>\r\n--b--\r\n",
                            "Authorization",
                            "Bearer " + token,
                            "Content-Type",
                            "multipart/form-data; boundary=b");
        }
        JsonObject body = null;
        if (path.endsWith("/runs") && route.method().equals(HttpMethod.POST)) {
            body = run();
        } else if (route.method().equals(HttpMethod.PUT)) {
            body = new JsonObject().put("items", new JsonArray());
        }
        return call(token, route.method().name(), path, body, "Idempotency-Key", "k");
    }

    @Test
    @Tag("trust-16")
    void whatIsNotDescribedIsRefusedAndNothingIsStored() {
        String academy = token("academie");
        JsonObject school =
                new JsonObject().put("uai", "9740001H").put("name", "Autre").put("id", 77);
        assertThat(call(academy, "POST", "/schools", school).status()).isEqualTo(422);
        assertThat(number("SELECT count(*) FROM school WHERE uai = '9740001H'")).isZero();
        String chef = token("chef");
        assertThat(call(chef, "POST", "/schools/0750001U/runs", run().put("school", 2), "Idempotency-Key", "x")
                        .status())
                .isEqualTo(422);
        assertThat(call(chef, "POST", "/schools/0750001U/runs", run().put("mode", "FAX"), "Idempotency-Key", "x")
                        .status())
                .isEqualTo(422);
        assertThat(call(chef, "POST", "/schools/0750001U/runs", run()).status()).isEqualTo(422);
    }

    @Test
    void theAcademyAddsASchoolAndABadUaiIs422() {
        String academy = token("academie");
        assertThat(call(
                                academy,
                                "POST",
                                "/schools",
                                new JsonObject().put("uai", "9880001A").put("name", "N"))
                        .status())
                .isEqualTo(422);
        Answer added = call(
                academy,
                "POST",
                "/schools",
                new JsonObject().put("uai", "9880001G").put("name", "Nouméa").put("timezone", "Pacific/Noumea"));
        assertThat(added.status()).isEqualTo(201);
        assertThat(call(
                                token("chef"),
                                "POST",
                                "/schools",
                                new JsonObject().put("uai", "9880001G").put("name", "N"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void twentyStartsWithOneKeyAreOneRunAndAnotherOverTheSamePeopleHasToBeConfirmed() {
        String token = token("secretariat");
        Set<Long> ids = IntStream.range(0, 20)
                .parallel()
                .mapToObj(i -> call(token, "POST", "/schools/0750001U/runs", run(), "Idempotency-Key", "same"))
                .map(answer -> new JsonObject(answer.body()).getLong("id"))
                .collect(Collectors.toSet());
        assertThat(ids).hasSize(1);
        long id = ids.iterator().next();
        assertThat(call(token, "POST", "/schools/0750001U/runs", run(), "Idempotency-Key", "other")
                        .status())
                .isEqualTo(409);
        Answer confirmed =
                call(token, "POST", "/schools/0750001U/runs?confirm=true", run(), "Idempotency-Key", "other");
        assertThat(confirmed.status()).isEqualTo(202);
        assertThat(confirmed.header("location")).startsWith("/api/v1/runs/");
        assertThat(call(token, "POST", "/runs/" + id + "/cancel", null).status())
                .isEqualTo(200);
        JsonObject cancelled =
                new JsonObject(call(token, "GET", "/runs/" + id, null).body());
        assertThat(cancelled.getString("status")).isEqualTo("CANCELLED");
        assertThat(cancelled.getJsonObject("counts").fieldNames())
                .containsExactlyInAnyOrder("pending", "inFlight", "sent", "inLetter", "failed", "leftOut", "cancelled");
        assertThat(call(token, "POST", "/runs/" + id + "/resume", null).status())
                .isEqualTo(409);
    }

    @Test
    void aMassResetIsTheChefs() {
        assertThat(call(
                                token("secretariat"),
                                "POST",
                                "/schools/0750001U/runs",
                                run().put("reset", true),
                                "Idempotency-Key",
                                "reset")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theListIsPagedToItsEndWithoutLossOrRepetition() {
        String token = token("assistance");
        Set<Long> seen = new HashSet<>();
        String after = null;
        do {
            JsonObject page = new JsonObject(call(
                            token,
                            "GET",
                            "/schools/0750001U/accounts?limit=7" + (after == null ? "" : "&after=" + after),
                            null)
                    .body());
            for (Object item : page.getJsonArray("items")) {
                assertThat(seen.add(((JsonObject) item).getLong("id"))).isTrue();
            }
            after = page.getString("next");
        } while (after != null);
        assertThat(seen).hasSize(3 * FAMILIES);
    }

    @Test
    void theListIsFilteredByHolderDivisionAndTextWhateverItsCaseAndAccents() {
        String token = token("assistance");
        assertThat(items(token, "holder=pupil")).hasSize(50);
        assertThat(items(token, "holder=pupil&limit=200")).hasSize(FAMILIES);
        assertThat(items(token, "q=FAMÌLLE12&limit=200")).hasSize(3);
        assertThat(items(token, "q=_")).isEmpty();
        assertThat(items(token, "state=ACTIVE")).isEmpty();
        assertThat(items(token, "division=6%20A&holder=guardian&limit=200"))
                .allMatch(item -> item.getJsonArray("children")
                        .getJsonObject(0)
                        .getString("division")
                        .equals("6 A"));
        assertThat(call(token, "GET", "/schools/0750001U/accounts?limit=201", null)
                        .status())
                .isEqualTo(422);
    }

    private static List<JsonObject> items(String token, String query) {
        return new JsonObject(call(token, "GET", "/schools/0750001U/accounts?" + query, null)
                        .body())
                .getJsonArray("items").stream().map(JsonObject.class::cast).toList();
    }

    @Test
    void oneAccountIsNotifiedAndItsNotificationCanBeAskedFor() {
        String token = token("assistance");
        long account =
                number("SELECT min(id) FROM account WHERE school_id <> " + other.id() + " AND holder = 'GUARDIAN'");
        Answer answer = call(token, "POST", "/accounts/" + account + "/notify", new JsonObject().put("mode", "BOTH"));
        assertThat(answer.status()).isEqualTo(202);
        long notification = new JsonObject(answer.body()).getLong("notificationId");
        JsonObject line = new JsonObject(
                call(token, "GET", "/notifications/" + notification, null).body());
        assertThat(line.getLong("accountId")).isEqualTo(account);
        assertThat(line.getString("status")).isEqualTo("PENDING");
        assertThat(call(token, "POST", "/accounts/" + account + "/release", null)
                        .status())
                .isEqualTo(403);
        assertThat(call(token("chef"), "POST", "/accounts/" + account + "/release", null)
                        .status())
                .isEqualTo(409);
    }
}
