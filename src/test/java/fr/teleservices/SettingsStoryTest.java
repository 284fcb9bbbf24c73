package fr.teleservices;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import fr.teleservices.bench.SampleSchool;
import fr.teleservices.kernel.Uai;
import fr.teleservices.testing.ApiClient;
import fr.teleservices.testing.Chromium;
import fr.teleservices.testing.LetterText;
import fr.teleservices.testing.SampleExports;
import fr.teleservices.testing.ServiceProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Base64;
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
 * A secretary sets what families see, and families see it: in a real browser, with pictures of every page in
 * {@code target/screenshots}. Skipped where there is no Chromium.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SettingsStoryTest {
    private static final String UAI = "0750001U";
    private static final String BASE = "/gestion/parametrage/";
    private static final String NEW_PASSWORD = "trois girafes sous la pluie";
    private static final Path PICTURES = Chromium.OF_STORIES;

    @TempDir
    private static Path folder;

    @AutoClose
    private static ServiceProcess service;

    @AutoClose
    private static Chromium chromium;

    private static ApiClient api;
    private static Page staff;
    private static Page parent;
    private static List<Path> files;

    @BeforeAll
    static void start() throws IOException {
        chromium = Chromium.ofAStory();
        service = ServiceProcess.demo(folder, Map.of(), "--empty");
        api = ApiClient.signIn(service.origin(), "academie", service.passwords().get("academie"));
        api.post(201, "/schools", new JsonObject().put("uai", UAI).put("name", "Collège Jeanne-d’Arc"));
        files = SampleSchool.write(
                new SampleSchool.Options(40, Uai.parse(UAI).orElseThrow(), 7, folder.resolve("sample")));
        api.importFiles(UAI, files);
        staff = chromium.person(service.origin());
        parent = chromium.person(service.origin());
    }

    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
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
    void theSecretaryWritesTheWelcomeMessageAndLooksAtItFirst() {
        staff.navigate("/gestion");
        staff.getByLabel("Identifiant").fill("academie");
        staff.getByLabel("Mot de passe").fill(service.passwords().get("academie"));
        press(staff, "Se connecter");
        staff.navigate("/gestion/etablissements");
        staff.locator("button:has-text('Choisir')").first().click();
        follow(staff, "Message d’accueil");
        staff.getByLabel("Pour les responsables")
                .fill(
                        "Bienvenue **à tous** !\n\n- Réunion de rentrée : *lundi à 18 h*\n- Cantine : [le menu](https://cantine.exemple.fr)");
        staff.getByLabel("Pour les élèves").fill("Bonne rentrée !");
        press(staff, "Voir l’aperçu");
        assertThat(staff.locator("[role=group] strong").first().textContent()).isEqualTo("à tous");
        chromium.look(staff, "s01-message-apercu");
        press(staff, "Enregistrer");
        assertThat(staff.content()).contains("Les messages sont enregistrés");
        chromium.look(staff, "s02-message");
    }

    @Test
    @Order(2)
    void theEntTheContactAndTheLinksAreSet() {
        follow(staff, "ENT et courriers de notification");
        staff.getByLabel("Adresse de l’ENT").fill("ent.exemple.fr");
        staff.getByLabel("Afficher la brique ENT").check();
        press(staff, "Enregistrer");
        chromium.look(staff, "s03-ent-erreur");
        staff.getByLabel("Adresse de l’ENT").fill("https://ent.exemple.fr");
        staff.getByLabel("Celle de l’ENT").check();
        staff.locator("input[value=link]").check();
        press(staff, "Enregistrer");
        assertThat(staff.content()).contains("Les réglages sont enregistrés");
        chromium.look(staff, "s04-ent");

        follow(staff, "Contact établissement");
        staff.locator("input[name=contact]").first().check();
        press(staff, "Enregistrer");
        assertThat(staff.content()).contains("Le contact est enregistré");
        chromium.look(staff, "s05-contact");

        follow(staff, "Liens utiles");
        link("Menus de la cantine", "https://cantine.exemple.fr/menus", true);
        link("Orientation", "https://orientation.exemple.fr", true);
        link("Transports scolaires", "https://transports.exemple.fr", false);
        press(staff, "Monter Transports scolaires");
        chromium.look(staff, "s06-liens");
        staff.locator("details summary:has-text('Supprimer')").first().click();
        chromium.look(staff, "s07-liens-supprimer");
    }

    private static void link(String title, String address, boolean pupils) {
        staff.getByLabel("Titre").fill(title);
        staff.getByLabel("Adresse", new Page.GetByLabelOptions().setExact(true)).fill(address);
        staff.getByLabel("les élèves").setChecked(pupils);
        press(staff, "Ajouter");
        assertThat(staff.content()).contains("Le lien est ajouté");
    }

    @Test
    @Order(3)
    void aTextIsSeenAsAMailWhileItIsTypedAndAsALetter() throws IOException {
        staff.navigate(BASE + "courriers/textes/responsable-courriel");
        staff.getByLabel("Objet").fill("Vos services en ligne – {établissement}");
        staff.getByLabel("Texte")
                .fill("Le collège vous écrit avec **ses** mots, {enfants} compris.\n\nÀ bientôt, {prénom} !");
        FrameLocator frame = staff.frameLocator("iframe");
        frame.getByText("À bientôt, Claire").waitFor();
        chromium.look(staff, "s08-texte-courriel");
        frame.locator("body")
                .screenshot(new com.microsoft.playwright.Locator.ScreenshotOptions()
                        .setPath(PICTURES.resolve("s08-courriel-html.png")));
        press(staff, "Aperçu en texte");
        frame.getByText("Identifiant : c.martin1").waitFor();
        assertThat(frame.locator("pre").textContent())
                .contains("À bientôt, Claire", "token=SPECIMEN")
                .doesNotContain("Mot de passe temporaire");
        chromium.look(staff, "s09-texte-courriel-texte");
        staff.getByLabel("Texte").fill("Bonjour {prenom}");
        press(staff, "Enregistrer");
        assertThat(staff.content()).contains("{prenom}.");
        chromium.look(staff, "s10-texte-refus");
        staff.getByLabel("Texte")
                .fill("Le collège vous écrit avec ses mots, {enfants} compris.\n\nÀ bientôt, {prénom} !");
        press(staff, "Enregistrer");
        assertThat(staff.content()).contains("Le texte de l’établissement est enregistré");

        staff.navigate(BASE + "courriers/textes/responsable-courrier");
        staff.getByLabel("Texte")
                .fill("Le collège vous écrit par la poste, pour {enfants}.\n\nÀ bientôt, {civilité} {nom} !");
        press(staff, "Enregistrer");
        chromium.look(staff, "s11-texte-courrier");
        String pdf = (String)
                staff.evaluate(
                        "async () => { const a = await fetch(location.pathname + '/apercu');"
                                + " const b = new Uint8Array(await a.arrayBuffer()); let s = ''; b.forEach(c => s += String.fromCharCode(c)); return btoa(s); }");
        Files.write(PICTURES.resolve("s11-specimen.pdf"), Base64.getDecoder().decode(pdf));
        staff.navigate(BASE + "courriers");
        assertThat(staff.locator(".state.on").count()).isEqualTo(2);
    }

    @Test
    @Order(4)
    void aGuardianActivatesWithTheLinkOfAMailThatBearsNoPassword() throws IOException {
        JsonObject account = account("guardian");
        long run = api.startRun(
                UAI, "guardians", new JsonObject().put("holder", "guardian").put("mode", "BOTH"));
        api.awaitRun(run, 120, progress -> progress.getString("status").equals("DONE"));
        List<LetterText> letters = LetterText.pages(api.bytes("/runs/" + run + "/letters.pdf"));
        Files.write(PICTURES.resolve("s12-courrier.pdf"), api.bytes("/runs/" + run + "/letters.pdf"));
        LetterText letter = letters.stream()
                .filter(l -> l.login().equals(account.getString("login")))
                .findFirst()
                .orElseThrow();
        assertThat(letter.text()).contains("par la poste", "https://ent.exemple.fr");

        String text = mail(account.getJsonObject("person").getString("email"), "s12-courriel");
        assertThat(text).contains("avec ses mots").doesNotContain("Mot de passe temporaire");
        String path = text.substring(text.indexOf("/activation?login=")).split("\\s")[0];
        parent.navigate(path);
        assertThat(parent.locator("[name=temporaryPassword]").count()).isZero();
        chromium.look(parent, "s13-activation-lien");
        JsonObject child = account.getJsonArray("children").getJsonObject(0);
        fill(parent, birthDate(child, child.getString("division")), "parent.essai@example.org");
        press(parent, "Activer mon compte");
        String second = mail("parent.essai@example.org", "s14-courriel-confirmer");
        parent.navigate(
                second.substring(second.indexOf("/activation/confirm?token=")).split("\\s")[0]);
        press(parent, "Activer mon compte");
        assertThat(parent.content()).contains("Votre compte est actif");

        Page late = chromium.person(service.origin());
        late.navigate(path);
        assertThat(late.content()).contains("Ce lien a déjà servi");
        chromium.look(late, "s15-lien-mort");
        signIn(parent, account.getString("login"));
        assertThat(parent.content())
                .contains(child.getString("givenName"), "Réunion de rentrée", "Transports scolaires");
        chromium.look(parent, "s16-portail");
        parent.locator("details.sheet summary").first().click();
        chromium.look(parent, "s17-portail-fiche");
    }

    @Test
    @Order(5)
    void aNewMessageAppearsOnTheOpenPage() {
        parent.navigate("/portail");
        parent.waitForTimeout(500);
        staff.navigate(BASE + "message");
        staff.getByLabel("Pour les responsables").fill("**Alerte neige** : les cars ne circulent pas demain.");
        press(staff, "Enregistrer");
        parent.getByText("Alerte neige").waitFor();
        assertThat(parent.content()).doesNotContain("Réunion de rentrée");
        chromium.look(parent, "s18-portail-nouveau-message");
    }

    @Test
    @Order(6)
    void theGuardianWritesToTheSchool() {
        follow(parent, "Écrire à l’établissement");
        press(parent, "Envoyer");
        parent.getByLabel("Objet").fill("Absence de lundi");
        parent.getByLabel("Message").fill("Bonjour,\n\nMon enfant sera absent lundi.\n\nMerci.");
        chromium.look(parent, "s19-ecrire");
        press(parent, "Envoyer");
        assertThat(parent.content()).contains("Votre message est parti");
        chromium.look(parent, "s20-ecrit");
        assertThat(mail("Absence de lundi", "s21-courriel-contact")).contains("Mon enfant sera absent lundi.");
    }

    @Test
    @Order(7)
    void aPupilSeesItsOwn() {
        JsonObject account = account("pupil");
        long run = api.startRun(
                UAI, "pupils", new JsonObject().put("holder", "pupil").put("mode", "PAPER"));
        api.awaitRun(run, 60, progress -> progress.getString("status").equals("DONE"));
        LetterText letter = LetterText.pages(api.bytes("/runs/" + run + "/letters.pdf")).stream()
                .filter(l -> l.login().equals(account.getString("login")))
                .findFirst()
                .orElseThrow();
        Page pupil = chromium.person(service.origin());
        pupil.navigate("/activation?login=" + letter.login());
        pupil.locator("[name=temporaryPassword]").fill(letter.password());
        fill(pupil, birthDate(account.getJsonObject("person"), account.getString("division")), "");
        press(pupil, "Activer mon compte");
        signIn(pupil, letter.login());
        assertThat(pupil.content()).contains("Bonne rentrée", "Orientation").doesNotContain("Transports", "Écrire à");
        chromium.look(pupil, "s22-portail-eleve");
    }

    @Test
    @Order(8)
    void theServicesPage() {
        staff.navigate("/gestion/services");
        chromium.look(staff, "s23-services");
        chromium.guide(staff, "services");
    }

    @Test
    @Order(9)
    void everyPageFitsAPhoneAndIsOpenToAScreenReader() {
        assertThat(chromium.faults()).isEmpty();
    }

    private static JsonObject account(String holder) {
        return api.accounts(UAI, "holder=" + holder + "&state=NOT_NOTIFIED").stream()
                .filter(a -> holder.equals("pupil")
                        ? a.getString("division") != null
                        : a.getJsonObject("person").getString("email") != null
                                && a.getJsonArray("children", new JsonArray()).size() == 1
                                && a.getJsonArray("children").getJsonObject(0).getString("division") != null)
                .findFirst()
                .orElseThrow();
    }

    /** The text of the newest mail that the search finds, as the demo's mailbox shows it; it may take a moment to leave. */
    private static String mail(String search, String name) {
        Page mailbox = chromium.person(service.origin());
        mailbox.waitForCondition(
                () -> {
                    mailbox.navigate("/demo/courriels/?q=" + search);
                    return mailbox.locator("table a").count() > 0;
                },
                new Page.WaitForConditionOptions().setTimeout(30_000));
        mailbox.locator("table a").first().click();
        chromium.look(mailbox, name);
        return mailbox.locator("pre").first().textContent();
    }

    private static void fill(Page page, LocalDate birth, String email) {
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
