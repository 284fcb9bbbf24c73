package fr.teleservices.school;

import static fr.teleservices.testing.TestSite.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.credential.Totp;
import fr.teleservices.kernel.Role;
import fr.teleservices.testing.Authenticator;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.TestPostgres;
import fr.teleservices.testing.TestSite;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Enrolling, signing in with codes, losing the phone; and what is refused without it. */
class SecondFactorTest {
    private static final String SIGN_IN = "/gestion/connexion";
    private static final String PROFILE = "/gestion/profil";
    private static final String FACTOR = PROFILE + "/second-facteur";

    private static TestSite site;
    private static School school;

    @BeforeAll
    static void open() {
        site = new TestSite(
                Route.post(
                        "/gestion/lancer",
                        Permission.staff(Role.ASSISTANCE).withSecondFactor(),
                        visit -> visit.seeOther("/gestion/lance")),
                Route.post(
                        "/api/v1/lancer",
                        Permission.api(Role.ASSISTANCE).withSecondFactor(),
                        visit -> visit.json(202, new JsonObject())),
                Route.get("/api/v1/lire", Permission.api(Role.ASSISTANCE), visit -> visit.json(200, new JsonObject())));
        school = site.school("0750001U", "Collège d’essai");
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void later() {
        site.clock.advance(Duration.ofHours(2));
    }

    private static String sql(String text) {
        try (Connection connection = TestPostgres.connect(site.adminUri);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(text)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        } catch (SQLException e) {
            throw new AssertionError(text, e);
        }
    }

    private static byte[] secret(String page) {
        var found = Pattern.compile("id=\"secret\">([A-Z2-7 ]+)<").matcher(page);
        assertThat(found.find()).isTrue();
        return Authenticator.secret(found.group(1));
    }

    private static String code(byte[] secret) {
        return Totp.code(secret, site.clock.instant().getEpochSecond() / 30);
    }

    /** Somebody who has just enrolled in that browser. */
    private record Person(String login, Browser browser, byte[] secret, List<String> codes) {}

    private static Person enrolled(String login) {
        site.staff(login, Role.CHEF, school);
        Browser browser = site.signedInByPassword(login);
        assertThat(browser.post(FACTOR, "password", PASSWORD).status()).isEqualTo(303);
        byte[] secret = secret(browser.get(FACTOR).body());
        Answer codes = browser.post(FACTOR + "/confirmer", "code", code(secret));
        assertThat(codes.status()).isEqualTo(200);
        List<String> all = Pattern.compile("<li><code>([^<]+)</code>")
                .matcher(codes.body())
                .results()
                .map(one -> one.group(1))
                .toList();
        assertThat(all).hasSize(10).doesNotHaveDuplicates();
        site.clock.advance(Duration.ofSeconds(31));
        return new Person(login, browser, secret, all);
    }

    private static Answer signIn(Browser browser, String login, String code) {
        return browser.post(SIGN_IN, "login", login, "password", PASSWORD, "code", code);
    }

    @Test
    @Tag("trust-11")
    void withoutASecondFactorOneIsLedToEnrolAndCanThenGoOnAtOnce() {
        site.staff("sans", Role.CHEF, school);
        Browser browser = site.browser();
        Answer in = browser.post(SIGN_IN, "login", "sans", "password", PASSWORD, "next", "/gestion/services");
        assertThat(in.header("location")).startsWith(FACTOR).endsWith("next=%2Fgestion%2Fservices");
        assertThat(browser.get("/gestion").body()).contains("pas de second facteur");
        assertThat(browser.post("/gestion/lancer").header("location")).isEqualTo(FACTOR + "?exige=1");
        assertThat(browser.get(FACTOR + "?exige=1").body()).contains("demandent un second facteur");
        browser.post(FACTOR, "password", PASSWORD);
        byte[] secret = secret(browser.get(FACTOR).body());
        assertThat(browser.post("/gestion/lancer").header("location")).isEqualTo(FACTOR + "?exige=1");
        browser.post(FACTOR + "/confirmer", "code", code(secret));
        assertThat(browser.post("/gestion/lancer").header("location")).isEqualTo("/gestion/lance");
        assertThat(browser.get("/gestion").body()).doesNotContain("pas de second facteur");
    }

    @Test
    @Tag("trust-11")
    void aTokenOfAnAccountWithoutASecondFactorReadsButDoesNotStart() {
        site.staff("robot", Role.CHEF, school);
        StaffService.SignedIn in = TestSite.await(site.staff.signIn("robot", PASSWORD, "", "127.0.0.1"));
        String bearer = "Bearer " + site.tokens.issue(in);
        Answer refused = site.browser().send("POST", "/api/v1/lancer", "{}", "Authorization", bearer);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("content-type")).isEqualTo("application/problem+json");
        assertThat(refused.body()).contains("second-factor-needed");
        assertThat(site.browser().get("/api/v1/lire", "Authorization", bearer).status())
                .isEqualTo(200);
        Person person = enrolled("robot2");
        StaffService.SignedIn with =
                TestSite.await(site.staff.signIn("robot2", PASSWORD, code(person.secret()), "127.0.0.1"));
        assertThat(site.browser()
                        .send("POST", "/api/v1/lancer", "{}", "Authorization", "Bearer " + site.tokens.issue(with))
                        .status())
                .isEqualTo(202);
    }

    @Test
    @Tag("trust-11")
    void aCodeWorksOnceAlsoTheOneOfTheEnrolment() {
        site.staff("unefois", Role.CHEF, school);
        Browser browser = site.signedInByPassword("unefois");
        browser.post(FACTOR, "password", PASSWORD);
        byte[] secret = secret(browser.get(FACTOR).body());
        String code = code(secret);
        assertThat(browser.post(FACTOR + "/confirmer", "code", "000000").status())
                .isEqualTo(422);
        browser.post(FACTOR + "/confirmer", "code", code);
        assertThat(signIn(site.browser(), "unefois", code).status()).isEqualTo(401);
        site.clock.advance(Duration.ofMinutes(1));
        String next = code(secret);
        assertThat(signIn(site.browser(), "unefois", next).status()).isEqualTo(303);
        site.clock.advance(Duration.ofSeconds(5));
        assertThat(signIn(site.browser(), "unefois", next).status()).isEqualTo(401);
    }

    @Test
    @Tag("trust-11")
    void aRecoveryCodeOpensOnceAndIsStoredHashed() {
        Person person = enrolled("secours");
        String code = person.codes().get(3);
        assertThat(sql("SELECT count(*) FROM staff_recovery WHERE position(convert_to('" + code
                        + "', 'UTF8') IN code_hash) > 0"))
                .isEqualTo("0");
        Browser found = site.browser();
        assertThat(signIn(
                                found,
                                "secours",
                                code.toLowerCase(java.util.Locale.ROOT).replace("-", " "))
                        .status())
                .isEqualTo(303);
        assertThat(found.post("/gestion/lancer").header("location")).isEqualTo("/gestion/lance");
        assertThat(found.get(FACTOR).body()).contains("9\u00a0codes de secours");
        site.clock.advance(Duration.ofSeconds(5));
        assertThat(signIn(site.browser(), "secours", code).status()).isEqualTo(401);
    }

    @Test
    @Tag("trust-11")
    void itIsTurnedOffWithPasswordAndCodeAndNotWithoutOneOfThem() {
        Person person = enrolled("retire");
        Browser browser = person.browser();
        String off = FACTOR + "/retirer";
        assertThat(browser.post(off, "password", "pas le bon mot", "code", code(person.secret()))
                        .status())
                .isEqualTo(422);
        site.clock.advance(Duration.ofMinutes(1));
        assertThat(browser.post(off, "password", PASSWORD, "code", "123456").status())
                .isEqualTo(422);
        assertThat(sql("SELECT totp_sealed IS NOT NULL FROM staff WHERE login = 'retire'"))
                .isEqualTo("t");
        site.clock.advance(Duration.ofMinutes(1));
        assertThat(browser.post(off, "password", PASSWORD, "code", code(person.secret()))
                        .header("location"))
                .isEqualTo(PROFILE + "?fait=retire");
        assertThat(sql("SELECT totp_sealed IS NULL FROM staff WHERE login = 'retire'"))
                .isEqualTo("t");
        assertThat(
                        sql(
                                "SELECT count(*) FROM staff_recovery r JOIN staff s ON s.id = r.staff_id WHERE login = 'retire'"))
                .isEqualTo("0");
        assertThat(browser.post("/gestion/lancer").header("location")).isEqualTo(FACTOR + "?exige=1");
    }

    @Test
    @Tag("trust-12")
    void aNewPasswordNeedsThePresentOneAndEndsEveryOtherSession() {
        site.staff("change", Role.ASSISTANCE, school);
        Browser browser = site.signedInByPassword("change");
        Browser thief = site.signedInByPassword("change");
        String wanted = "sept lapins sous la lune";
        String path = PROFILE + "/mot-de-passe";
        assertThat(browser.post(path, "password", "au hasard", "newPassword", wanted, "newPasswordAgain", wanted)
                        .status())
                .isEqualTo(422);
        site.clock.advance(Duration.ofSeconds(5));
        Answer common = browser.post(
                path, "password", PASSWORD, "newPassword", "motdepasse123", "newPasswordAgain", "motdepasse123");
        assertThat(common.status()).isEqualTo(422);
        assertThat(common.body()).contains("trop courant");
        assertThat(thief.get("/gestion").status()).isEqualTo(200);
        assertThat(browser.post(path, "password", PASSWORD, "newPassword", wanted, "newPasswordAgain", wanted)
                        .status())
                .isEqualTo(303);
        assertThat(browser.get("/gestion").status()).isEqualTo(200);
        assertThat(thief.get("/gestion").status()).isEqualTo(303);
        assertThat(site.browser()
                        .post(SIGN_IN, "login", "change", "password", PASSWORD)
                        .status())
                .isEqualTo(401);
    }

    @Test
    @Tag("trust-12")
    void oneSeesAndEndsOnesOwnSessionsAndNobodyElses() {
        site.staff("lune", Role.ASSISTANCE, school);
        site.staff("soleil", Role.ASSISTANCE, school);
        Browser here = site.signedInByPassword("lune");
        Browser there = site.signedInByPassword("lune");
        Browser stranger = site.signedInByPassword("soleil");
        String others = sql("SELECT s.id FROM session s JOIN staff t ON t.id = s.staff_id WHERE login = 'soleil'");
        here.post(PROFILE + "/sessions/" + others + "/fermer");
        assertThat(stranger.get("/gestion").status()).isEqualTo(200);
        var close = Pattern.compile("action=\"(/gestion/profil/sessions/[0-9]+/fermer)\"")
                .matcher(here.get(PROFILE).body());
        assertThat(close.find()).isTrue();
        here.post(close.group(1));
        assertThat(there.get("/gestion").status()).isEqualTo(303);
        assertThat(here.get("/gestion").status()).isEqualTo(200);
    }

    @Test
    void theChosenSchoolStaysWhenTheAcademyEnrols() {
        site.staff("rectorat", Role.ACADEMIE, null);
        Browser browser = site.signedInByPassword("rectorat");
        browser.post("/gestion/etablissements", "uai", "0750001U");
        browser.post(FACTOR, "password", PASSWORD);
        browser.post(
                FACTOR + "/confirmer", "code", code(secret(browser.get(FACTOR).body())));
        assertThat(browser.get("/gestion").body()).contains("Collège d’essai");
    }
}
