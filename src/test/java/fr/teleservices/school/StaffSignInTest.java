package fr.teleservices.school;

import static fr.teleservices.testing.TestSite.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.kernel.Role;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.TestSite;
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
