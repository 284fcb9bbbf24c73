package fr.teleservices;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import fr.teleservices.testing.ApiClient;
import fr.teleservices.testing.Chromium;
import fr.teleservices.testing.Keyboard;
import fr.teleservices.testing.LetterText;
import fr.teleservices.testing.ServiceProcess;
import fr.teleservices.testing.TestPostgres;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
 * A letter that reached the wrong person, from the letter to the release; then accounts in the states that one seldom sees, forms
 * that are sent empty, and the menu on a phone. Skipped without Chromium.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StatesStoryTest {
    private static final String UAI = "0750001U";
    private static final List<String> FORMS = List.of(
            "/gestion/responsables/notifier",
            "/gestion/base-eleves",
            "/gestion/services",
            "/gestion/parametrage/message",
            "/gestion/parametrage/courriers",
            "/gestion/parametrage/contact",
            "/gestion/parametrage/liens",
            "/gestion/parametrage/conservation",
            "/gestion/personnels",
            "/gestion/profil",
            "/",
            "/activation",
            "/activation/pas-moi",
            "/mot-de-passe-oublie");

    /** Sends the first form of the page that has fields, with nothing in them, past the browser's own checks. */
    private static final String SEND_EMPTY = """
            () => {
              const field = 'input:not([type=hidden]), textarea';
              const form = [...document.querySelectorAll('main form')].find(f => f.querySelector(field));
              form.querySelectorAll(field).forEach(f => {
                if (f.type === 'checkbox' || f.type === 'radio') f.checked = false; else f.value = '';
              });
              document.body.setAttribute('data-left', '');
              form.noValidate = true;
              form.requestSubmit();
            }""";

    @TempDir
    private static Path folder;

    private static String database = "";

    @AutoClose
    private static ServiceProcess service;

    @AutoClose
    private static Chromium chromium;

    private static Page staff;
    private static String account = "";

    @BeforeAll
    static void start() {
        chromium = Chromium.ofAStory();
        database = TestPostgres.freshDatabase();
        service = ServiceProcess.demo(folder, Map.of("TELESERVICES_DB_URI", database), "--pupils", "60");
        staff = signedIn("gestionnaire");
    }

    private static Page signedIn(String role) {
        Page page = chromium.person(service.origin());
        page.navigate("/gestion");
        page.getByLabel("Identifiant").fill(role);
        page.getByLabel("Mot de passe").fill(service.passwords().get(role));
        page.keyboard().press("Enter");
        page.waitForSelector("nav .menu");
        return page;
    }

    private static void sql(String text) {
        try (Connection connection = TestPostgres.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            throw new AssertionError(text, e);
        }
    }

    @Test
    @Order(1)
    void whoIsNotTheGuardianSaysSoAndTheSecretaryReleasesTheAccountByTheKeyboardAlone() {
        ApiClient api = ApiClient.signIn(
                service.origin(), "gestionnaire", service.passwords().get("gestionnaire"));
        long id = api.accounts(UAI, "holder=guardian").get(3).getLong("id");
        LetterText letter = letter(api, id);

        Page stranger = chromium.person(service.origin());
        stranger.navigate("/activation?login=" + letter.login());
        stranger.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Ce courrier ne me concerne pas"))
                .click();
        stranger.locator("#login").fill(letter.login());
        stranger.locator("#temporaryPassword").fill(letter.password());
        chromium.look(stranger, "etats-01-pas-moi");
        stranger.locator("main button[type=submit]").first().click();
        stranger.waitForLoadState();
        chromium.look(stranger, "etats-02-pas-moi-dit");
        assertThat(api.get("/accounts/" + id).getBoolean("held")).isTrue();

        staff.navigate("/gestion");
        new Keyboard(staff).enter("nav a[href='/gestion/responsables/comptes']");
        staff.waitForURL("**/responsables/comptes");
        new Keyboard(staff).enter(".notice a[href$='retenus=on']");
        staff.waitForURL("**retenus=on");
        assertThat(staff.locator("tbody tr").count()).isEqualTo(1);
        chromium.look(staff, "etats-03-retenus");
        new Keyboard(staff).enter("tbody th a");
        staff.waitForURL("**/gestion/comptes/*");
        account = staff.url();
        chromium.look(staff, "etats-04-compte-retenu");
        new Keyboard(staff).enter("a[href$='/liberer']");
        staff.waitForURL("**/liberer");
        chromium.look(staff, "etats-05-liberer");
        new Keyboard(staff).enter("main button[type=submit]");
        staff.waitForURL(account);
        assertThat(api.get("/accounts/" + id).getBoolean("held")).isFalse();

        LetterText second = letter(api, id);
        assertThat(second.login()).isEqualTo(letter.login());
        assertThat(second.password()).isNotEqualTo(letter.password());
    }

    private static LetterText letter(ApiClient api, long id) {
        long notification = api.post(202, "/accounts/" + id + "/notify", new JsonObject().put("mode", "PAPER"))
                .getLong("notificationId");
        staff.navigate("/gestion/comptes/" + id + "/envois?n=" + notification);
        staff.waitForSelector("a[href$='lettre.pdf']");
        return LetterText.pages(api.bytes("/notifications/" + notification + "/letter.pdf"))
                .get(0);
    }

    @Test
    @Order(2)
    void anAccountInAnyStateIsReadable() {
        String id = account.replaceAll(".*/", "");
        sql("UPDATE account SET credential_frozen = true WHERE id = " + id);
        look("bloque", account);
        look("bloques", "/gestion/responsables/comptes?bloques=on");
        sql(
                "UPDATE account SET state = 'ACTIVATING', credential_id = NULL, credential_frozen = false, email_pending = 'une.adresse.tres.longue.avec.des.points@etablissement.example.org' WHERE id = "
                        + id);
        look("en-cours", account);
        look("lien", account + "/lien");
        sql("UPDATE account SET state = 'CLOSED', closed_reason = 'LEFT', closed_at = now() WHERE id = " + id);
        look("ferme", account);
        look("fermes", "/gestion/responsables/comptes?etat=CLOSED");
        look("ferme-renotifier", account + "/renotifier");
        sql(
                "UPDATE account SET closed_reason = 'GROUPED', grouped_into = (SELECT max(id) FROM account WHERE holder = 'GUARDIAN' AND id <> "
                        + id + ") WHERE id = " + id);
        look("regroupe", account);
        assertThat(chromium.faults()).isEmpty();
    }

    private static void look(String name, String path) {
        staff.navigate(path);
        assertThat(staff.locator("h1").count()).as(path).isEqualTo(1);
        chromium.look(staff, "etats-" + name);
    }

    @Test
    @Order(3)
    void aFormThatIsSentEmptySaysWhatIsMissingToEverybody() {
        Page chef = signedIn("chef");
        int refused = 0;
        for (String path : FORMS) {
            Page page = path.startsWith("/gestion") ? chef : chromium.person(service.origin());
            sql("DELETE FROM try_counter"); // nobody has to wait for the forms before
            page.navigate(path);
            Response answer = page.waitForResponse(
                    response -> response.request().isNavigationRequest() && response.status() / 100 != 3,
                    () -> page.evaluate(SEND_EMPTY));
            page.waitForSelector("body:not([data-left])");
            page.waitForLoadState();
            assertThat(answer.status()).as(path).isIn(200, 401, 422);
            if (answer.status() != 200) {
                refused++;
                assertThat(page.locator("[role=alert]").count())
                        .as(path + page.locator("main").innerText())
                        .isPositive();
                chromium.look(page, "etats-vide" + path.replaceAll("[^a-z]+", "-"));
            }
            assertThat(chromium.faults()).as(path).isEmpty();
        }
        assertThat(refused).isGreaterThan(FORMS.size() / 2);
        chef.context().close();
    }

    @Test
    @Order(4)
    void theMenuOfAPhoneIsOpenedAndLeftByTheKeyboard() {
        staff.setViewportSize(360, 740);
        staff.navigate("/gestion");
        assertThat(staff.locator("nav .menu").isVisible()).isFalse();
        assertThat(staff.locator("h1").boundingBox().y)
                .as("the page begins on the first screen")
                .isLessThan(500);
        new Keyboard(staff).enter("a[href='#menu']");
        staff.waitForSelector("nav .menu");
        new Keyboard(staff).enter("nav .menu a[href='/gestion/campagnes']");
        staff.waitForURL("**/gestion/campagnes");
        assertThat(staff.locator("nav .menu").isVisible()).isFalse();
        new Keyboard(staff).enter("a[href='#menu']");
        chromium.look(staff, "etats-menu");
    }

    @Test
    @Order(5)
    void withoutAServiceTheMenuSaysSo() {
        sql("UPDATE school_service SET guardians = false, pupils = false");
        look("sans-service", "/gestion");
        look("sans-service-comptes", "/gestion/responsables/comptes");
        assertThat(staff.locator(".side .notice").innerText()).contains("Aucun téléservice");
        assertThat(chromium.faults()).isEmpty();
    }

    @Test
    @Order(6)
    void aRefusalOfEveryKindHasItsPage() {
        refused("403", staff, "/gestion/parametrage/conservation", 403);
        refused("404", staff, "/gestion/nulle-part", 404);
        Page family = chromium.person(service.origin());
        refused("410", family, "/activation/confirm?token=K7PM", 410);
        family.navigate("/");
        int status = 0;
        for (int i = 0; i < 9 && status != 429; i++) {
            family.locator("#login").fill("p.martin1");
            family.locator("#password").fill("ce n’est pas le bon");
            family.evaluate("() => document.body.setAttribute('data-left', '')");
            status = family.waitForResponse("**/", () -> family.keyboard().press("Enter"))
                    .status();
            family.waitForSelector("body:not([data-left])");
            family.waitForLoadState();
        }
        assertThat(status).isEqualTo(429);
        chromium.look(family, "etats-429");
        assertThat(chromium.faults()).isEmpty();
    }

    private static void refused(String name, Page page, String path, int status) {
        assertThat(page.navigate(path).status()).as(path).isEqualTo(status);
        assertThat(page.locator("main a").count()).as(path + " leads on").isPositive();
        chromium.look(page, "etats-" + name);
    }
}
