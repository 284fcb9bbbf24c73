package fr.teleservices;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import fr.teleservices.credential.Totp;
import fr.teleservices.kernel.Role;
import fr.teleservices.run.HeadingPages;
import fr.teleservices.run.NotifyPages;
import fr.teleservices.run.PreviewService;
import fr.teleservices.run.RunService;
import fr.teleservices.school.School;
import fr.teleservices.testing.Authenticator;
import fr.teleservices.testing.Chromium;
import fr.teleservices.testing.Keyboard;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestPostgres;
import fr.teleservices.testing.TestSite;
import fr.teleservices.web.Route;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The academy opens a school and gives it a chef; the chef changes the first password, enrols a second factor, reads the
 * dashboard and follows it to a prepared run. Skipped where there is no Chromium.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AcademyStoryTest {
    private static final String CHOSEN = "sept lapins sous la lune";

    @AutoClose
    private static TestSite site;

    @AutoClose
    private static Chromium chromium;

    private static Page academy;
    private static Page chef;
    private static String first;

    @BeforeAll
    static void start() {
        chromium = Chromium.ofAStory();
        site = new TestSite(AcademyStoryTest::notifying);
        site.staff("rectorat", Role.ACADEMIE, null);
        academy = chromium.person(site.site.origin());
        chef = chromium.person(site.site.origin());
    }

    private static List<Route> notifying(TestSite site) {
        RunService.OpenServices services = id -> site.schools.hasActiveService(id, LocalDate.now(site.clock));
        RunService runs = new RunService(
                site.vertx,
                site.database,
                services,
                (tx, id, staff, action, run) -> Future.succeededFuture(),
                site.clock);
        PreviewService previews =
                new PreviewService(site.vertx, site.database, site.keyring, site.site::origin, site.clock);
        List<Route> routes = new ArrayList<>(new NotifyPages(
                        runs,
                        previews,
                        services,
                        (staff, typed, from) -> site.profiles.confirm(staff, typed, from),
                        site.queries,
                        site.clock)
                .routes());
        routes.addAll(new HeadingPages(runs, site.schools, site.sessions, site.clock).routes());
        return routes;
    }

    private static void sql(String text) {
        try (Connection connection = TestPostgres.connect(site.adminUri);
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            throw new AssertionError(text, e);
        }
    }

    private static void look(Page page, String name) {
        chromium.look(page, "academy-" + name);
    }

    private static void press(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button))
                .first()
                .click();
    }

    private static void follow(Page page, String link) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(link))
                .first()
                .click();
    }

    private static void signIn(Page page, String login, String password) {
        site.clock.advance(Duration.ofSeconds(5));
        page.navigate("/gestion/connexion");
        page.getByLabel("Identifiant").fill(login);
        page.getByLabel("Mot de passe").first().fill(password);
        press(page, "Se connecter");
    }

    /** Of the key that the page shows. */
    private static String code(Page page) {
        byte[] secret = Authenticator.secret(page.locator("#secret").textContent());
        return Totp.code(secret, site.clock.instant().getEpochSecond() / 30);
    }

    private static void enrol(Page page, String password, String name) {
        page.navigate("/gestion/profil/second-facteur?exige=1");
        look(page, name + "-avant");
        page.getByLabel("Votre mot de passe actuel").fill(password);
        press(page, "Commencer");
        look(page, name + "-code-qr");
        page.getByLabel("Code à six chiffres").fill(code(page));
        press(page, "Activer le second facteur");
        assertThat(page.locator("#codes li").count()).isEqualTo(10);
        look(page, name + "-codes-de-secours");
        follow(page, "C’est noté");
    }

    @Test
    @Order(1)
    void theAcademyEnrolsAddsASchoolAndGivesItAChef() {
        signIn(academy, "rectorat", TestSite.PASSWORD);
        assertThat(academy.url()).contains("/gestion/profil/second-facteur");
        enrol(academy, TestSite.PASSWORD, "facteur");
        academy.navigate("/gestion/academie");
        look(academy, "academie-vide");
        academy.navigate("/gestion/etablissements");
        academy.getByLabel("UAI", new Page.GetByLabelOptions().setExact(true)).fill("0750001U");
        academy.getByLabel("Nom", new Page.GetByLabelOptions().setExact(true))
                .fill("Collège Jeanne-d’Arc-de-la-Rivière");
        press(academy, "Ajouter");
        look(academy, "etablissement");
        academy.locator("#login").fill("claire.dupont");
        press(academy, "Ajouter le chef");
        first = academy.locator("#given").textContent();
        look(academy, "mot-de-passe-donne");
        site.school("0750002V", "Lycée d’à côté");
        academy.navigate("/gestion/etablissements");
        look(academy, "etablissements");
    }

    @Test
    @Order(2)
    void theChefChoosesAPasswordEnrolsAndFindsAnEmptySchool() {
        signIn(chef, "claire.dupont", first);
        look(chef, "premier-mot-de-passe");
        site.clock.advance(Duration.ofSeconds(5));
        chef.locator("#password").fill(first);
        chef.locator("#newPassword").fill(CHOSEN);
        chef.locator("#newPasswordAgain").fill(CHOSEN);
        press(chef, "Se connecter");
        enrol(chef, CHOSEN, "chef");
        chef.navigate("/gestion");
        assertThat(chef.content()).contains("Personne n’est encore connu ici");
        look(chef, "tableau-vide");
    }

    @Test
    @Order(3)
    void theDashboardLeadsToAPreparedRunInOneClick() {
        School school = TestSite.await(site.schools.byUai("0750001U")).orElseThrow();
        SchoolRows.fill(AcademyStoryTest::sql, school.id(), 160);
        sql(
                "UPDATE account SET state = 'NOTIFIED', notified_at = '2026-08-10', credential_at = '2026-08-10' WHERE id % 5 < 3");
        sql(
                "UPDATE account SET state = 'ACTIVE', activated_at = timestamptz '2026-08-11 10:00Z' + (id * id % 23) * interval '1 day'"
                        + " WHERE id % 5 = 3");
        sql("UPDATE account SET held = true, state = 'NOT_NOTIFIED' WHERE id % 97 = 4");
        chef.navigate("/gestion");
        assertThat(chef.locator("svg.chart rect").count()).isGreaterThan(10);
        look(chef, "tableau");
        chef.getByText("Les mêmes nombres en tableau").click();
        assertThat(chef.locator("details table tr").count()).isGreaterThan(10);
        follow(chef, "Les relancer");
        assertThat(chef.locator("input[name=state][value=NOTIFIED]").isChecked())
                .isTrue();
        assertThat(chef.locator("input[name=state][value=NOT_NOTIFIED]").isChecked())
                .isFalse();
        assertThat(chef.locator("#notNotifiedSince").inputValue()).isEqualTo("2026-08-24");
        look(chef, "relance-preparee");
        press(chef, "Voir l’aperçu");
        assertThat(chef.getByText("Lancer :").count()).isPositive();
    }

    @Test
    @Order(4)
    void theChefManagesStaffWithTheKeyboardAlone() {
        chef.navigate("/gestion/personnels");
        look(chef, "personnels");
        new Keyboard(chef).to("#login");
        chef.keyboard().type("paul.martin");
        new Keyboard(chef).to("input[name=role]");
        chef.keyboard().press("Space");
        chef.keyboard().press("Enter");
        chef.waitForSelector("#given");
        new Keyboard(chef).to("main a.button");
        chef.keyboard().press("Enter");
        chef.waitForURL("**/gestion/personnels/*");
        look(chef, "personne");
        new Keyboard(chef).to("details:nth-of-type(1) summary");
        chef.keyboard().press("Enter");
        assertThat(chef.getByText("un mot de passe provisoire").isVisible()).isTrue();
        look(chef, "personne-confirmer");
        chef.navigate("/gestion/personnels");
        press(chef, "Ajouter");
        chef.locator("#login").fill("é");
        chef.locator("input[name=role]").first().check();
        press(chef, "Ajouter");
        look(chef, "personnels-erreur");
    }

    @Test
    @Order(5)
    void profileAcademyAndHelpAreThere() {
        chef.navigate("/gestion/profil");
        look(chef, "profil");
        chef.navigate("/gestion/profil/second-facteur");
        look(chef, "facteur-actif");
        chef.navigate("/gestion");
        follow(chef, "Aide");
        assertThat(chef.url()).endsWith("/gestion/aide/tableau-de-bord");
        look(chef, "aide-tableau");
        chef.navigate("/gestion/aide");
        look(chef, "aide");
        chef.navigate("/gestion/aide/que-dire");
        look(chef, "aide-que-dire");
        chef.navigate("/gestion/aide/personnels");
        look(chef, "aide-personnels");
        chef.navigate("/gestion/aide/imprimer-les-lettres");
        look(chef, "aide-imprimer");
        academy.navigate("/gestion/academie");
        look(academy, "academie");
    }

    @Test
    @Order(6)
    void theAcademyNotifiesSeveralSchoolsAtOnceWithTheKeyboardAndTakesItBack() {
        School other = TestSite.await(site.schools.byUai("0750002V")).orElseThrow();
        SchoolRows.fill(AcademyStoryTest::sql, other.id(), 520);
        School third = site.school("0750003W", "Collège François-Mitterrand de Saint-Maurice-l’Exil");
        sql("DELETE FROM school_service WHERE school_id = " + third.id());
        academy.navigate("/gestion/academie/campagnes");
        look(academy, "campagnes");
        academy.locator("#school-search").fill("a cote");
        assertThat(academy.locator("#school-list .tick:visible").count()).isEqualTo(1);
        academy.locator("#school-list input:visible").press("Space");
        assertThat(academy.locator("input[value=some]").isChecked()).isTrue();
        academy.locator("#school-search").fill("");
        look(academy, "campagnes-cochees");
        academy.locator("input[value=all]").check();
        press(academy, "Voir l’aperçu");
        assertThat(academy.content()).contains("Aucun téléservice n’est ouvert.");
        look(academy, "campagne-apercu");
        press(academy, "Lancer");
        assertThat(academy.locator("#number").evaluate("field => field.validity.valueMissing"))
                .isEqualTo(true);
        academy.locator("#number").fill("7");
        press(academy, "Lancer");
        look(academy, "campagne-nombre-faux");
        String number = academy.locator("label[for=number]").textContent().replaceAll("\\D", "");
        academy.locator("#number").fill(number);
        academy.locator("#number").press("Enter");
        academy.waitForSelector("#take-back");
        look(academy, "campagne");
        press(academy, "Tout annuler");
        academy.waitForSelector("text=Annulée");
        look(academy, "campagne-annulee");
        academy.navigate("/gestion/academie/campagnes");
        look(academy, "campagnes-liste");
        academy.navigate("/gestion/aide/campagnes-academie");
        look(academy, "aide-campagnes");
    }

    @Test
    @Order(7)
    void everyPageFitsAPhoneAndIsOpenToAScreenReader() {
        assertThat(chromium.faults()).isEmpty();
    }
}
