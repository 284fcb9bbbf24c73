package fr.teleservices.school;

import static fr.teleservices.testing.TestSite.PASSWORD;
import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.credential.Totp;
import fr.teleservices.kernel.Role;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.TestSite;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StaffSignInTest {
    private static final String SIGN_IN = "/gestion/connexion";
    private static TestSite site;
    private static School school;

    @BeforeAll
    static void open() {
        site = new TestSite();
        school = site.school("0750001U", "Collège d’essai");
        site.staff("chef", Role.CHEF, school);
        site.staff("assistance", Role.ASSISTANCE, school);
        site.staff("academie", Role.ACADEMIE, null);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    /** Waits of another test are over. */
    @BeforeEach
    void later() {
        site.clock.advance(Duration.ofHours(2));
    }

    @Test
    void aGoodSignInOpensTheDashboard() {
        Browser browser = site.signedIn("chef");
        Answer home = browser.get("/gestion");
        assertThat(home.status()).isEqualTo(200);
        assertThat(home.body()).contains("Tableau de bord", "Collège d’essai", "Gestion des services");
    }

    @Test
    @Tag("trust-7")
    void unknownWrongEmptyAndDisabledAnswerTheSame() {
        Staff gone = site.staff("parti", Role.ASSISTANCE, school);
        await(site.staff.disable(gone.id()));
        Answer wrong = site.browser().post(SIGN_IN, "login", "assistance", "password", "pas le bon");
        Answer unknown = site.browser().post(SIGN_IN, "login", "personne", "password", "pas le bon");
        Answer empty = site.browser().post(SIGN_IN, "login", "chef", "password", "");
        Answer disabled = site.browser().post(SIGN_IN, "login", "parti", "password", PASSWORD);
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.header("set-cookie")).isEmpty();
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(empty.status()).isEqualTo(401);
        assertThat(disabled.status()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(wrong.body().replace("assistance", "personne"));
        assertThat(disabled.body()).isEqualTo(wrong.body().replace("assistance", "parti"));
        assertThat(wrong.body()).doesNotContain("pas le bon");
    }

    @Test
    @Tag("trust-8")
    void afterAFailureOneWaitsAsLongAsItSaysAndThenComesIn() {
        Browser browser = site.browser();
        browser.post(SIGN_IN, "login", "chef", "password", "pas le bon");
        Answer early = browser.post(SIGN_IN, "login", "chef", "password", PASSWORD);
        assertThat(early.status()).isEqualTo(429);
        assertThat(early.header("retry-after")).isEqualTo("1");
        site.clock.advance(Duration.ofSeconds(1));
        assertThat(browser.post(SIGN_IN, "login", "chef", "password", PASSWORD).status())
                .isEqualTo(303);
    }

    @Test
    @Tag("trust-12")
    void aSessionDiesAtSignOutAlsoForAThiefOfTheCookie() {
        Browser browser = site.signedIn("chef");
        Browser thief = site.browser();
        thief.cookies().putAll(browser.cookies());
        assertThat(thief.get("/gestion").status()).isEqualTo(200);
        browser.post("/gestion/deconnexion");
        assertThat(thief.get("/gestion").status()).isEqualTo(303);
        assertThat(thief.get("/gestion").header("location")).isEqualTo("/gestion/connexion?next=%2Fgestion");
    }

    @Test
    @Tag("trust-12")
    void aSignInGivesANewIdAndEndsTheOldOne() {
        Browser browser = site.signedIn("chef");
        String old = browser.cookies().get("session-staff");
        site.clock.advance(Duration.ofSeconds(2));
        browser.post(SIGN_IN, "login", "chef", "password", PASSWORD);
        assertThat(browser.cookies().get("session-staff")).isNotEqualTo(old);
        Browser fixed = site.browser();
        fixed.cookies().put("session-staff", old);
        assertThat(fixed.get("/gestion").status()).isEqualTo(303);
    }

    @Test
    @Tag("trust-12")
    void anIdThatTheVisitorBroughtIsNotTakenUp() {
        Browser browser = site.browser();
        String brought = "A".repeat(43);
        browser.cookies().put("session-staff", brought);
        browser.post(SIGN_IN, "login", "chef", "password", PASSWORD);
        assertThat(browser.cookies().get("session-staff")).isNotEqualTo(brought).hasSize(43);
    }

    @Test
    @Tag("trust-12")
    void aChangeOfRoleEndsTheSession() {
        Staff moved = site.staff("mobile", Role.GESTIONNAIRE, school);
        Browser browser = site.signedIn("mobile");
        await(site.staff.changeRole(moved.id(), Role.CHEF));
        assertThat(browser.get("/gestion").status()).isEqualTo(303);
    }

    @Test
    @Tag("trust-12")
    void aSessionEndsAfterHalfAnHourWithoutUseAndAfterTwelveHoursInAnyCase() {
        Browser browser = site.signedIn("chef");
        for (int i = 0; i < 25; i++) {
            site.clock.advance(Duration.ofMinutes(28));
            assertThat(browser.get("/gestion").status()).isEqualTo(200);
        }
        site.clock.advance(Duration.ofMinutes(28));
        assertThat(browser.get("/gestion").status()).isEqualTo(303);
        Browser idle = site.signedIn("chef");
        site.clock.advance(Duration.ofMinutes(31));
        assertThat(idle.get("/gestion").status()).isEqualTo(303);
    }

    @Test
    @Tag("trust-11")
    void aSecondFactorIsAskedAfterTheRightPasswordAndItsCodeWorksOnce() {
        Staff careful = site.staff("prudent", Role.CHEF, school);
        byte[] secret = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
        await(site.staff.enrol(careful.id(), secret));
        Answer asked = site.browser().post(SIGN_IN, "login", "prudent", "password", PASSWORD);
        assertThat(asked.status()).isEqualTo(401);
        assertThat(asked.body()).contains("name=\"code\"");
        site.clock.advance(Duration.ofSeconds(10));
        String code = Totp.code(secret, site.clock.instant().getEpochSecond() / 30);
        assertThat(site.browser()
                        .post(SIGN_IN, "login", "prudent", "password", PASSWORD, "code", code)
                        .status())
                .isEqualTo(303);
        assertThat(site.browser()
                        .post(SIGN_IN, "login", "prudent", "password", PASSWORD, "code", code)
                        .status())
                .isEqualTo(401);
    }

    @Test
    @Tag("trust-23")
    void nextLeadsNowhereElse() {
        for (String next : new String[] {"//evil.test", "https://evil.test", "/\\evil.test"}) {
            site.clock.advance(Duration.ofSeconds(2));
            Answer answer = site.browser().post(SIGN_IN, "login", "chef", "password", PASSWORD, "next", next);
            assertThat(answer.header("location")).isEqualTo(ProfilePages.enrolBefore("/gestion"));
        }
        site.clock.advance(Duration.ofSeconds(2));
        assertThat(site.browser()
                        .post(SIGN_IN, "login", "chef", "password", PASSWORD, "next", "/gestion/services")
                        .header("location"))
                .isEqualTo(ProfilePages.enrolBefore("/gestion/services"));
    }

    @Test
    void theAcademyChoosesASchoolFirst() {
        Browser browser = site.signedIn("academie");
        assertThat(browser.get("/gestion").header("location")).isEqualTo("/gestion/etablissements");
        assertThat(browser.get("/gestion/etablissements").body()).contains("Collège d’essai");
        browser.post("/gestion/etablissements", "uai", "0750001U");
        assertThat(browser.get("/gestion").body()).contains("Collège d’essai");
    }

    @Test
    void theAcademyAddsASchoolAndABadUaiComesBackWithASentence() {
        Browser browser = site.signedIn("academie");
        Answer bad = browser.post(
                "/gestion/etablissements/nouveau", "uai", "0750002U", "name", "Autre", "timezone", "Indian/Reunion");
        assertThat(bad.status()).isEqualTo(422);
        assertThat(bad.body()).contains("lettre de contrôle", "value=\"Autre\"");
        Answer good = browser.post(
                "/gestion/etablissements/nouveau", "uai", "9740001H", "name", "Autre", "timezone", "Indian/Reunion");
        if (good.status() != 303) {
            throw new AssertionError(good.body());
        }
        assertThat(browser.get("/gestion").body()).contains("Autre");
    }
}
