package fr.teleservices.portal;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.school.StaffService;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Staff look at the portal as somebody, and cannot touch it. */
@Tag("trust-17")
class SimulationTest {
    private final FamilySite family = new FamilySite();

    @AfterEach
    void close() {
        family.close();
    }

    private Browser simulating(long account) {
        Browser staff = family.staff("assistance");
        Answer answer = staff.post("/gestion/comptes/" + account + "/simuler");
        assertThat(answer.status()).as(answer.body()).isEqualTo(303);
        assertThat(answer.header("location")).isEqualTo("/portail");
        return staff;
    }

    /** Everything that a write could have changed. */
    private String everything() {
        return family.value(
                "SELECT string_agg(t::text, '|') FROM (SELECT a::text FROM account a UNION ALL"
                        + " SELECT l::text FROM link l UNION ALL SELECT n::text FROM notification n UNION ALL"
                        + " SELECT g::text FROM grouping_pause g UNION ALL SELECT s::text FROM sign_in s UNION ALL"
                        + " SELECT e::text FROM audit_event e UNION ALL SELECT encode(token_hash, 'hex') FROM session ORDER BY 1) t");
    }

    @Test
    void everyPageOfThePortalAnswersAndEveryWriteIsRefusedAndChangesNothing() {
        long account = family.active(family.here, 1, 1);
        family.active(family.there, 1, 1);
        family.group(family.holder(account), family.account(family.there, 1, 1));
        long part = family.account(family.there, 1, 1);
        Browser staff = simulating(account);
        String before = everything();
        int written = 0;
        int read = 0;
        for (Route route : family.portal()) {
            boolean holders = route.permission() instanceof Permission.Holder
                    || route.path().startsWith("/portail");
            if (!holders || route.path().equals("/portail/simulation/terminer") || endless(route)) {
                continue;
            }
            String path = route.path().replace(":id", Long.toString(part));
            if (route.method().equals(HttpMethod.GET)) {
                for (String method : new String[] {"GET", "HEAD"}) {
                    int status = staff.send(method, path, null).status();
                    // another school's part is not there for this school's staff; an active account has nothing to
                    // activate
                    assertThat(status).as(method + " " + path).isIn(200, 303, 404);
                }
                read++;
            } else {
                Answer answer = staff.send(
                        route.method().name(),
                        path,
                        "password=" + FamilySite.PASSWORD.replace(' ', '+') + "&login="
                                + family.login(family.account(family.here, 2, 1)) + "&email=x@example.org",
                        "Content-Type",
                        "application/x-www-form-urlencoded");
                assertThat(answer.status()).as(route.method() + " " + path).isEqualTo(403);
                written++;
            }
        }
        assertThat(read).isGreaterThanOrEqualTo(8);
        assertThat(written).isGreaterThanOrEqualTo(6);
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void theBannerSaysWhoAsWhomAndUntilWhenOnEveryPageAndEndsIt() {
        long account = family.active(family.here, 1, 1);
        Browser staff = simulating(account);
        for (String path :
                new String[] {"/portail", "/portail/compte", "/portail/compte/enfants", "/portail/compte/activite"}) {
            assertThat(staff.get(path).body())
                    .as(path)
                    .contains("Simulation", "assistance", family.login(account), "9 h 20".replace(' ', '\u00a0'))
                    .contains("Terminer la simulation")
                    .doesNotContain("Me déconnecter", "Changer le mot de passe</button>");
        }
        assertThat(staff.post("/portail/simulation/terminer").header("location"))
                .startsWith("/gestion");
        assertThat(staff.get("/portail").status()).isEqualTo(303);
        assertThat(staff.get("/gestion").status()).isEqualTo(200);
    }

    @Test
    void itEndsAfterFifteenMinutesWhateverIsDone() {
        Browser staff = simulating(family.active(family.here, 1, 1));
        for (int minute = 0; minute < 14; minute++) {
            family.site.clock.advance(Duration.ofMinutes(1));
            assertThat(staff.get("/portail").status()).isEqualTo(200);
        }
        family.site.clock.advance(Duration.ofMinutes(1));
        assertThat(staff.get("/portail").status()).isEqualTo(303);
    }

    @Test
    void theLastAccessDoesNotMoveTheAuditHasBothAndTheHolderReadsIt() {
        long account = family.active(family.here, 1, 1);
        Browser holder = family.holder(account);
        String access = family.value("SELECT last_access_at FROM account WHERE id = " + account);
        family.site.clock.advance(Duration.ofMinutes(5));
        simulating(account).get("/portail");
        assertThat(family.value("SELECT last_access_at FROM account WHERE id = " + account))
                .isEqualTo(access);
        assertThat(family.number("SELECT count(*) FROM audit_event e JOIN pseudonym s ON s.pseudonym = e.subject AND"
                        + " s.kind = 'ACCOUNT' AND s.subject = " + account
                        + " JOIN pseudonym a ON a.pseudonym = e.actor AND"
                        + " a.kind = 'STAFF' AND a.subject = (SELECT id FROM staff WHERE login = 'assistance')"
                        + " WHERE e.action = 'account.simulate'"))
                .isEqualTo(1);
        assertThat(holder.get("/portail/compte/activite").body()).contains("(simulation)");
    }

    @Test
    void onlyTheCurrentAccountInUseOfTheOwnSchoolCanBeSimulated() {
        long account = family.account(family.here, 1, 1);
        Browser staff = family.staff("assistance");
        for (String state : new String[] {"NOT_NOTIFIED", "NOTIFIED", "ACTIVATING"}) {
            family.execute("UPDATE account SET state = '" + state + "' WHERE id = " + account);
            Answer answer = staff.post("/gestion/comptes/" + account + "/simuler");
            assertThat(answer.status()).as(state).isEqualTo(409);
            assertThat(answer.body()).contains("Utilisé");
        }
        family.execute("UPDATE account SET state = 'ACTIVE', current = false WHERE id = " + account);
        assertThat(staff.post("/gestion/comptes/" + account + "/simuler").status())
                .isEqualTo(409);
        long other = family.active(family.there, 1, 1);
        assertThat(staff.post("/gestion/comptes/" + other + "/simuler").status())
                .isEqualTo(404);
        assertThat(family.number("SELECT count(*) FROM session WHERE simulated_by IS NOT NULL"))
                .isZero();
    }

    @Test
    @Tag("trust-11")
    void itAsksForTheSecondFactorAndForAnOpenService() {
        long account = family.active(family.here, 1, 1);
        Browser staff = family.site.signedInByPassword("assistance");
        assertThat(staff.post("/gestion/comptes/" + account + "/simuler").header("location"))
                .startsWith("/gestion/profil/second-facteur");
        assertThat(staff.get("/portail").status()).as("no simulation has begun").isEqualTo(303);
        family.execute("UPDATE session SET second_factor = true; DELETE FROM school_service");
        assertThat(staff.post("/gestion/comptes/" + account + "/simuler").status())
                .isEqualTo(409);
    }

    @Test
    void theBrowsersOwnSessionWaitsAndIsNeverTakenForTheOther() {
        long own = family.active(family.here, 2, 2);
        long account = family.active(family.here, 1, 1);
        Browser staff = family.staff("assistance");
        family.signIn(staff, own);
        assertThat(staff.post("/gestion/comptes/" + account + "/simuler").status())
                .isEqualTo(303);
        assertThat(staff.get("/portail").body()).contains(family.login(account));
        family.site.clock.advance(Duration.ofMinutes(16));
        Answer late = staff.post("/portail/compte/deconnecter-partout");
        assertThat(late.status()).isEqualTo(303);
        assertThat(family.number("SELECT count(*) FROM session WHERE account_id = " + own))
                .isEqualTo(1);
        assertThat(staff.get("/portail").body()).contains(family.login(own)).doesNotContain("Terminer la simulation");
    }

    @Test
    void signingOutOnTheStaffPagesOrLosingTheRoleEndsIt() {
        long account = family.active(family.here, 1, 1);
        Browser staff = simulating(account);
        staff.post("/gestion/deconnexion");
        assertThat(staff.get("/portail").status()).isEqualTo(303);
        Browser again = simulating(account);
        family.execute("UPDATE staff SET epoch = epoch + 1 WHERE login = 'assistance'");
        assertThat(again.get("/portail").status()).isEqualTo(303);
    }

    private JsonObject ticket(long account, int status) {
        String token = TestTokens.of(family, "assistance");
        Answer answer = family.site
                .browser()
                .send("POST", "/api/v1/accounts/" + account + "/simulate", null, "Authorization", "Bearer " + token);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return new JsonObject(answer.body());
    }

    /** A token of the API, as if the sign-in had been with a code. */
    private static final class TestTokens {
        static String of(FamilySite family, String login) {
            return fr.teleservices.testing.TestSite.await(family.site
                            .staff
                            .signIn(login, fr.teleservices.testing.TestSite.PASSWORD, "", "192.0.2.9")
                            .map((StaffService.SignedIn in) ->
                                    family.site.tokens.issue(new StaffService.SignedIn(in.staff(), true))))
                    .toString();
        }
    }

    @Test
    void anAddressOfTheApiOpensItOnceAfterAButton() {
        long account = family.active(family.here, 1, 1);
        JsonObject answer = ticket(account, 202);
        String path =
                answer.getString("url").substring(family.site.site.origin().length());
        String token = path.substring(path.indexOf('=') + 1);
        assertThat(answer.getInteger("expiresIn")).isPositive();
        Browser browser = family.site.browser();
        for (int i = 0; i < 3; i++) {
            assertThat(browser.get(path).body()).contains("Ouvrir la simulation", "Parent1");
        }
        assertThat(family.number("SELECT count(*) FROM session WHERE simulated_by IS NOT NULL"))
                .isZero();
        assertThat(family.value("SELECT string_agg(t::text, '') FROM simulation_ticket t"))
                .doesNotContain(token);
        assertThat(browser.post("/simulation", "token", token).header("location"))
                .isEqualTo("/portail");
        assertThat(browser.get("/portail").body()).contains("Terminer la simulation");
        assertThat(family.site.browser().post("/simulation", "token", token).status())
                .isEqualTo(410);
        assertThat(family.site.browser().get(path).status()).isEqualTo(410);

        String second = ticket(account, 202).getString("url");
        family.site.clock.advance(Duration.ofMinutes(6));
        assertThat(family.site
                        .browser()
                        .post("/simulation", "token", second.substring(second.indexOf('=') + 1))
                        .status())
                .isEqualTo(410);
        ticket(family.account(family.here, 2, 1), 409);
        ticket(family.active(family.there, 1, 1), 404);
    }

    @Test
    void staffOfOneSchoolSeeNoChildOfAnotherAlsoThere() {
        long account = family.active(family.here, 1, 1);
        long other = family.active(family.there, 1, 1);
        Browser holder = family.holder(account);
        assertThat(family.group(holder, other).status()).isEqualTo(303);
        assertThat(holder.get("/portail").body()).contains(FamilySite.HERE_CHILD, FamilySite.THERE_CHILD);
        Browser staff = simulating(account);
        for (Route route : family.portal()) {
            if (route.method().equals(HttpMethod.GET)
                    && route.permission() instanceof Permission.Holder
                    && !endless(route)) {
                assertThat(staff.get(route.path().replace(":id", Long.toString(other)))
                                .body())
                        .as(route.path())
                        .doesNotContain(FamilySite.THERE_CHILD, family.there.name(), family.login(other));
            }
        }
    }

    /** A stream of events does not end, and carries nothing but that the page is to be read again. */
    private static boolean endless(Route route) {
        return route.body() == Route.Body.STREAM;
    }
}
