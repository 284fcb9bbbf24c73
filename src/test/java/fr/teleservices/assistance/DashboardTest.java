package fr.teleservices.assistance;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.kernel.Role;
import fr.teleservices.school.School;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestPostgres;
import fr.teleservices.testing.TestSite;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.StaffMenu;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The numbers of the dashboards against people whose states are known. It is 7 September 2026, 9.05 in Paris. */
class DashboardTest {
    private TestSite site;
    private School school;

    @BeforeEach
    void open() {
        site = new TestSite(Route.get(
                        "/gestion/base-eleves",
                        Permission.staff(Role.GESTIONNAIRE),
                        visit -> visit.seeOther("/gestion"))
                .inMenu(StaffMenu.PUPIL_BASE));
        school = site.school("0750001U", "Collège d’essai");
        site.staff("chef", Role.CHEF, school);
        site.staff("assistance", Role.ASSISTANCE, school);
        site.staff("academie", Role.ACADEMIE, null);
    }

    @AfterEach
    void close() {
        site.close();
    }

    /** Twelve families: 12 pupils, 24 legal guardians. */
    private void people() {
        SchoolRows.fill(this::sql, school.id(), 12);
    }

    private void sql(String text) {
        try (Connection connection = TestPostgres.connect(site.adminUri);
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            throw new AssertionError(text, e);
        }
    }

    private void guardians(String set, int from, int to) {
        sql("UPDATE account SET " + set
                + " WHERE id IN (SELECT id FROM account WHERE holder = 'GUARDIAN' AND school_id = " + school.id()
                + " ORDER BY id OFFSET " + from + " LIMIT " + (to - from) + ")");
    }

    private static String plain(Browser browser, String path) {
        String body = browser.get(path).body();
        return body.replaceAll("<[^>]+>", " ")
                .replaceAll("[\\s\u00a0\u202f]+", " ")
                .replace("&#x27;", "'");
    }

    @Test
    void aSchoolWithoutAnybodyIsToldToImportAndASchoolWithoutServicesToOpenOne() {
        Browser chef = site.signedIn("chef");
        assertThat(chef.get("/gestion").body())
                .contains("Personne n’est encore connu ici", "href=\"/gestion/base-eleves\"")
                .doesNotContain("<svg class=\"chart\"", "Par division");
        sql("DELETE FROM school_service");
        assertThat(chef.get("/gestion").body())
                .contains("Aucun téléservice n’est ouvert", "href=\"/gestion/services\"");
        assertThat(site.signedIn("assistance").get("/gestion").body()).doesNotContain("href=\"/gestion/base-eleves\"");
    }

    @Test
    void whatWaitsIsCountedAndLeadsToAPreparedRun() {
        people();
        guardians("state = 'NOTIFIED', notified_at = '2026-08-23 10:00Z', credential_at = '2026-08-23 10:00Z'", 0, 5);
        // the night of the fourteenth day before, in Paris: not yet fourteen whole days
        guardians("state = 'NOTIFIED', notified_at = '2026-08-23 22:30Z', credential_at = '2026-08-23 22:30Z'", 5, 7);
        guardians("state = 'NOTIFIED', notified_at = '2026-05-01 10:00Z', credential_at = '2026-05-01 10:00Z'", 7, 10);
        guardians("state = 'ACTIVE', activated_at = '2026-09-01 10:00Z'", 10, 14);
        guardians("held = true", 14, 16);
        guardians("credential_frozen = true", 0, 1);
        sql("UPDATE person SET birth_date = NULL WHERE siecle_id IN ('E1', 'E2') AND holder = 'PUPIL'");
        sql("UPDATE person SET division = NULL, division_key = NULL WHERE siecle_id = 'E3' AND holder = 'PUPIL'");
        Browser chef = site.signedIn("chef");
        String page = plain(chef, "/gestion");
        assertThat(page)
                .contains("8 responsables n’ont jamais été notifiés. Les notifier")
                .contains("8 responsables notifiés il y a plus de 14 jours n’ont pas activé. Les relancer")
                .contains("3 mots de passe temporaires de responsables ont expiré.")
                .contains("11 élèves n’ont jamais été notifiés.")
                .contains("2 comptes de responsables sont retenus")
                .contains("1 mot de passe temporaire de responsables est bloqué")
                .contains("2 élèves n’ont pas de date de naissance")
                .contains("1 élève n’est dans aucune division")
                .contains("Non notifié 10", "Notifié 10", "Utilisé 4");
        assertThat(chef.get("/gestion").body())
                .contains(
                        "href=\"/gestion/responsables/notifier?mode&#x3D;EMAIL_OR_PAPER&amp;responsibility&#x3D;LEGAL&amp;state&#x3D;NOTIFIED"
                                + "&amp;notNotifiedSince&#x3D;2026-08-24\"");
        assertThat(site.signedIn("assistance").get("/gestion").body())
                .contains("notifiés il y a plus de 14\u00a0jours")
                .doesNotContain("/notifier");
    }

    @Test
    void aVeryLargeSchoolsFiguresBearTheirTimeAndAreCountedAgain() {
        SchoolRows.fill(this::sql, school.id(), 6_700);
        Browser chef = site.signedIn("chef");
        assertThat(plain(chef, "/gestion"))
                .contains("établissement le lundi 7 septembre 2026 à 9 h 05", "Non notifié 13 400", "Utilisé 0");
        guardians("state = 'ACTIVE', activated_at = '2026-09-07 07:00Z'", 0, 1_000);
        assertThat(plain(chef, "/gestion")).contains("à 9 h 05", "Non notifié 13 400");
        site.clock.advance(Duration.ofMinutes(2));
        assertThat(plain(chef, "/gestion")).contains("à 9 h 07", "Non notifié 12 400", "Utilisé 1 000");
    }

    @Test
    void divisionsCountGuardiansOnceEach() {
        people();
        sql("UPDATE account SET state = 'ACTIVE' WHERE person_id = (SELECT id FROM person WHERE siecle_id = '1-1')");
        // a second child in the same division and one in another: E1 and E5 are in 5 A, E2 in 4 A
        sql(
                "INSERT INTO guardianship (school_id, guardian_id, pupil_id, responsibility) SELECT g.school_id, g.id, c.id, 'LEGAL'"
                        + " FROM person g, person c WHERE g.siecle_id = '1-1' AND c.siecle_id IN ('E2', 'E5') AND c.holder = 'PUPIL'");
        String page = plain(site.signedIn("chef"), "/gestion");
        assertThat(page).contains("5 A 4 3 1 2 2 0").contains("4 A 3 2 1 1 1 0");
        assertThat(Pattern.compile(" \\d [A-E]( \\d+){6}")
                        .matcher(page)
                        .results()
                        .count())
                .isEqualTo(9);
    }

    @Test
    void theCurveBeginsWithTheLastRunAndItsDaysAreTheSchools() {
        people();
        sql("UPDATE school SET timezone = 'Pacific/Noumea' WHERE id = " + school.id());
        sql(
                "INSERT INTO run (school_id, holder, mode, selection, status, idempotency_key, created_at, starts_at) VALUES ("
                        + school.id()
                        + ", 'GUARDIAN', 'PAPER', '{}', 'DONE', 'k', '2026-09-01 00:00Z', '2026-09-01 00:00Z')");
        guardians("state = 'ACTIVE', activated_at = '2026-08-20 10:00Z'", 0, 3);
        guardians("state = 'ACTIVE', activated_at = '2026-09-02 14:30Z'", 3, 5); // the 3rd in Nouméa
        guardians("state = 'ACTIVE', activated_at = '2026-09-05 01:00Z'", 5, 6);
        Browser chef = site.signedIn("chef");
        String page = plain(chef, "/gestion");
        assertThat(page)
                .contains("depuis la dernière campagne, le mardi 1er septembre 2026")
                .contains("3 comptes activés", "au plus 2")
                .contains("03/09/2026 2 2 05/09/2026 1 3");
        assertThat(chef.get("/gestion").body())
                .contains("<svg class=\"chart\"", "<desc")
                .doesNotContain("style=");
    }

    @Test
    void theAcademySeesEverySchoolAndItsTotalAndNobodysName() {
        people();
        guardians("state = 'ACTIVE', activated_at = '2026-09-05 01:00Z'", 0, 6);
        School other = site.school("0750002V", "Lycée d’à côté");
        SchoolRows.fill(this::sql, other.id(), 2);
        Browser academy = site.signedIn("academie");
        String page = plain(academy, "/gestion/academie");
        assertThat(page)
                .contains("Collège d’essai 0750001U 24 6 12 0 30 16 %")
                .contains("Lycée d’à côté 0750002V 4 0 2 0 6 0 %")
                .contains("Toute l’académie 28 6 14 0 36 14 %")
                .contains("6 comptes activés")
                .doesNotContain("Famille", "Parent");
        assertThat(site.signedIn("chef").get("/gestion/academie").status()).isEqualTo(403);
    }

    @Test
    void theCurveOfAFewDays() {
        Curve curve = Curve.of(
                List.of(
                        new Curve.Day(java.time.LocalDate.of(2026, 9, 1), 1),
                        new Curve.Day(java.time.LocalDate.of(2026, 9, 3), 4)),
                java.time.LocalDate.of(2026, 9, 1),
                java.time.LocalDate.of(2026, 9, 3));
        assertThat(curve.total()).isEqualTo(5);
        assertThat(curve.most()).isEqualTo(4);
        assertThat(curve.bars())
                .containsExactly(
                        new Curve.Bar("10.0", "75.0", "80.0", "25.0"), new Curve.Bar("210.0", "0.0", "80.0", "100.0"));
        assertThat(curve.line()).isEqualTo("0.0,98.0 100.0,78.8 200.0,78.8 300.0,2.0");
    }
}
