package fr.teleservices;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import fr.teleservices.bench.SampleSchool;
import fr.teleservices.kernel.Uai;
import fr.teleservices.testing.ApiClient;
import fr.teleservices.testing.Chromium;
import fr.teleservices.testing.Keyboard;
import fr.teleservices.testing.LetterText;
import fr.teleservices.testing.SampleExports;
import fr.teleservices.testing.ServiceProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * September as people live it, in a real browser: the secretary imports, notifies and watches; a guardian and a pupil activate.
 * Pictures of every step, 1280 and 360 pixels wide, go to {@code target/screenshots}. Skipped where there is no Chromium.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserStoryTest {
    private static final String UAI = "0750001U";
    /** Of the demo too: the import finds its three pupils again. */
    private static final long DEMO_SEED = 2026;

    private static final String NEW_PASSWORD = "trois girafes sous la pluie";

    @TempDir
    private static Path folder;

    @AutoClose
    private static ServiceProcess service;

    @AutoClose
    private static Chromium chromium;

    private static Page staff;
    private static List<Path> files;

    @BeforeAll
    static void start() throws IOException {
        chromium = Chromium.ofAStory();
        service = ServiceProcess.demo(folder, Map.of(), "--pupils", "3");
        files = SampleSchool.write(
                new SampleSchool.Options(460, Uai.parse(UAI).orElseThrow(), DEMO_SEED, folder.resolve("sample")));
        staff = page();
    }

    private static Page page() {
        return chromium.person(service.origin());
    }

    private static void picture(Page page, String name) {
        chromium.look(page, name);
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

    @Test
    @Order(1)
    void theSecretarySignsInAndImportsTheSchool() {
        staff.navigate("/gestion");
        picture(staff, "01-connexion");
        Keyboard keys = new Keyboard(staff);
        keys.type("#login", "gestionnaire");
        keys.type("#password", service.passwords().get("gestionnaire"));
        keys.enter("main button[type=submit]");
        staff.waitForSelector("nav .menu");
        picture(staff, "02-tableau-de-bord");
        follow(staff, "Base élèves");
        staff.setInputFiles("#files", files.toArray(Path[]::new));
        picture(staff, "03-base-eleves");
        press(staff, "Voir ce qui changerait");
        assertThat(staff.content()).contains("Ce que l’import changerait").contains("Rien n’est encore enregistré");
        picture(staff, "04-import-apercu");
        chromium.guide(staff, "import-apercu");
        press(staff, "Importer");
        staff.waitForURL("**/imports/*");
        assertThat(staff.content()).contains("L’import est terminé");
        picture(staff, "05-import-termine");
    }

    @Test
    @Order(2)
    void theSecretaryNotifiesAllGuardiansByTheKeyboardAloneAndSeesTheEnd() throws IOException {
        staff.navigate("/gestion/responsables/notifier");
        picture(staff, "06-notifier");
        assertThat(staff.locator("input[name=mode][value=EMAIL_OR_PAPER]").isChecked())
                .isTrue();
        Keyboard keys = new Keyboard(staff);
        keys.enter("form[action$='/apercu'] button[type=submit]");
        staff.waitForURL("**/apercu?*");
        picture(staff, "07-apercu");
        chromium.guide(staff, "notifier-apercu");
        assertThat(staff.frameLocator("iframe").locator("body").innerText()).contains("Mot de passe temporaire");
        keys.enter("form[action$='/notifier'] button[type=submit]");
        staff.waitForURL("**/gestion/campagnes/*");
        picture(staff, "08-delai");
        staff.waitForSelector("#run[data-status=DONE]", new Page.WaitForSelectorOptions().setTimeout(120_000));
        picture(staff, "09-campagne-terminee");
        chromium.guide(staff, "campagne");
        Download download = staff.waitForDownload(() -> press(staff, "Un seul PDF"));
        List<LetterText> letters = LetterText.pages(Files.readAllBytes(download.path()));
        assertThat(letters).hasSizeGreaterThan(200);
        staff.navigate("/gestion/campagnes");
        picture(staff, "10-campagnes");
    }

    @Test
    @Order(3)
    void aGuardianActivatesInTwoStepsWithTheMailAndSignsIn() {
        ApiClient api = ApiClient.signIn(
                service.origin(), "gestionnaire", service.passwords().get("gestionnaire"));
        JsonObject account = api.accounts(UAI, "holder=guardian&state=NOTIFIED").stream()
                .filter(a -> a.getJsonObject("person").getString("email") != null
                        && a.getJsonArray("children").size() == 1)
                .findFirst()
                .orElseThrow();
        Page mailbox = page();
        LetterText mail = mail(mailbox, account.getJsonObject("person").getString("email"), "11-courriel");

        Page parent = page();
        parent.navigate("/activation?login=" + mail.login());
        assertThat(parent.getByLabel("Identifiant").inputValue()).isEqualTo(mail.login());
        picture(parent, "12-activation");
        JsonObject child = account.getJsonArray("children").getJsonObject(0);
        type(parent, mail.password(), birthDate(child, child.getString("division")), "parent.essai@example.org");
        parent.waitForSelector("h1:has-text('Plus qu’une étape')");
        picture(parent, "13-lien-envoye");

        String link = mailbox.navigate("/demo/courriels/?q=parent.essai") == null ? "" : secondLink(mailbox);
        parent.navigate(link);
        picture(parent, "14-confirmer");
        new Keyboard(parent).enter("main button[type=submit]");
        parent.waitForSelector("h1:has-text('actif')");
        picture(parent, "15-compte-actif");
        signIn(parent, mail.login());
        assertThat(parent.content()).contains(child.getString("givenName"));
        picture(parent, "16-portail");
        staff.navigate("/gestion");
        assertThat(staff.content()).contains("Utilisé");
        picture(staff, "17-tableau-de-bord");
        assertThat(api.get("/accounts/" + account.getLong("id")).getString("state"))
                .isEqualTo("ACTIVE");
    }

    @Test
    @Order(4)
    void aPupilActivatesInOneStepWithTheLetterAndSignsIn() {
        ApiClient api = ApiClient.signIn(
                service.origin(), "gestionnaire", service.passwords().get("gestionnaire"));
        long run = api.startRun(
                UAI, "pupils", new JsonObject().put("holder", "pupil").put("mode", "PAPER"));
        api.awaitRun(run, 60, progress -> progress.getString("status").equals("DONE"));
        LetterText letter =
                LetterText.pages(api.bytes("/runs/" + run + "/letters.pdf")).get(0);
        JsonObject account =
                api.accounts(UAI, "holder=pupil&q=" + letter.login()).get(0);

        Page pupil = page();
        pupil.navigate("/activation?login=" + letter.login());
        fill(pupil, letter.password(), birthDate(account.getJsonObject("person"), account.getString("division")), "");
        press(pupil, "Activer mon compte");
        assertThat(pupil.content()).contains("Votre compte est actif");
        signIn(pupil, letter.login());
        picture(pupil, "18-portail-eleve");
        assertThat(api.get("/accounts/" + account.getLong("id")).getString("state"))
                .isEqualTo("ACTIVE");
    }

    @Test
    @Order(5)
    void whatIsWrongIsSaidBesideItsFieldAndSummedUpOnTop() {
        Page parent = page();
        parent.navigate("/activation");
        press(parent, "Activer mon compte");
        assertThat(parent.locator("[role=alert]").count()).isPositive();
        picture(parent, "19-activation-erreurs");
        parent.navigate("/mot-de-passe-oublie");
        picture(parent, "20-mot-de-passe-oublie");
        parent.navigate("/");
        picture(parent, "21-portail-connexion");
        parent.navigate("/activation/pas-moi");
        picture(parent, "22-pas-moi");
        parent.navigate("/nulle-part");
        picture(parent, "23-introuvable");
    }

    @Test
    @Order(6)
    void everyPageFitsAPhoneAndIsOpenToAScreenReader() {
        assertThat(chromium.faults()).isEmpty();
    }

    /** The text of the newest mail to that address, as the demo's mailbox shows it. */
    private static LetterText mail(Page mailbox, String address, String name) {
        mailbox.navigate("/demo/courriels/?q=" + address);
        picture(mailbox, name + "-liste");
        mailbox.locator("table a").first().click();
        picture(mailbox, name);
        return LetterText.of(mailbox.locator("pre").first().textContent());
    }

    /** The mail leaves a moment after the page has answered. */
    private static String secondLink(Page mailbox) {
        mailbox.waitForCondition(
                () -> {
                    mailbox.navigate("/demo/courriels/?q=parent.essai");
                    return mailbox.locator("table a").count() > 0;
                },
                new Page.WaitForConditionOptions().setTimeout(30_000));
        mailbox.locator("table a").first().click();
        picture(mailbox, "13-second-courriel");
        String text = mailbox.locator("pre").first().textContent();
        int at = text.indexOf("/activation/confirm?token=");
        assertThat(at).isPositive();
        return text.substring(at).split("\\s")[0];
    }

    private static void fill(Page page, String password, LocalDate birth, String email) {
        page.locator("[name=temporaryPassword]").fill(password);
        page.locator("[name=newPassword]").fill(NEW_PASSWORD);
        page.locator("[name=newPasswordAgain]").fill(NEW_PASSWORD);
        page.locator("[name=birthDay]").fill(Integer.toString(birth.getDayOfMonth()));
        page.locator("[name=birthMonth]").fill(Integer.toString(birth.getMonthValue()));
        page.locator("[name=birthYear]").fill(Integer.toString(birth.getYear()));
        page.locator("[name=email]").fill(email);
    }

    /** The same without a mouse, in the order of the page, and sent. */
    private static void type(Page page, String password, LocalDate birth, String email) {
        Keyboard keys = new Keyboard(page);
        keys.type("#temporaryPassword", password);
        keys.type("#newPassword", NEW_PASSWORD);
        keys.type("#newPasswordAgain", NEW_PASSWORD);
        keys.type("#birthDay", Integer.toString(birth.getDayOfMonth()));
        keys.type("#birthMonth", Integer.toString(birth.getMonthValue()));
        keys.type("#birthYear", Integer.toString(birth.getYear()));
        keys.type("#email", email);
        keys.enter("main form button[type=submit]");
    }

    private static void signIn(Page page, String login) {
        page.navigate("/");
        page.locator("[name=login]").fill(login);
        page.locator("[name=password]").fill(NEW_PASSWORD);
        page.locator("form button[type=submit]").first().click();
        page.waitForURL("**/portail");
        assertThat(page.locator("input[type=password]").count()).isZero();
    }

    private static LocalDate birthDate(JsonObject name, String division) {
        return SampleExports.birthDate(
                files,
                Uai.parse(UAI).orElseThrow(),
                name.getString("familyName"),
                name.getString("givenName"),
                division);
    }
}
