package fr.teleservices.school;

import static fr.teleservices.testing.TestSite.PASSWORD;
import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.kernel.Role;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.TestPostgres;
import fr.teleservices.testing.TestSite;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who may manage whose staff account, and what it does to the sessions that are open. */
class StaffManagementTest {
    private static final String LIST = "/gestion/personnels";
    private static final Pattern GIVEN = Pattern.compile("id=\"given\">([^<]+)<");
    private static final String CHOSEN = "quatre girafes en balade";

    private static TestSite site;
    private static School school;
    private static School other;
    private static Staff chef;
    private static Staff academy;
    private static Staff neighbour;

    @BeforeAll
    static void open() {
        site = new TestSite();
        school = site.school("0750001U", "Collège d’essai");
        other = site.school("0750002V", "Lycée d’à côté");
        chef = site.staff("chef", Role.CHEF, school);
        academy = site.staff("academie", Role.ACADEMIE, null);
        neighbour = site.staff("voisin", Role.GESTIONNAIRE, other);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void later() {
        site.clock.advance(Duration.ofHours(2));
    }

    private static Browser signedIn(String login) {
        Browser browser = site.signedIn(login);
        sql("UPDATE session SET second_factor = true");
        return browser;
    }

    private static String sql(String text) {
        try (Connection connection = TestPostgres.connect(site.adminUri);
                Statement statement = connection.createStatement()) {
            if (!statement.execute(text)) {
                return "";
            }
            ResultSet rows = statement.getResultSet();
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        } catch (SQLException e) {
            throw new AssertionError(text, e);
        }
    }

    private static String of(String login, String column) {
        return sql("SELECT " + column + " FROM staff WHERE login = '" + login + "'");
    }

    private static String given(Answer answer) {
        Matcher matcher = GIVEN.matcher(answer.body());
        assertThat(matcher.find()).as(answer.body()).isTrue();
        return matcher.group(1);
    }

    @Test
    void aChefAddsAColleagueWhoseFirstPasswordIsShownOnceAndMustBeChanged() {
        Answer added = signedIn("chef").post(LIST, "login", "Anne.Martin", "role", "GESTIONNAIRE", "password", "");
        String first = given(added);
        assertThat(added.header("cache-control")).contains("no-store");
        Browser anne = site.browser();
        Answer asked = anne.post("/gestion/connexion", "login", "anne.martin", "password", first);
        assertThat(asked.status()).isEqualTo(401);
        assertThat(asked.body()).contains("choisissez maintenant le vôtre", "name=\"newPassword\"");
        assertThat(anne.get("/gestion").status()).isEqualTo(303);
        Answer weak = anne.post(
                "/gestion/connexion",
                "login",
                "anne.martin",
                "password",
                first,
                "newPassword",
                "azertyuiopqsdf",
                "newPasswordAgain",
                "azertyuiopqsdf");
        assertThat(weak.status()).isEqualTo(422);
        for (String same : List.of(first, first.toLowerCase(Locale.ROOT).replace("-", ""))) {
            site.clock.advance(Duration.ofSeconds(10));
            Answer kept = anne.post(
                    "/gestion/connexion",
                    "login",
                    "anne.martin",
                    "password",
                    first,
                    "newPassword",
                    same,
                    "newPasswordAgain",
                    same);
            assertThat(kept.status()).as(same).isEqualTo(422);
            assertThat(kept.body()).contains("choisissez-en un autre");
        }
        site.clock.advance(Duration.ofSeconds(10));
        Answer good = anne.post(
                "/gestion/connexion",
                "login",
                "anne.martin",
                "password",
                first,
                "newPassword",
                CHOSEN,
                "newPasswordAgain",
                CHOSEN);
        assertThat(good.status()).isEqualTo(303);
        assertThat(anne.get("/gestion").status()).isEqualTo(200);
        site.clock.advance(Duration.ofSeconds(5));
        assertThat(site.browser()
                        .post("/gestion/connexion", "login", "anne.martin", "password", first)
                        .status())
                .isEqualTo(401);
        assertThat(of("anne.martin", "school_id")).isEqualTo(Long.toString(school.id()));
    }

    @Test
    void aChefGivesNoRoleAboveHisOwnLaterEither() {
        Browser browser = signedIn("chef");
        browser.post(LIST, "login", "paul", "role", "ASSISTANCE");
        String id = of("paul", "id");
        assertThat(browser.post(LIST + "/" + id + "/role", "role", "ACADEMIE").status())
                .isEqualTo(409);
        assertThat(browser.post(LIST + "/" + id + "/role", "role", "ROI").status())
                .isEqualTo(422);
        assertThat(of("paul", "role")).isEqualTo("ASSISTANCE");
    }

    @Test
    @Tag("trust-14")
    void staffOfAnotherSchoolAndOfTheAcademyAreAbsentForAChef() {
        Browser browser = signedIn("chef");
        String before = of("voisin", "role || disabled || epoch");
        for (Staff hidden : new Staff[] {neighbour, academy}) {
            String path = LIST + "/" + hidden.id();
            assertThat(browser.get(path).status()).isEqualTo(404);
            assertThat(browser.get(path).body())
                    .isEqualTo(browser.get(LIST + "/999999").body());
            for (String action :
                    new String[] {"role", "desactiver", "activer", "mot-de-passe", "second-facteur", "sessions"}) {
                assertThat(browser.post(path + "/" + action, "role", "CHEF").status())
                        .as(action)
                        .isEqualTo(404);
            }
        }
        assertThat(of("voisin", "role || disabled || epoch")).isEqualTo(before);
        assertThat(browser.get(LIST).body()).contains("chef").doesNotContain("voisin", "academie</a>");
    }

    @Test
    void nobodyLocksOneselfOut() {
        for (Staff self : new Staff[] {chef, academy}) {
            Browser browser = signedIn(self.login());
            String path = LIST + "/" + self.id();
            assertThat(browser.post(path + "/desactiver").status()).isEqualTo(409);
            assertThat(browser.post(path + "/role", "role", "ASSISTANCE").status())
                    .isEqualTo(409);
            assertThat(browser.post(path + "/mot-de-passe").status()).isEqualTo(409);
            assertThat(browser.post(path + "/second-facteur").status()).isEqualTo(409);
            assertThat(of(self.login(), "role || disabled"))
                    .isEqualTo(self.role().name() + "false");
            assertThat(browser.get(path).body()).doesNotContain("Désactiver le compte");
        }
    }

    @Test
    void thoseWhoAreNotChefDoNotSeeStaff() {
        site.staff("secretaire", Role.GESTIONNAIRE, school);
        Browser browser = signedIn("secretaire");
        assertThat(browser.get(LIST).status()).isEqualTo(403);
        assertThat(browser.post(LIST, "login", "x.y", "role", "ASSISTANCE").status())
                .isEqualTo(403);
        assertThat(browser.get("/gestion").body()).doesNotContain(LIST);
    }

    @Test
    @Tag("trust-12")
    void sessionsAndTokensAreDeadAfterAChangeOfRoleAResetAndADisabling() {
        Browser browser = signedIn("chef");
        for (String action : new String[] {"role", "mot-de-passe", "sessions", "desactiver"}) {
            String login = "mobile." + action.charAt(0) + action.length();
            Staff staff = site.staff(login, Role.ASSISTANCE, school);
            Browser theirs = site.signedIn(login);
            String token = site.tokens.issue(new StaffService.SignedIn(staff, true));
            assertThat(theirs.get("/gestion").status()).isEqualTo(200);
            assertThat(await(site.tokens.verify(token)).id()).isEqualTo(staff.id());
            assertThat(browser.post(LIST + "/" + staff.id() + "/" + action, "role", "GESTIONNAIRE")
                            .status())
                    .isIn(200, 303);
            assertThat(theirs.get("/gestion").status()).as(action).isEqualTo(303);
            assertThat(site.tokens.verify(token).recover(dead -> io.vertx.core.Future.succeededFuture(null)))
                    .satisfies(verified -> assertThat(await(verified)).isNull());
        }
    }

    @Test
    void aDisabledAccountComesBackAndAResetPasswordIsForOneSignIn() {
        Staff staff = site.staff("retour", Role.ASSISTANCE, school);
        Browser browser = signedIn("chef");
        String path = LIST + "/" + staff.id();
        browser.post(path + "/desactiver");
        assertThat(site.browser()
                        .post("/gestion/connexion", "login", "retour", "password", PASSWORD)
                        .status())
                .isEqualTo(401);
        site.clock.advance(Duration.ofSeconds(5));
        browser.post(path + "/activer");
        assertThat(site.browser()
                        .post("/gestion/connexion", "login", "retour", "password", PASSWORD)
                        .status())
                .isEqualTo(303);
        String reset = given(browser.post(path + "/mot-de-passe"));
        assertThat(site.browser()
                        .post("/gestion/connexion", "login", "retour", "password", PASSWORD)
                        .status())
                .isEqualTo(401);
        site.clock.advance(Duration.ofSeconds(5));
        assertThat(site.browser()
                        .post("/gestion/connexion", "login", "retour", "password", reset)
                        .body())
                .contains("name=\"newPassword\"");
    }

    @Test
    void theAcademyManagesItsOwnStaffAndTheChosenSchools() {
        Browser browser = signedIn("academie");
        assertThat(browser.get(LIST).body()).contains("l’académie", "academie").doesNotContain("voisin");
        given(browser.post(LIST, "login", "collegue.rectorat", "role", "ACADEMIE"));
        assertThat(of("collegue.rectorat", "school_id")).isEqualTo("null");
        browser.post("/gestion/etablissements", "uai", "0750002V");
        assertThat(browser.get(LIST).body()).contains("Lycée d’à côté", "voisin");
        assertThat(browser.get(LIST + "?de=academie").body()).contains("collegue.rectorat");
        assertThat(browser.post(LIST + "/" + neighbour.id() + "/sessions").status())
                .isEqualTo(303);
        given(browser.post("/gestion/etablissements/0750002V/chef", "login", "nouveau.chef"));
        assertThat(of("nouveau.chef", "role || school_id")).isEqualTo("CHEF" + other.id());
        assertThat(browser.post("/gestion/etablissements/0750002V/chef", "login", "nouveau.chef")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void theAcademyFindsASchoolAndCorrectsItsNameAndZone() {
        Browser browser = signedIn("academie");
        assertThat(browser.get("/gestion/etablissements?q=lycee").body())
                .contains("Lycée d’à côté")
                .doesNotContain("Collège d’essai");
        assertThat(browser.get("/gestion/etablissements?q=%25").body()).contains("Aucun établissement");
        String path = "/gestion/etablissements/0750001U";
        assertThat(browser.post(path, "name", "", "timezone", "Mars/Olympus").status())
                .isEqualTo(422);
        assertThat(browser.post(path, "name", "Collège Rosa-Parks", "timezone", "Pacific/Noumea", "uai", "0750002V")
                        .header("location"))
                .isEqualTo(path + "?fait=enregistre");
        School changed = await(site.schools.byUai("0750001U")).orElseThrow();
        assertThat(changed).isEqualTo(new School(school.id(), "0750001U", "Collège Rosa-Parks", "Pacific/Noumea"));
        await(site.schools.change(school.id(), school.name(), school.timezone(), academy.id()));
        assertThat(signedIn("chef").get("/gestion/etablissements").status()).isEqualTo(403);
    }
}
