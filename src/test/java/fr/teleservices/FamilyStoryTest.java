package fr.teleservices;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import fr.teleservices.bench.SampleSchool;
import fr.teleservices.kernel.Uai;
import fr.teleservices.testing.ApiClient;
import fr.teleservices.testing.Chromium;
import fr.teleservices.testing.LetterText;
import fr.teleservices.testing.SampleExports;
import fr.teleservices.testing.ServiceProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A guardian with children at two schools makes one account of two, looks after it, and parts them again; staff look at the
 * portal as she sees it. Pictures go to {@code target/screenshots}. Skipped where there is no Chromium.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FamilyStoryTest {
    private static final Uai HERE = Uai.parse("0750001U").orElseThrow();
    private static final Uai THERE = Uai.parse("0750002V").orElseThrow();
    private static final int PUPILS = 24;
    /** Of the demo too, so that the import finds its pupils again. */
    private static final long SEED = 2026;

    private static final String PASSWORD = "trois girafes sous la pluie";

    @TempDir
    private static Path folder;

    @AutoClose
    private static ServiceProcess service;

    @AutoClose
    private static Chromium chromium;

    private static Page parent;
    private static List<Path> hereFiles;
    private static List<Path> thereFiles;
    private static JsonObject mine;
    private static JsonObject other;
    private static LetterText otherLetter;

    @BeforeAll
    static void twoSchoolsWithTheSameFamilies() throws IOException {
        chromium = Chromium.ofAStory();
        service = ServiceProcess.demo(folder, Map.of(), "--pupils", "3");
        hereFiles = SampleSchool.write(new SampleSchool.Options(PUPILS, HERE, SEED, folder.resolve("here")));
        thereFiles = SampleSchool.write(new SampleSchool.Options(PUPILS, THERE, SEED, folder.resolve("there")));
        ApiClient academy = api("academie");
        academy.importFiles(HERE.value(), hereFiles);
        academy.post(
                201,
                "/schools",
                new JsonObject()
                        .put("uai", THERE.value())
                        .put("name", "Lycée d’à côté")
                        .put("timezone", "Europe/Paris"));
        academy.importFiles(THERE.value(), thereFiles);
        LetterText letter = choose(academy, letters(academy, HERE), letters(academy, THERE));
        parent = page();
        activate(letter);
    }

    private static ApiClient api(String role) {
        return ApiClient.signIn(service.origin(), role, service.passwords().get(role));
    }

    private static Page page() {
        return chromium.person(service.origin());
    }

    private static Map<String, LetterText> letters(ApiClient academy, Uai uai) {
        long run = academy.startRun(
                uai.value(),
                "lettres-" + uai.value(),
                new JsonObject().put("holder", "guardian").put("mode", "PAPER"));
        academy.awaitRun(run, 90, progress -> progress.getString("status").equals("DONE"));
        Map<String, LetterText> byLogin = new HashMap<>();
        LetterText.pages(academy.bytes("/runs/" + run + "/letters.pdf"))
                .forEach(letter -> byLogin.put(letter.login(), letter));
        return byLogin;
    }

    /** Somebody of the same name at both schools, with one child at each. */
    private static LetterText choose(ApiClient academy, Map<String, LetterText> here, Map<String, LetterText> there) {
        Map<String, JsonObject> byName = new HashMap<>();
        Set<String> twice = new HashSet<>();
        for (JsonObject account : academy.accounts(THERE.value(), "holder=guardian&state=NOTIFIED")) {
            if (byName.put(name(account), account) != null) {
                twice.add(name(account));
            }
        }
        mine = academy.accounts(HERE.value(), "holder=guardian&state=NOTIFIED").stream()
                .filter(account -> account.getJsonArray("children").size() == 1
                        && byName.containsKey(name(account))
                        && !twice.contains(name(account))
                        && here.containsKey(account.getString("login")))
                .findFirst()
                .orElseThrow();
        other = byName.get(name(mine));
        otherLetter = there.get(other.getString("login"));
        return here.get(mine.getString("login"));
    }

    private static String name(JsonObject account) {
        JsonObject person = account.getJsonObject("person");
        return person.getString("familyName") + "/" + person.getString("givenName");
    }

    private static LocalDate birthDate(List<Path> files, Uai uai, JsonObject account) {
        JsonObject child = account.getJsonArray("children").getJsonObject(0);
        return SampleExports.birthDate(
                files, uai, child.getString("familyName"), child.getString("givenName"), child.getString("division"));
    }

    private static void activate(LetterText letter) {
        parent.navigate("/activation?login=" + letter.login());
        parent.locator("[name=temporaryPassword]").fill(letter.password());
        parent.locator("[name=newPassword]").fill(PASSWORD);
        parent.locator("[name=newPasswordAgain]").fill(PASSWORD);
        birth(birthDate(hereFiles, HERE, mine));
        parent.locator("[name=email]").fill("famille.essai@example.org");
        press(parent, "Activer mon compte");
        Page mailbox = page();
        mailbox.waitForCondition(
                () -> {
                    mailbox.navigate("/demo/courriels/?q=famille.essai");
                    return mailbox.locator("table a").count() > 0;
                },
                new Page.WaitForConditionOptions().setTimeout(30_000));
        mailbox.locator("table a").first().click();
        String text = mailbox.locator("pre").first().textContent();
        parent.navigate(
                text.substring(text.indexOf("/activation/confirm?token=")).split("\\s")[0]);
        press(parent, "Activer mon compte");
        parent.navigate("/");
        parent.locator("[name=login]").fill(letter.login());
        parent.locator("[name=password]").fill(PASSWORD);
        parent.locator("form button[type=submit]").first().click();
        parent.waitForURL("**/portail");
    }

    private static void birth(LocalDate date) {
        parent.locator("[name=birthDay]").fill(Integer.toString(date.getDayOfMonth()));
        parent.locator("[name=birthMonth]").fill(Integer.toString(date.getMonthValue()));
        parent.locator("[name=birthYear]").fill(Integer.toString(date.getYear()));
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

    /** Tab after tab until the focus is on a link or button of that name; then Enter, and the next page. */
    private static void byKeyboard(Page page, String name) {
        for (int i = 0; i < 40; i++) {
            page.keyboard().press("Tab");
            if (name.equals(page.evaluate("document.activeElement.textContent.trim()"))) {
                String here = page.url();
                page.keyboard().press("Enter");
                page.waitForURL(url -> !url.equals(here));
                return;
            }
        }
        throw new AssertionError("the keyboard does not reach " + name + " on " + page.url());
    }

    private static String child(JsonObject account) {
        return account.getJsonArray("children").getJsonObject(0).getString("givenName");
    }

    @Test
    @Order(1)
    void monCompteIsReachedByKeyboardAndHasItsFourPages() {
        parent.navigate("/portail");
        byKeyboard(parent, "Gérer mon compte");
        parent.waitForURL("**/portail/compte");
        chromium.look(parent, "family-01-compte");
        byKeyboard(parent, "Changer de mot de passe");
        parent.waitForURL("**/mot-de-passe");
        chromium.look(parent, "family-02-mot-de-passe");
        press(parent, "Changer le mot de passe");
        assertThat(parent.locator("[role=alert]").count()).isPositive();
        chromium.look(parent, "family-03-mot-de-passe-erreurs");
        byKeyboard(parent, "Mon compte");
        byKeyboard(parent, "Changer d’adresse électronique");
        parent.waitForURL("**/adresse");
        chromium.look(parent, "family-04-adresse");
        byKeyboard(parent, "Mon compte");
        byKeyboard(parent, "Activité récente et connexions");
        parent.waitForURL("**/activite");
        assertThat(parent.content()).contains("Compte activé", "Cette connexion");
        chromium.look(parent, "family-05-activite");
    }

    @Test
    @Order(2)
    void thePasswordIsChangedAndTheAddressAsksForItsLink() {
        parent.navigate("/portail/compte/mot-de-passe");
        parent.locator("[name=password]").fill(PASSWORD);
        parent.locator("[name=newPassword]").fill(PASSWORD + " fine");
        parent.locator("[name=newPasswordAgain]").fill(PASSWORD + " fine");
        press(parent, "Changer le mot de passe");
        assertThat(parent.content()).contains("Votre mot de passe est changé");
        chromium.look(parent, "family-06-mot-de-passe-change");
        parent.navigate("/portail/compte/adresse");
        parent.locator("[name=email]").fill("nouvelle.adresse@example.org");
        parent.locator("[name=password]").fill(PASSWORD + " fine");
        press(parent, "Envoyer le lien de vérification");
        assertThat(parent.content()).contains("Un courriel est parti à nouvelle.adresse@example.org");
        chromium.look(parent, "family-07-adresse-demandee");
    }

    @Test
    @Order(3)
    void theSwitchIsTurnedOffAndTheButtonSaysWhy() {
        Page academy = page();
        academy.navigate("/gestion");
        academy.getByLabel("Identifiant").fill("academie");
        academy.getByLabel("Mot de passe").fill(service.passwords().get("academie"));
        press(academy, "Se connecter");
        academy.navigate("/gestion/regroupement");
        chromium.look(academy, "family-08-regroupement-staff");
        academy.locator("#reason-academie")
                .fill("l’ENT ne connaît pas encore les comptes regroupés. Retour prévu en octobre.");
        press(academy, "Suspendre le regroupement");
        chromium.look(academy, "family-09-regroupement-suspendu");
        parent.navigate("/portail/compte/enfants");
        assertThat(parent.content()).contains("l’ENT ne connaît pas encore");
        chromium.look(parent, "family-10-enfants-suspendu");
        press(academy, "Rétablir le regroupement");
    }

    @Test
    @Order(4)
    void twoAccountsBecomeOneAcrossTwoSchools() {
        parent.navigate("/portail/compte/enfants");
        chromium.look(parent, "family-11-enfants");
        follow(parent, "Regrouper des comptes");
        chromium.look(parent, "family-12-regrouper");
        parent.locator("[name=login]").fill(otherLetter.login());
        parent.locator("[name=password]").fill(otherLetter.password());
        press(parent, "Regrouper");
        assertThat(parent.content()).contains("indiquez aussi la date de naissance");
        chromium.look(parent, "family-13-regrouper-erreur");
        parent.locator("[name=password]").fill(otherLetter.password());
        birth(birthDate(thereFiles, THERE, other));
        press(parent, "Regrouper");
        assertThat(parent.content())
                .contains("Les comptes sont regroupés", "Lycée d’à côté", child(mine), child(other));
        chromium.look(parent, "family-14-regroupes");
        parent.navigate("/portail");
        assertThat(parent.content()).contains(child(mine), child(other));
        chromium.look(parent, "family-15-accueil");
        assertThat(api("academie").get("/accounts/" + other.getLong("id")).getString("state"))
                .isEqualTo("CLOSED");
    }

    @Test
    @Order(5)
    void staffLookAtThePortalAsSheSeesItAndTheBannerEndsIt() {
        String url = api("assistance")
                .post(202, "/accounts/" + mine.getLong("id") + "/simulate", null)
                .getString("url");
        Page staff = page();
        staff.navigate(url);
        chromium.look(staff, "family-16-simulation-adresse");
        press(staff, "Ouvrir la simulation");
        staff.waitForURL("**/portail");
        assertThat(staff.content())
                .contains(child(mine), "Terminer la simulation")
                .doesNotContain("Lycée d’à côté");
        chromium.look(staff, "family-17-simulation");
        staff.navigate("/portail/compte");
        chromium.look(staff, "family-18-simulation-compte");
        staff.navigate("/portail/compte/enfants");
        assertThat(staff.content()).doesNotContain("Lycée d’à côté");
        byKeyboard(staff, "Terminer la simulation");
        staff.waitForURL("**/simulation/terminee");
        assertThat(staff.content()).contains("La simulation est terminée");
        chromium.look(staff, "family-19-simulation-terminee");
        parent.navigate("/portail/compte/activite");
        assertThat(parent.content()).contains("(simulation)");
        chromium.look(parent, "family-20-activite-simulation");
    }

    @Test
    @Order(6)
    void theAccountsArePartedAgain() {
        parent.navigate("/portail/compte/enfants");
        follow(parent, "Séparer ce compte");
        chromium.look(parent, "family-21-separer");
        press(parent, "Séparer ce compte");
        assertThat(parent.content()).contains("Le compte est séparé").doesNotContain("Lycée d’à côté");
        chromium.look(parent, "family-22-separe");
    }

    @Test
    @Order(7)
    void everyPageFitsAPhoneAndIsOpenToAScreenReader() {
        assertThat(chromium.faults()).isEmpty();
    }
}
