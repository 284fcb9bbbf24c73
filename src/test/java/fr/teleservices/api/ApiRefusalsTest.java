package fr.teleservices.api;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.kernel.Role;
import fr.teleservices.testing.Browser.Answer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program gets for what is none of the API's: a problem with a status of its own, never a fault of ours. */
class ApiRefusalsTest {
    private static final String SCHOOL = "/schools/" + TestApi.UAI;

    private static TestApi api;

    @BeforeAll
    static void open() {
        api = new TestApi(4);
    }

    @AfterAll
    static void close() {
        api.close();
    }

    private static void refused(Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(TestApi.json(answer).getInteger("status")).isEqualTo(status);
        assertThat(TestApi.json(answer).getString("detail")).isNotBlank();
    }

    @Test
    void anUnknownPathIs404AndAWrongMethodSaysWhichAreRight() {
        refused(api.get("/nowhere"), 404);
        refused(api.get(""), 404);
        Answer wrong = api.call("DELETE", "/accounts/1", null);
        refused(wrong, 405);
        assertThat(wrong.header("allow")).isEqualTo("GET, HEAD");
        assertThat(api.call("PATCH", "/schools", null).header("allow")).isEqualTo("GET, HEAD, POST");
    }

    @Test
    void withoutATokenNoRouteAnswersAnythingElse() {
        api.routes().stream()
                .filter(route ->
                        !route.path().endsWith("/tokens") && !route.path().endsWith("openapi.yaml"))
                .forEach(route -> {
                    String path = route.path().replace(":uai", TestApi.UAI).replace(":id", "1");
                    Answer answer = api.site.browser().send(route.method().name(), path, null);
                    refused(answer, 401);
                    assertThat(answer.header("www-authenticate")).isEqualTo("Bearer");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "[]", "null", "\"x\"", "{\"mode\":null}", "{\"mode\":\"FAX\"}", "{\"mode\":\"\\u0000\"}"})
    void aBodyThatIsNoneIs422AndNothingIsSent(String body) {
        long account = api.account("p.holder = 'GUARDIAN'");
        refused(api.call("POST", "/accounts/" + account + "/notify", body), 422);
        assertThat(api.number("SELECT count(*) FROM notification WHERE account_id = " + account))
                .isZero();
    }

    @Test
    void anotherMediaTypeIs415() {
        String notify = "/accounts/" + api.account("p.holder = 'GUARDIAN'") + "/notify";
        refused(api.call("POST", notify, "mode=PAPER", "Content-Type", "application/x-www-form-urlencoded"), 415);
        refused(api.call("POST", notify, "{\"mode\":\"PAPER\"}", "Content-Type", "text/plain"), 415);
    }

    @Test
    @Tag("trust-16")
    void aRoleAStateOrASchoolInABodyIsRefusedAndNothingIsStored() {
        long account = api.account("p.holder = 'PUPIL'");
        for (String extra : new String[] {"role", "state", "school", "holder", "login"}) {
            JsonObject mode = new JsonObject().put("mode", "PAPER").put(extra, "ACTIVE");
            refused(api.call("POST", "/accounts/" + account + "/notify", mode), 422);
            refused(api.call("POST", "/accounts/" + account + "/reset-password", mode), 422);
            refused(
                    api.call(
                            "POST",
                            "/tokens",
                            new JsonObject()
                                    .put("login", "agent-chef")
                                    .put("password", "x")
                                    .put(extra.equals("login") ? "id" : extra, "CHEF")),
                    422);
            refused(api.start("extra", new JsonObject().put("holder", "pupil").put(extra + "Id", 2)), 422);
            refused(
                    api.call(
                            "PUT",
                            SCHOOL + "/services",
                            "{\"items\":[{\"service\":\"BOURSE\",\"guardians\":true,\"pupils\":false,\"" + extra
                                    + "\":\"x\"}]}"),
                    422);
        }
        assertThat(api.number("SELECT count(*) FROM notification WHERE account_id = " + account))
                .isZero();
        assertThat(api.number("SELECT count(*) FROM run WHERE idempotency_key LIKE '%extra'"))
                .isZero();
        assertThat(api.number("SELECT count(*) FROM account WHERE state = 'ACTIVE'"))
                .isZero();
    }

    @Test
    void aNulInATextIsRefusedBeforeTheDatabaseSeesIt() {
        refused(api.call("POST", "/tokens", "{\"login\":\"a\\u0000b\",\"password\":\"x\"}"), 422);
        refused(
                api.callAs(
                        api.token(Role.ACADEMIE), "POST", "/schools", "{\"uai\":\"0750003W\",\"name\":\"a\\u0000b\"}"),
                422);
        refused(
                api.call(
                        "POST",
                        SCHOOL + "/runs",
                        "{\"holder\":\"pupil\",\"divisions\":[\"\\u0000\"]}",
                        "Idempotency-Key",
                        "nul"),
                422);
        refused(api.get("/schools/%00/accounts"), 404);
        refused(api.get("/accounts/1%00"), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+999999999-12-31T23:59:59Z", "-5000-01-01T00:00:00Z", "demain", "2026-09-07"})
    void aTimeThatTheDatabaseCannotHoldIs422(String time) {
        refused(api.start("t", new JsonObject().put("holder", "pupil").put("startsAt", time)), 422);
        refused(api.start("t", new JsonObject().put("holder", "pupil").put("notNotifiedSince", time)), 422);
    }

    @Test
    void aRunNumberBeyondAllNumbersIs422() {
        refused(
                api.call(
                        "POST",
                        SCHOOL + "/runs",
                        "{\"holder\":\"pupil\",\"failedOf\":99999999999999999999999}",
                        "Idempotency-Key",
                        "n"),
                422);
    }

    @ParameterizedTest
    @CsvSource({
        "limit,0",
        "limit,201",
        "limit,1.5",
        "limit,''",
        "limit,99999999999999999999",
        "after,x",
        "state,OPEN",
        "holder,teacher"
    })
    void aFilterThatIsNoneIs422(String name, String value) {
        refused(api.get(SCHOOL + "/accounts?" + name + "=" + value), 422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%25", "_", "%5C", "%22a%22", "-5", "1e5", "null", "%7B", "%27--", "%2525"})
    void whatIsTypedIsATextWhateverItLooksLike(String typed) {
        Answer answer = api.get(SCHOOL + "/accounts?q=" + typed);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(TestApi.json(answer).getJsonArray("items")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "abc", "1.5", "99999999999999999999", "%22", "null"})
    void anIdThatIsNoneIs404(String id) {
        refused(api.get("/accounts/" + id), 404);
        refused(api.get("/runs/" + id), 404);
        refused(api.get("/notifications/" + id), 404);
        refused(api.get("/schools/" + id + "/services"), 404);
    }

    @Test
    @Tag("trust-22")
    void anUploadThatIsCutOffIsAnsweredAndNothingIsImported() {
        String body = "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.zip\"\r\n\r\nabc";
        refused(api.call("POST", SCHOOL + "/imports", body, "Content-Type", "multipart/form-data; boundary=x"), 400);
        assertThat(api.number("SELECT count(*) FROM school_import")).isZero();
    }
}
