package fr.teleservices.api;

import static fr.teleservices.api.ApiSite.json;
import static fr.teleservices.api.ApiSite.order;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.kernel.Role;
import fr.teleservices.kernel.Uai;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Goes over every route of the API that names something: what is another school's is as absent as what is nobody's. */
@Tag("trust-14")
class ApiOtherSchoolsTest {
    private static final String NOWHERE = Uai.of(9_999_999).value();
    private static final long NOTHING = 987_654_321;

    private static ApiSite api;
    /** By the first part of a path, something of the other school's. */
    private static Map<String, String> others;

    @BeforeAll
    static void open() {
        api = new ApiSite(4);
        long run = json(202, api.start(Role.ACADEMIE, api.other, order().put("mode", "PAPER")))
                .getLong("id");
        api.hands.round();
        long account =
                api.number("SELECT min(id) FROM account WHERE holder = 'PUPIL' AND school_id = " + api.other.id());
        long notification = json(
                        202,
                        api.post(
                                Role.ACADEMIE,
                                "/accounts/" + account + "/notify",
                                new JsonObject().put("mode", "PAPER")))
                .getLong("notificationId");
        api.hands.writeAllLetters();
        others = Map.of(
                "schools", api.other.uai(),
                "accounts", Long.toString(account),
                "notifications", Long.toString(notification),
                "runs", Long.toString(run));
    }

    @AfterAll
    static void close() {
        api.close();
    }

    private static List<Route> routes() {
        return api.site.web.routes().stream()
                .filter(route ->
                        route.path().startsWith(Api.BASE) && route.path().contains("/:"))
                .toList();
    }

    private static String kind(Route route) {
        return route.path().substring(Api.BASE.length() + 1).split("/")[0];
    }

    private static String path(Route route, String id) {
        return route.path().replace(":uai", id).replace(":id", id);
    }

    /** A body that the description lets through. */
    private static Answer ask(Role role, Route route, String id) {
        JsonObject body = null;
        if (route.path().endsWith("/runs") && route.method().name().equals("POST")) {
            body = order();
        } else if (route.method().name().equals("PUT")) {
            body = new JsonObject()
                    .put(
                            "items",
                            new JsonArray()
                                    .add(new JsonObject()
                                            .put("service", "LSU")
                                            .put("guardians", true)
                                            .put("pupils", false)));
        } else if (route.path().endsWith("/imports")) {
            return api.site
                    .browser()
                    .send(
                            "POST",
                            path(route, id),
                            "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.xml\"\r\n\r\n<a/>\r\n--x--\r\n",
                            "Authorization",
                            "Bearer " + api.token(role),
                            "Content-Type",
                            "multipart/form-data; boundary=x");
        }
        return api.call(role, route.method().name(), path(route, id), body, "Idempotency-Key", "trust-14");
    }

    @Test
    void whatIsAnotherSchoolsIsAnsweredAsWhatDoesNotExist() {
        List<String> different = new ArrayList<>();
        String before = everything();
        for (Route route : routes()) {
            for (Role role : List.of(Role.ASSISTANCE, Role.GESTIONNAIRE, Role.CHEF)) {
                Answer theirs = ask(role, route, others.get(kind(route)));
                Answer nobodys = ask(role, route, kind(route).equals("schools") ? NOWHERE : Long.toString(NOTHING));
                boolean may = role.includes(((Permission.Api) route.permission()).least());
                if (theirs.status() != (may ? 404 : 403)
                        || nobodys.status() != theirs.status()
                        || !nobodys.body().equals(theirs.body())) {
                    different.add(role + " " + route.method() + " " + route.path() + ": " + theirs.status() + " "
                            + theirs.body() + " / " + nobodys.status() + " " + nobodys.body());
                }
            }
        }
        assertThat(different).isEmpty();
        assertThat(routes()).hasSizeGreaterThan(20);
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void theAcademyFindsWhatIsAnySchoolsAndNothingElse() {
        assertThat(routes())
                .allSatisfy(route -> assertThat(ask(
                                        Role.ACADEMIE,
                                        route,
                                        kind(route).equals("schools") ? NOWHERE : Long.toString(NOTHING))
                                .status())
                        .isEqualTo(404));
        for (String path : List.of("/accounts/", "/notifications/", "/runs/")) {
            String id = others.get(path.replace("/", ""));
            assertThat(api.get(Role.ACADEMIE, path + id).status()).isEqualTo(200);
        }
    }

    @Test
    void whatIsNoIdIsAbsent() {
        for (Route route : routes()) {
            for (String id : List.of("0", "-1", "abc", "1.5", "99999999999999999999")) {
                assertThat(ask(Role.ACADEMIE, route, id).status())
                        .as(route.path() + " " + id)
                        .isEqualTo(404);
            }
        }
    }

    /** What a write would have changed. */
    private static String everything() {
        return api.value(
                "SELECT (SELECT count(*) FROM run) || ' ' || (SELECT count(*) FROM notification) || ' '"
                        + " || (SELECT string_agg(status, ',' ORDER BY id) FROM run) || ' '"
                        + " || (SELECT string_agg(state || held || epoch, ',' ORDER BY id) FROM account) || ' '"
                        + " || (SELECT string_agg(service || guardians || pupils, ',' ORDER BY school_id, service) FROM school_service)");
    }
}
