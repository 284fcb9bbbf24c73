package fr.teleservices.api;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.kernel.Role;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.web.Route;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lists, runs over many schools, and the academy; single ids are tried in the row's own class. */
@Tag("trust-14")
class ApiTenancyTest {
    private static final String NOBODYS_UAI = "0750003W";
    private static final String NOBODYS_ID = "999999999";

    private static TestApi api;
    private static String chefElsewhere;
    private static long account;
    private static long run;

    @BeforeAll
    static void open() {
        api = new TestApi(3);
        chefElsewhere = api.otherSchool(3);
        account = api.number("SELECT min(a.id) FROM account a JOIN school s ON s.id = a.school_id WHERE s.uai = '"
                + TestApi.OTHER + "' AND a.holder = 'GUARDIAN'");
        run = TestApi.json(api.callAs(
                        chefElsewhere,
                        "POST",
                        "/schools/" + TestApi.OTHER + "/runs",
                        order(),
                        "Idempotency-Key",
                        "theirs"))
                .getLong("id");
        api.writeLetters();
        api.round();
    }

    @AfterAll
    static void close() {
        api.close();
    }

    private static JsonObject order() {
        return new JsonObject().put("holder", "guardian").put("mode", "PAPER");
    }

    @Test
    void theAcademySeesBothSchoolsAndNobodysIdIs404() {
        String academy = api.token(Role.ACADEMIE);
        assertThat(api.callAs(academy, "GET", "/accounts/" + account, null).status())
                .isEqualTo(200);
        for (Route route : api.routes()) {
            if (route.path().contains(":")) {
                assertThat(ask(Role.ACADEMIE, route, route.method().name(), NOBODYS_UAI, NOBODYS_ID)
                                .status())
                        .as(route.path())
                        .isEqualTo(404);
            }
        }
        assertThat(api.callAs(
                                academy,
                                "POST",
                                "/runs",
                                order().put(
                                                "schools",
                                                new JsonArray().add(TestApi.UAI).add(NOBODYS_UAI)),
                                "Idempotency-Key",
                                "k")
                        .status())
                .isEqualTo(404);
        assertThat(api.number("SELECT count(*) FROM run WHERE heading_id IS NOT NULL"))
                .isZero();
    }

    @Test
    void onlyTheAcademyStartsOverManySchools() {
        for (Role role : List.of(Role.ASSISTANCE, Role.GESTIONNAIRE, Role.CHEF)) {
            assertThat(api.callAs(
                                    api.token(role),
                                    "POST",
                                    "/runs",
                                    order().put("schools", new JsonArray().add(TestApi.UAI)),
                                    "Idempotency-Key",
                                    "k")
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void aListHoldsTheOwnSchoolAlone() {
        assertThat(TestApi.json(api.get("/schools")).getJsonArray("items")).hasSize(1);
        JsonArray items = TestApi.json(api.get("/schools/" + TestApi.UAI + "/accounts?limit=200&q=famille"))
                .getJsonArray("items");
        assertThat(items).hasSize(9);
        assertThat(TestApi.json(api.callAs(chefElsewhere, "GET", "/schools", null))
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getString("uai"))
                .isEqualTo(TestApi.OTHER);
    }

    /** A selection that names another school's run finds nobody in it. */
    @Test
    void theFailuresOfAnotherSchoolsRunCannotBeAskedFor() {
        api.execute(
                "UPDATE notification SET status = 'FAILED', channel = 'EMAIL', ended_at = now() WHERE run_id = " + run);
        Answer started = api.start("failures", order().put("failedOf", run).put("mode", "PAPER"));
        assertThat(started.status()).isEqualTo(202);
        api.round();
        JsonObject progress =
                TestApi.json(api.get("/runs/" + TestApi.json(started).getLong("id")));
        assertThat(progress.getLong("selected")).isZero();
    }

    private static Answer ask(Role role, Route route, String method, String uai, String id) {
        String path =
                route.path().substring(Api.BASE.length()).replace(":uai", uai).replace(":id", id);
        if (path.endsWith("/imports")) {
            return api.callAs(
                    api.token(role),
                    method,
                    path,
                    "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.xml\"\r\n\r\n<a/>\r\n--b--\r\n",
                    "Content-Type",
                    "multipart/form-data; boundary=b");
        }
        Object body = null;
        if (path.endsWith("/runs") && method.equals("POST")) {
            body = order();
        } else if (method.equals("PUT")) {
            body = new JsonObject().put("items", new JsonArray());
        }
        return api.callAs(api.token(role), method, path, body, "Idempotency-Key", "k");
    }
}
