package fr.teleservices.trust;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.kernel.Role;
import fr.teleservices.school.School;
import fr.teleservices.school.Staff;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A role, a state, a school that nobody asked for, in a form or in JSON: ignored or 422, never stored. */
@Tag("trust-16")
@ExtendWith(SharedSite.class)
class Row16ExtraFieldsTest {
    private final WholeSite site;

    Row16ExtraFieldsTest(WholeSite site) {
        this.site = site;
    }

    @Test
    void inTheApiTheyAre422() {
        Staff chef = site.staff(Role.CHEF, site.school(1));
        String uai = WholeSite.freshUai();
        JsonObject school =
                new JsonObject().put("uai", uai).put("name", "Autre").put("timezone", "Europe/Paris");
        String academy = site.token(site.staff(Role.ACADEMIE, null));
        assertThat(call(academy, "/schools", school.copy().put("id", 77)).status())
                .isEqualTo(422);
        assertThat(site.database.number("SELECT count(*) FROM school WHERE uai = '" + uai + "'"))
                .isZero();
        assertThat(call(academy, "/schools", school).status()).isEqualTo(201);
        long runs = site.database.number("SELECT count(*) FROM run");
        JsonObject run = new JsonObject().put("holder", "guardian").put("mode", "PAPER");
        String path =
                "/schools/" + site.database.value("SELECT uai FROM school WHERE id = " + chef.schoolId()) + "/runs";
        for (String extra : List.of("school", "role", "state", "status", "startedBy")) {
            assertThat(call(site.token(chef), path, run.copy().put(extra, 2)).status())
                    .as(extra)
                    .isEqualTo(422);
        }
        assertThat(site.database.number("SELECT count(*) FROM run")).isEqualTo(runs);
    }

    private Answer call(String token, String path, JsonObject body) {
        return site.browser()
                .send(
                        "POST",
                        "/api/v1" + path,
                        body.encode(),
                        "Authorization",
                        "Bearer " + token,
                        "Content-Type",
                        "application/json",
                        "Idempotency-Key",
                        "row-16");
    }

    @Test
    void inFormsTheyAreIgnoredAndAHigherRoleIsRefused() {
        School school = site.school(1);
        School other = site.school(1);
        Browser chef = site.signedIn(site.staff(Role.CHEF, school));
        String intruder = "intrus-" + school.uai().toLowerCase(java.util.Locale.ROOT);
        assertThat(chef.post("/gestion/personnels", "login", intruder, "role", "ACADEMIE")
                        .status())
                .isEqualTo(403);
        String login = "paul-" + school.uai().toLowerCase(java.util.Locale.ROOT);
        assertThat(chef.post(
                                "/gestion/personnels",
                                "login",
                                login,
                                "role",
                                "ASSISTANCE",
                                "school",
                                Long.toString(other.id()),
                                "school_id",
                                Long.toString(other.id()),
                                "epoch",
                                "7",
                                "disabled",
                                "true")
                        .status())
                .isEqualTo(200);
        assertThat(site.database.value(
                        "SELECT role || school_id || epoch || disabled FROM staff WHERE login = '" + login + "'"))
                .isEqualTo("ASSISTANCE" + school.id() + "0false");
        assertThat(site.database.number("SELECT count(*) FROM staff WHERE login = '" + intruder + "'"))
                .isZero();
    }

    @Test
    void anActivationMakesNobodyMoreThanItDoes() {
        Family family = new Family(site);
        Answer answer =
                family.tried(site.browser(), family.password, 1, "state", "ACTIVE", "role", "CHEF", "accountId", "1");
        assertThat(answer.status()).isEqualTo(303);
        assertThat(site.state(family.guardian)).isEqualTo("ACTIVATING");
    }
}
