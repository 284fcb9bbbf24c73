package fr.teleservices;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import fr.teleservices.bench.SampleSchool;
import fr.teleservices.kernel.Uai;
import fr.teleservices.testing.BirthDates;
import fr.teleservices.testing.Chromium;
import fr.teleservices.testing.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way in a real browser: from the school's export to a parent and a pupil who are in. */
class BrowserStoryTest {
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final Pattern LOGIN = Pattern.compile("Identifiant\\h*:\\h*(\\S+)");
    private static final Pattern PASSWORD = Pattern.compile("Mot de passe temporaire\\h*:\\h*(\\S+)");
    private static final String NEW_PASSWORD = "tulipe-wagon-cerise-nuage";
    /** A run leaves after its minute of grace; the rest is for a slow machine. */
    private static final double RUN_MILLIS = 240_000;

    @TempDir
    static Path folder;

    private static ServiceProcess service;
    private static Chromium chromium;
    private static List<Path> exports;
    private static BirthDates births;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> executable = Chromium.executable();
        Assumptions.assumeTrue(executable.isPresent(), "no Chromium on this machine: the browser story is not told");
        exports = SampleSchool.write(new SampleSchool.Options(
                460, Uai.parse("0750001U").orElseThrow(), 2026, folder.resolve("exports")));
        births = BirthDates.of(exports.get(0));
        service = ServiceProcess.start(
                folder, List.of("-Xmx512m"), Map.of(), "demo", "--pupils", "1", "--port", "0", "--data", "data");
        Files.createDirectories(PICTURES);
        chromium = Chromium.start(executable.get(), PICTURES);
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (service != null) {
            service.close();
        }
    }

    @Test
    void aSchoolIsImportedAndNotifiedAndAParentAndAPupilComeIn() throws IOException {
        Page academy = staff("academie");
        theAcademyAddsASchool(academy);

        Page secretary = staff("gestionnaire");
        look(secretary, "tableau-de-bord");
        look(open(secretary, "Gestion des services"), "services");
        theSecretaryImportsTheSchool(secretary);
        String guardians = sheStartsTheNotification(secretary, "responsables", "EMAIL_OR_PAPER");
        String pupils = sheStartsTheNotification(secretary, "eleves", "PAPER");

        Path letters = sheWaitsForTheEndAndTakesTheLetters(secretary, guardians, "responsables");
        Path pupilLetters = sheWaitsForTheEndAndTakesTheLetters(secretary, pupils, "eleves");
        look(open(secretary, "Campagnes"), "campagnes");
        assertThat(everyPageIsOneAccess(letters)).isTrue();

        aParentActivatesWithTheMailAndComesIn();
        aPupilActivatesWithTheLetterAndComesIn(pupilLetters);

        open(secretary, "Tableau de bord");
        for (String title : List.of("Responsables", "Élèves")) {
            Locator group = secretary.locator("section.card").filter(new Locator.FilterOptions().setHasText(title));
            assertThat(group.locator("tr").filter(new Locator.FilterOptions().setHasText("Utilisé")).locator(".num"))
                    .hasText("1");
        }
        look(secretary, "tableau-de-bord-apres");
        assertThat(chromium.faults()).as("what a phone or a screen reader meets").isEmpty();
    }

    private static Page staff(String role) {
        Page page = chromium.person(service.origin());
        page.navigate("/gestion");
        if (role.equals("gestionnaire")) {
            look(page, "gestion-connexion");
        }
        page.locator("#login").fill(role);
        page.locator("#password").fill(service.passwords().get(role));
        press(page, "Se connecter");
        return page;
    }

    private static void theAcademyAddsASchool(Page page) {
        page.navigate("/gestion/etablissements");
        page.locator("#uai").fill("0750002V");
        page.locator("#name").fill("Collège Élisabeth-d’Alembert-et-de-la-Très-Longue-Rue");
        press(page, "Ajouter");
        look(page, "academie-etablissements");
    }

    private static void theSecretaryImportsTheSchool(Page page) {
        open(page, "Base élèves");
        look(page, "base-eleves");
        page.locator("#files").setInputFiles(exports.toArray(Path[]::new));
        press(page, "Voir ce qui changerait");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("Ce que l’import changerait");
        look(page, "import-apercu");
        press(page, "Importer");
        assertThat(page.getByRole(AriaRole.STATUS)).hasText("L’import est terminé.");
        look(page, "import-termine");
        page.navigate("/gestion/base-eleves/eleves");
        look(page, "eleves");
    }

    /** Returns the path of the run's page. */
    private static String sheStartsTheNotification(Page page, String whom, String mode) {
        page.navigate("/gestion/" + whom + "/notifier");
        page.locator("input[name=mode][value=" + mode + "]").check();
        look(page, whom + "-notifier");
        press(page, "Voir l’aperçu");
        look(page, whom + "-apercu");
        page.getByText(Pattern.compile("^Lancer : ")).click();
        page.waitForURL("**/gestion/campagnes/*");
        assertThat(page.getByText("D’ici là, rien n’est parti")).isVisible();
        look(page, whom + "-campagne-prevue");
        return Path.of(page.url()).getFileName().toString();
    }

    private static Path sheWaitsForTheEndAndTakesTheLetters(Page page, String run, String whom) throws IOException {
        page.navigate("/gestion/campagnes/" + run);
        assertThat(page.locator("h1 .state"))
                .hasText("Terminée", new LocatorAssertions.HasTextOptions().setTimeout(RUN_MILLIS));
        look(page, whom + "-campagne-terminee");
        Path file = PICTURES.resolve(whom + ".pdf");
        Download download = page.waitForDownload(() -> press(page, "Un seul PDF"));
        download.saveAs(file);
        String counted = page.locator("[data-live=inLetter]").innerText().replaceAll("\\D", "");
        try (PDDocument pdf = Loader.loadPDF(file.toFile())) {
            assertThat(pdf.getNumberOfPages()).isEqualTo(Integer.parseInt(counted)).isPositive();
        }
        return file;
    }

    private static boolean everyPageIsOneAccess(Path letters) throws IOException {
        try (PDDocument pdf = Loader.loadPDF(letters.toFile())) {
            for (int number = 1; number <= pdf.getNumberOfPages(); number++) {
                String text = text(pdf, number);
                if (!LOGIN.matcher(text).find() || !PASSWORD.matcher(text).find()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static String text(PDDocument pdf, int page) throws IOException {
        PDFTextStripper stripper = new PDFTextStripper();
        stripper.setStartPage(page);
        stripper.setEndPage(page);
        return stripper.getText(pdf);
    }

    private static void aParentActivatesWithTheMailAndComesIn() {
        Page mailbox = chromium.person(service.origin());
        mailbox.navigate("/demo/courriels/");
        look(mailbox, "boite-aux-lettres");
        LocalDate born = openAMailAboutAKnownChild(mailbox);
        look(mailbox, "courriel");
        String mail = mailbox.locator("pre").first().innerText();
        String login = first(LOGIN, mail);

        Page parent = chromium.person(service.origin());
        parent.navigate(mailbox.locator("pre a[href*='/activation?login=']").first().getAttribute("href"));
        assertThat(parent.locator("#login")).hasValue(login);
        look(parent, "activation");
        press(parent, "Activer mon compte");
        look(parent, "activation-refusee");
        fill(parent, login, first(PASSWORD, mail), born);
        parent.locator("#email").fill("parent@example.org");
        press(parent, "Activer mon compte");
        assertThat(parent.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("Plus qu’une étape");
        look(parent, "plus-qu-une-etape");

        Locator confirmation = mailbox.locator("td a").first();
        mailbox.navigate("/demo/courriels/?q=parent@example.org");
        for (int tries = 0; tries < 60 && confirmation.count() == 0; tries++) {
            mailbox.reload();
        }
        confirmation.click();
        look(mailbox, "courriel-confirmation");
        String link = mailbox.locator("pre a[href*='/activation/confirm?token=']")
                .first()
                .getAttribute("href");
        Page elsewhere = chromium.person(service.origin());
        elsewhere.navigate(link);
        look(elsewhere, "confirmation");
        press(elsewhere, "Activer mon compte");
        look(elsewhere, "compte-active");
        elsewhere.navigate(link);
        look(elsewhere, "lien-deja-utilise");

        signIn(elsewhere, login, "responsable");
    }

    private static LocalDate openAMailAboutAKnownChild(Page mailbox) {
        int mails = mailbox.locator("td a").count();
        for (int i = 0; i < mails; i++) {
            mailbox.navigate("/demo/courriels/");
            mailbox.locator("td a").nth(i).click();
            Optional<LocalDate> born =
                    births.ofOneNamedIn(mailbox.locator("pre").first().innerText());
            if (born.isPresent()) {
                return born.get();
            }
        }
        throw new AssertionError("no mail names a pupil of the sample");
    }

    private static void aPupilActivatesWithTheLetterAndComesIn(Path letters) throws IOException {
        try (PDDocument pdf = Loader.loadPDF(letters.toFile())) {
            for (int number = 1; number <= pdf.getNumberOfPages(); number++) {
                String letter = text(pdf, number);
                Optional<LocalDate> born = births.ofOneNamedIn(letter);
                if (born.isPresent()) {
                    Page pupil = chromium.person(service.origin());
                    pupil.navigate("/activation");
                    fill(pupil, first(LOGIN, letter), first(PASSWORD, letter), born.get());
                    press(pupil, "Activer mon compte");
                    look(pupil, "eleve-active");
                    signIn(chromium.person(service.origin()), first(LOGIN, letter), "eleve");
                    return;
                }
            }
        }
        throw new AssertionError("no letter names a pupil of the sample");
    }

    private static void fill(Page page, String login, String temporary, LocalDate born) {
        page.locator("#login").fill(login);
        page.locator("#temporaryPassword").fill(temporary);
        page.locator("#newPassword").fill(NEW_PASSWORD);
        page.locator("#newPasswordAgain").fill(NEW_PASSWORD);
        page.locator("#birthDay").fill(Integer.toString(born.getDayOfMonth()));
        page.locator("#birthMonth").fill(Integer.toString(born.getMonthValue()));
        page.locator("#birthYear").fill(Integer.toString(born.getYear()));
    }

    private static void signIn(Page page, String login, String who) {
        page.navigate("/");
        look(page, who + "-connexion");
        page.locator("#login").fill(login);
        page.locator("#password").fill("pas-le-bon-du-tout");
        press(page, "Me connecter");
        look(page, who + "-connexion-refusee");
        page.locator("#login").fill(login);
        page.locator("#password").fill(NEW_PASSWORD);
        press(page, "Me connecter");
        page.waitForURL("**/portail");
        assertThat(page.getByText(login)).isVisible();
        look(page, who + "-portail");
    }

    private static Page open(Page page, String entry) {
        page.locator(".menu").getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(entry)).click();
        return page;
    }

    private static void press(Page page, String label) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(label).setExact(true))
                .first()
                .click();
    }

    private static void look(Page page, String name) {
        chromium.look(page, name);
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        assertThat(found.find()).as("%s in %s", pattern, text).isTrue();
        return found.group(1);
    }
}
