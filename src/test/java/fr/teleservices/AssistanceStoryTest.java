package fr.teleservices;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import fr.teleservices.testing.Chromium;
import fr.teleservices.testing.Keyboard;
import fr.teleservices.testing.LetterText;
import fr.teleservices.testing.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A parent stands at the counter: the secretary finds the account and helps, in a real browser. Skipped without Chromium. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AssistanceStoryTest {
    @TempDir
    private static Path folder;

    @AutoClose
    private static ServiceProcess service;

    @AutoClose
    private static Chromium chromium;

    private static Page staff;
    private static String account = "";

    @BeforeAll
    static void start() {
        chromium = Chromium.ofAStory();
        service = ServiceProcess.demo(folder, Map.of(), "--pupils", "120");
        staff = chromium.person(service.origin());
        staff.navigate("/gestion");
        staff.getByLabel("Identifiant").fill("gestionnaire");
        staff.getByLabel("Mot de passe").fill(service.passwords().get("gestionnaire"));
        press("Se connecter");
    }

    private static void press(String button) {
        staff.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button))
                .first()
                .click();
    }

    private static void follow(String link) {
        staff.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(link))
                .first()
                .click();
    }

    @Test
    @Order(1)
    void theListFollowsWhatIsTypedAndAnAccountIsOpenedByTheKeyboardAlone() {
        new Keyboard(staff).enter("nav a[href='/gestion/responsables/comptes']");
        staff.waitForURL("**/responsables/comptes");
        chromium.look(staff, "assistance-01-liste");
        String name = staff.locator("tbody th a").nth(7).innerText();
        new Keyboard(staff).to("#q");
        staff.keyboard().type(name);
        staff.waitForURL("**f=*");
        assertThat(staff.locator("tbody th a").first().innerText()).isEqualTo(name);
        chromium.look(staff, "assistance-02-recherche");
        new Keyboard(staff).enter("tbody th a");
        staff.waitForURL("**/gestion/comptes/*");
        account = staff.url();
        assertThat(staff.content()).contains("Compte actuel", "Historique", name.split(" ")[0]);
        chromium.look(staff, "assistance-03-compte");
        chromium.guide(staff, "compte");
    }

    @Test
    @Order(2)
    void aLetterIsWrittenAndHandedOver() throws IOException {
        staff.navigate(account);
        follow("Renotifier");
        chromium.look(staff, "assistance-04-renotifier");
        staff.locator("input[value=PAPER]").check();
        press("Renotifier");
        staff.waitForSelector("a[href$='lettre.pdf']");
        chromium.look(staff, "assistance-05-lettre");
        Download download = staff.waitForDownload(() -> follow("Lettre (PDF)"));
        assertThat(LetterText.pages(Files.readAllBytes(download.path()))).hasSize(1);
        staff.navigate(account);
        chromium.look(staff, "assistance-06-notifie");
    }

    @Test
    @Order(3)
    void thePasswordIsResetByTheKeyboardAloneAndANewAccountOpened() {
        staff.navigate(account);
        Keyboard keys = new Keyboard(staff);
        keys.enter("a[href$='/reinitialiser']");
        staff.waitForURL("**/reinitialiser");
        chromium.look(staff, "assistance-07-reinitialiser");
        keys.to("input[name=mode]");
        staff.keyboard().press("ArrowDown");
        assertThat(staff.locator("input[value=PAPER]").isChecked()).isTrue();
        keys.enter("main button[type=submit]");
        staff.waitForSelector("a[href$='lettre.pdf']");
        staff.navigate(account);
        follow("Nouveau compte");
        chromium.look(staff, "assistance-08-nouveau");
        staff.locator("input[value=PAPER]").check();
        press("Nouveau compte");
        staff.waitForSelector("a[href$='lettre.pdf']");
        follow("Revenir au compte");
        assertThat(staff.content()).contains("Autres comptes de cette personne");
        chromium.look(staff, "assistance-09-nouveau-compte");
    }

    @Test
    @Order(4)
    void nothingFoundSaysWhatToDoAndALongListGoesOn() {
        staff.navigate("/gestion/eleves/comptes?q=introuvable");
        assertThat(staff.content()).contains("reprenez sans filtre");
        chromium.look(staff, "assistance-10-rien");
        staff.navigate("/gestion/eleves/comptes");
        follow("Suivants");
        chromium.look(staff, "assistance-11-suite");
    }

    @Test
    @Order(5)
    void nothingIsShutToAKeyboardOrAScreenReader() {
        assertThat(chromium.faults()).isEmpty();
    }
}
