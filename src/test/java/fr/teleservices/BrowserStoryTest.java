package fr.teleservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import fr.teleservices.bench.SampleSchool;
import fr.teleservices.kernel.Uai;
import fr.teleservices.siecle.PupilDivisionRow;
import fr.teleservices.siecle.PupilRow;
import fr.teleservices.siecle.SiecleFiles;
import fr.teleservices.siecle.SiecleLimits;
import fr.teleservices.siecle.SiecleReader;
import fr.teleservices.siecle.SiecleSink;
import fr.teleservices.siecle.SiecleSource;
import fr.teleservices.testing.ApiClient;
import fr.teleservices.testing.LetterText;
import fr.teleservices.testing.ServiceProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
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
    private static final String NEW_PASSWORD = "trois girafes sous la pluie";
    private static final Path PICTURES = Path.of("target", "screenshots").toAbsolutePath();
    private static final int[] WIDTHS = {360, 1280};

    @TempDir
    private static Path folder;

    private static ServiceProcess service;
    private static Playwright playwright;
    private static Browser chromium;
    private static Page staff;
    private static List<Path> files;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> found = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(found.isPresent(), "skipped: no Chromium in /usr/bin");
        Files.createDirectories(PICTURES);
        service = ServiceProcess.start(
                folder,
                List.of(),
                Map.of(),
                "demo",
                "--port",
                "0",
                "--pupils",
                "3",
                "--data",
                folder.resolve("data").toString());
        files = SampleSchool.write(
                new SampleSchool.Options(460, Uai.parse(UAI).orElseThrow(), 12, folder.resolve("sample")));
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(found.get())
                        .setArgs(List.of(
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        staff = page();
    }

    @AfterAll
    static void stop() {
        if (playwright != null) {
            playwright.close();
        }
        if (service != null) {
            service.close();
        }
    }

    private static Page page() {
        BrowserContext context = chromium.newContext(
                new Browser.NewContextOptions().setBaseURL(service.origin()).setLocale("fr-FR"));
        Page page = context.newPage();
        page.setDefaultTimeout(30_000);
        return page;
    }

    private static void picture(Page page, String name) {
        for (int width : WIDTHS) {
            page.setViewportSize(width, 800);
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(PICTURES.resolve(name + "-" + width + ".png"))
                    .setFullPage(true));
            int wide = ((Number) page.evaluate("document.documentElement.scrollWidth")).intValue();
            assertThat(wide).as(name + " scrolls sideways at " + width).isLessThanOrEqualTo(width);
        }
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
        staff.getByLabel("Identifiant").fill("gestionnaire");
        staff.getByLabel("Mot de passe").fill(service.passwords().get("gestionnaire"));
        press(staff, "Se connecter");
        picture(staff, "02-tableau-de-bord");
        follow(staff, "Base élèves");
        staff.setInputFiles("#files", files.toArray(Path[]::new));
        picture(staff, "03-base-eleves");
        press(staff, "Voir ce qui changerait");
        assertThat(staff.content()).contains("Ce que l’import changerait").contains("Rien n’est encore enregistré");
        picture(staff, "04-import-apercu");
        press(staff, "Importer");
        staff.waitForURL("**/imports/*");
        assertThat(staff.content()).contains("L’import est terminé");
        picture(staff, "05-import-termine");
    }

    @Test
    @Order(2)
    void theSecretaryNotifiesAllGuardiansAndSeesTheEnd() throws IOException {
        staff.navigate("/gestion/responsables/notifier");
        picture(staff, "06-notifier");
        staff.locator("input[name=mode][value=EMAIL_OR_PAPER]").check();
        press(staff, "Voir l’aperçu");
        picture(staff, "07-apercu");
        press(staff, "Lancer");
        staff.waitForURL("**/gestion/campagnes/*");
        picture(staff, "08-delai");
        staff.waitForSelector("#run[data-status=DONE]", new Page.WaitForSelectorOptions().setTimeout(120_000));
        picture(staff, "09-campagne-terminee");
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
        fill(parent, mail.password(), birthDate(child, child.getString("division")), "parent.essai@example.org");
        press(parent, "Activer mon compte");
        picture(parent, "13-lien-envoye");

        String link = mailbox.navigate("/demo/courriels/?q=parent.essai") == null ? "" : secondLink(mailbox);
        parent.navigate(link);
        picture(parent, "14-confirmer");
        press(parent, "Activer mon compte");
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

    private static void signIn(Page page, String login) {
        page.navigate("/");
        page.locator("[name=login]").fill(login);
        page.locator("[name=password]").fill(NEW_PASSWORD);
        page.locator("form button[type=submit]").first().click();
        page.waitForURL("**/portail");
        assertThat(page.locator("input[type=password]").count()).isZero();
    }

    private static LocalDate birthDate(JsonObject name, String division) {
        Map<Long, PupilRow> pupils = new HashMap<>();
        Map<Long, String> divisions = new HashMap<>();
        LocalDate today = LocalDate.now(ZoneId.of("Europe/Paris"));
        SiecleFiles.recognise(
                        files.stream().map(SiecleSource::of).toList(),
                        Uai.parse(UAI).orElseThrow(),
                        SiecleLimits.DEFAULT,
                        today)
                .all()
                .forEach(file -> new SiecleReader(SiecleLimits.DEFAULT, today).read(file, new SiecleSink() {
                    @Override
                    public void pupil(PupilRow row) {
                        pupils.put(row.id(), row);
                    }

                    @Override
                    public void pupilDivision(PupilDivisionRow row) {
                        divisions.put(row.pupilId(), row.division());
                    }
                }));
        return pupils.values().stream()
                .filter(row -> row.familyName().equals(name.getString("familyName"))
                        && name.getString("givenName").equals(row.givenName() == null ? "" : row.givenName())
                        && division.equals(divisions.get(row.id())))
                .map(PupilRow::birthDate)
                .findFirst()
                .orElseThrow();
    }
}
