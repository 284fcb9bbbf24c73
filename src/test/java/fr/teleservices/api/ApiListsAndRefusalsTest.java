package fr.teleservices.api;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.account.AccountDirectory;
import fr.teleservices.account.AccountService;
import fr.teleservices.kernel.Role;
import fr.teleservices.run.LetterOrderService;
import fr.teleservices.run.ReportService;
import fr.teleservices.run.RunEvents;
import fr.teleservices.run.RunService;
import fr.teleservices.school.School;
import fr.teleservices.school.StaffService;
import fr.teleservices.siecle.ImportService;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestPostgres;
import fr.teleservices.testing.TestSite;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a program relies on when it lists, and when it is told no. */
class ApiListsAndRefusalsTest {
    private static final int FAMILIES = 10;

    private TestSite site;
    private School first;
    private School second;
    private String chef;
    private String academie;

    @BeforeEach
    void open() {
        site = new TestSite(ApiListsAndRefusalsTest::routes);
        first = site.school("0750001U", "Collège Jeanne-d’Arc");
        second = site.school("0750002V", "Lycée d’à côté");
        SchoolRows.fill(this::execute, first.id(), FAMILIES);
        SchoolRows.fill(this::execute, second.id(), FAMILIES);
        chef = token("chef", Role.CHEF, first);
        academie = token("academie", Role.ACADEMIE, null);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private static List<Route> routes(TestSite site) {
        RunService.OpenServices services = id -> site.schools.hasActiveService(id, LocalDate.now(site.clock));
        RunService runs = new RunService(
                site.vertx,
                site.database,
                services,
                (tx, id, staff, action, run) -> Future.succeededFuture(),
                site.clock);
        LetterOrderService letters = new LetterOrderService(site.keyring, site.clock);
        return new Api(
                        await(Contract.load(site.vertx)),
                        site.site,
                        site.schools,
                        site.staff,
                        site.tokens,
                        new AccountService(
                                site.vertx, site.database, site.clock, site.keyring, services::any, letters::order),
                        new AccountDirectory(site.database),
                        new ImportService(site.vertx, site.database, site.clock),
                        runs,
                        new ReportService(site.vertx, site.database, site.keyring, site.clock),
                        new RunEvents(site.vertx, new Sse(site.vertx), runs),
                        site.clock)
                .routes();
    }

    @Test
    void closedAccountsAreListedWhenTheyAreAskedForAndNotBefore() {
        execute(
                "UPDATE account SET state = 'CLOSED', closed_reason = 'LEFT' WHERE id = (SELECT min(id) FROM account WHERE school_id = "
                        + first.id() + ")");

        assertThat(accounts(""))
                .hasSize(3 * FAMILIES - 1)
                .noneMatch(item -> state(item).equals("CLOSED"));
        assertThat(accounts("&state=CLOSED"))
                .hasSize(1)
                .allMatch(item -> state(item).equals("CLOSED"));
    }

    @Test
    void wordsAreFoundInEitherOrderWithoutAccentsAndOverParentAndChild() {
        execute("UPDATE person SET family_name = 'Lefèvre', given_name = 'Zoé' WHERE siecle_id = '1-3' AND school_id = "
                + first.id());

        assertThat(accounts("&q=zoe%20LEFEVRE")).hasSize(1);
        assertThat(accounts("&q=lefevre%20zoe")).hasSize(1);
        assertThat(accounts("&q=zoe%20enfant")).hasSize(1); // the child is Enfant Famille3
        assertThat(accounts("&q=zoe%20nobody")).isEmpty();
    }

    @Test
    void whatIsTypedIsTakenAsItStandsAndIsNoPattern() {
        execute("UPDATE person SET email = 'zoe+ecole@example.org' WHERE siecle_id = '1-3' AND school_id = "
                + first.id());

        assertThat(accounts("&q=zoe%2Becole")).hasSize(1);
        assertThat(accounts("&q=%25")).isEmpty();
        assertThat(accounts("&q=_")).isEmpty();
        assertThat(accounts("&q=%255F")).isEmpty();
    }

    @Test
    void oneStartOverManySchoolsIsListedUnderItsHeading() {
        Answer answer = startMany("k", "", first.uai(), second.uai());
        assertThat(answer.status()).isEqualTo(202);
        JsonArray runs = new JsonObject(answer.body()).getJsonArray("runs");
        assertThat(runs).hasSize(2);

        Answer listed = get(academie, answer.header("location"));
        assertThat(listed.status()).isEqualTo(200);
        assertThat(items(listed)).extracting(item -> item.getString("uai")).containsExactly(first.uai(), second.uai());
        assertThat(items(listed))
                .extracting(item -> item.getLong("id"))
                .containsExactly(
                        runs.getJsonObject(0).getLong("id"),
                        runs.getJsonObject(1).getLong("id"));
        assertThat(startMany("k", "", first.uai(), second.uai()).body()).isEqualTo(answer.body());
        assertThat(get(academie, "/api/v1/runs?heading=999999").status()).isEqualTo(404);
        assertThat(get(chef, answer.header("location")).status()).isEqualTo(403);
    }

    @Test
    void whereOneSchoolCannotStartNoneDoesAndTheAnswerNamesIt() {
        execute("DELETE FROM school_service WHERE school_id = " + second.id());

        Answer answer = startMany("k", "", first.uai(), second.uai());

        assertThat(answer.status()).isEqualTo(409);
        JsonObject problem = new JsonObject(answer.body());
        assertThat(problem.getString("type")).endsWith("no-active-service");
        assertThat(problem.getJsonObject("fields").fieldNames()).containsExactly(second.uai());
        assertThat(number("SELECT count(*) FROM run")).isZero();
    }

    @Test
    void aRunThatHasNotEndedInOneSchoolHoldsTheStartOverManyBackUnlessConfirmed() {
        assertThat(start(chef, second.uai()).status()).isEqualTo(404);
        assertThat(start(academie, second.uai()).status()).isEqualTo(202);

        assertThat(startMany("k", "", first.uai(), second.uai()).status()).isEqualTo(409);
        assertThat(number("SELECT count(*) FROM run")).isEqualTo(1);
        assertThat(startMany("k", "?confirm=true", first.uai(), second.uai()).status())
                .isEqualTo(202);
        assertThat(number("SELECT count(*) FROM run")).isEqualTo(3);
    }

    @Test
    void aKeyOfAProgramIsNeverTheKeyThatTheServiceGivesToARunOfAHeading() {
        for (int guess = 1; guess <= 3; guess++) {
            send(chef, "/api/v1/schools/" + first.uai() + "/runs?confirm=true", order(), "heading-" + guess);
        }
        JsonArray runs =
                new JsonObject(startMany("k", "?confirm=true", first.uai()).body()).getJsonArray("runs");
        assertThat(number("SELECT heading_id FROM run WHERE id = "
                        + runs.getJsonObject(0).getLong("id")))
                .isPositive();
    }

    @Test
    void theRunsOfASchoolAreListedWithTheirCountsTheNewestFirst() {
        long one = new JsonObject(start(chef, first.uai()).body()).getLong("id");
        long two = new JsonObject(send(
                                chef,
                                "/api/v1/schools/" + first.uai() + "/runs?confirm=true",
                                order(),
                                UUID.randomUUID().toString())
                        .body())
                .getLong("id");

        List<JsonObject> items = items(get(chef, "/api/v1/schools/" + first.uai() + "/runs"));
        assertThat(items).extracting(item -> item.getLong("id")).containsExactly(two, one);
        assertThat(items)
                .allSatisfy(item -> assertThat(item)
                        .isEqualTo(new JsonObject(
                                get(chef, "/api/v1/runs/" + item.getLong("id")).body())));
    }

    @Test
    void aRefusedImportNamesFileAndLine() {
        String boundary = "limite";
        String body = "--" + boundary
                + "\r\nContent-Disposition: form-data; name=\"files\"; filename=\"eleves.xml\"\r\nContent-Type: text/xml\r\n\r\n"
                + "<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?>\n<INCONNU/>\r\n--" + boundary + "--\r\n";
        Answer answer = site.browser()
                .send(
                        "POST",
                        "/api/v1/schools/" + first.uai() + "/imports",
                        body,
                        "Authorization",
                        "Bearer " + chef,
                        "Content-Type",
                        "multipart/form-data; boundary=" + boundary);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        JsonObject problem = new JsonObject(answer.body());
        assertThat(problem.getString("file")).isEqualTo("eleves.xml");
        assertThat(problem.getInteger("line")).isPositive();
        assertThat(problem.getString("detail")).contains("eleves.xml");
    }

    private List<JsonObject> accounts(String more) {
        return items(get(chef, "/api/v1/schools/" + first.uai() + "/accounts?limit=200" + more));
    }

    private static List<JsonObject> items(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body())
                .getJsonArray("items").stream().map(JsonObject.class::cast).toList();
    }

    private static String state(JsonObject item) {
        return item.getString("state");
    }

    private Answer start(String token, String uai) {
        return send(
                token,
                "/api/v1/schools/" + uai + "/runs",
                order(),
                UUID.randomUUID().toString());
    }

    private Answer startMany(String key, String query, String... uais) {
        return send(
                academie,
                "/api/v1/runs" + query,
                order().put("schools", new JsonArray(Stream.of(uais).toList())),
                key);
    }

    private static JsonObject order() {
        return new JsonObject().put("holder", "guardian").put("mode", "EMAIL_OR_PAPER");
    }

    private Answer send(String token, String path, JsonObject body, String key) {
        return site.browser()
                .send(
                        "POST",
                        path,
                        body.encode(),
                        "Authorization",
                        "Bearer " + token,
                        "Content-Type",
                        "application/json",
                        "Idempotency-Key",
                        key);
    }

    private Answer get(String token, String path) {
        return site.browser().get(path, "Authorization", "Bearer " + token);
    }

    private String token(String login, Role role, School school) {
        return site.tokens.issue(new StaffService.SignedIn(site.staff(login, role, school), true));
    }

    private void execute(String sql) {
        try (Connection connection = TestPostgres.connect(site.adminUri);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private long number(String sql) {
        try (Connection connection = TestPostgres.connect(site.adminUri);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
