package fr.teleservices.school;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.teleservices.kernel.Refused;
import fr.teleservices.kernel.Role;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.TestSite;
import fr.teleservices.web.Who.SchoolRef;
import fr.teleservices.web.Who.StaffWho;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ServicePagesTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 9, 7);
    private static TestSite site;
    private static School school;
    private static School other;

    @BeforeAll
    static void open() {
        site = new TestSite();
        school = site.school("0750001U", "Collège d’essai");
        other = site.school("0750002V", "Lycée d’à côté");
        site.staff("chef", Role.CHEF, school);
        site.staff("assistance", Role.ASSISTANCE, school);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void later() {
        site.clock.advance(Duration.ofSeconds(5));
    }

    @Test
    void theChefClosesAllAndTheDashboardSaysSo() {
        Browser chef = site.signedIn("chef");
        assertThat(await(site.schools.hasActiveService(school.id(), TODAY))).isTrue();
        assertThat(chef.get("/gestion/profil").body()).doesNotContain("Aucun téléservice n’est ouvert");
        assertThat(chef.post("/gestion/services").status()).isEqualTo(303);
        assertThat(await(site.schools.hasActiveService(school.id(), TODAY))).isFalse();
        assertThat(chef.get("/gestion").body()).contains("Aucun téléservice n’est ouvert");
        assertThat(chef.get("/gestion/profil").body()).contains("Ouvrez-en un dans");
        assertThat(site.signedIn("assistance").get("/gestion/profil").body())
                .contains("demandez au chef d’établissement");
        chef.post("/gestion/services", "LSU.guardians", "on", "LSU.opensOn", "2026-09-08");
        assertThat(await(site.schools.hasActiveService(school.id(), TODAY))).isFalse();
        assertThat(await(site.schools.hasActiveService(school.id(), TODAY.plusDays(1))))
                .isTrue();
        assertThat(await(site.schools.hasActiveService(other.id(), TODAY))).isTrue();
    }

    @Test
    void theLevelsOfTheSchoolAreOfferedAndTheChosenOnesKept() {
        try (java.sql.Connection connection = fr.teleservices.testing.TestPostgres.connect(site.adminUri);
                java.sql.Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO person (school_id, holder, siecle_id, family_name, level, content_hash) SELECT "
                            + school.id()
                            + ", 'PUPIL', 'niveau' || n, 'X', n || 'EME', '' FROM generate_series(3, 6) n");
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
        Browser chef = site.signedIn("chef");
        assertThat(chef.get("/gestion/services").body()).contains("name=\"LSU.levels\" value=\"3EME\">3EME");
        chef.post(
                "/gestion/services",
                "LSU.guardians",
                "on",
                "LSU.levels",
                "3EME",
                "LSU.levels",
                "4EME",
                "BOURSE.guardians",
                "on");
        assertThat(chef.get("/gestion/services").body())
                .contains(
                        "name=\"LSU.levels\" value=\"3EME\" checked>",
                        "<summary>3EME, 4EME<",
                        "Ouvert, sans date de fin")
                .doesNotContain("name=\"LSU.levels\" value=\"6EME\" checked>");
        assertThat(site.signedIn("assistance").get("/gestion/services").body()).contains("<td>3EME, 4EME</td>");
    }

    @Test
    @Tag("trust-24")
    void anAddressThatIsNoWebAddressIsRefusedWithASentence() {
        Browser chef = site.signedIn("chef");
        Answer answer = chef.post(
                "/gestion/services", "EVALUATION.guardians", "on", "EVALUATION.address", "javascript:alert(1)");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body())
                .contains(
                        "https:// ou http://",
                        "value=\"javascript:alert(1)\"",
                        "<a href=\"#EVALUATION\">",
                        "id=\"EVALUATION\"",
                        "aria-describedby=\"EVALUATION\"");
    }

    @Test
    void whatIsTheGuardiansAloneIsNotOpenedForPupils() {
        Browser chef = site.signedIn("chef");
        Answer answer = chef.post("/gestion/services", "INSCRIPTION.pupils", "on");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("réservé aux responsables");
    }

    @Test
    void theHelpDeskReadsAndMayNotWrite() {
        Browser assistance = site.signedIn("assistance");
        Answer page = assistance.get("/gestion/services");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("Enregistrer");
        assertThat(assistance.post("/gestion/services", "LSU.guardians", "on").status())
                .isEqualTo(403);
        assertThat(assistance.get("/gestion/etablissements").status()).isEqualTo(403);
    }

    @Test
    @Tag("trust-14")
    void anotherSchoolIsAsAbsentAsNone() {
        SchoolAccess access = new SchoolAccess(site.schools);
        StaffWho chef = new StaffWho(
                1, "chef", Role.CHEF, new SchoolRef(school.id(), school.uai(), school.name(), school.timezone()), true);
        assertThat(await(access.resolve(chef, "0750001U")).id()).isEqualTo(school.id());
        assertThatThrownBy(() -> await(access.resolve(chef, "0750002V")))
                .isInstanceOf(Refused.class)
                .hasMessage("not-found");
        assertThatThrownBy(() -> await(access.resolve(chef, "nimporte")))
                .isInstanceOf(Refused.class)
                .hasMessage("not-found");
        StaffWho academy = new StaffWho(2, "academie", Role.ACADEMIE, null, true);
        assertThat(await(access.resolve(academy, "0750002V")).id()).isEqualTo(other.id());
        assertThat(await(access.scopeOf(academy)).schools()).contains(school.id(), other.id());
        assertThat(await(access.scopeOf(chef)).schools()).containsExactly(school.id());
    }

    @Test
    void aTakenUaiAndAnUnknownZoneAreRefused() {
        assertThatThrownBy(() -> await(site.schools.add("0750001U", "Double", "Europe/Paris", true, null)))
                .hasMessage("uai-taken");
        assertThatThrownBy(() -> await(site.schools.add("0750003W", "Lune", "Mars/Olympus", true, null)))
                .hasMessage("invalid-fields");
    }
}
