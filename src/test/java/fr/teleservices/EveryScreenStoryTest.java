package fr.teleservices;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import fr.teleservices.testing.ApiClient;
import fr.teleservices.testing.Chromium;
import fr.teleservices.testing.ServiceProcess;
import fr.teleservices.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every entry of the staff menu for every role, in a school full of people and in one that has nothing yet, and every page of the
 * portal. The menu and the links are followed as they stand: a new page is looked at without anyone remembering it. Skipped
 * without Chromium.
 */
class EveryScreenStoryTest {
    private static final List<String> ROLES = List.of("academie", "chef", "gestionnaire", "assistance");
    private static final int MOST_TABS = 60;

    @TempDir
    private static Path folder;

    @AutoClose
    private static ServiceProcess service;

    private static String database;

    @AutoClose
    private static Chromium chromium;

    /** Pages by what they hold: the same one of another role is not looked at twice. */
    private static final Set<String> SEEN = new HashSet<>();

    @BeforeAll
    static void start() {
        chromium = Chromium.ofAStory();
        database = TestPostgres.freshDatabase();
        service = ServiceProcess.demo(folder, Map.of("TELESERVICES_DB_URI", database), "--pupils", "60");
        anEmptySchool();
    }

    /** Its staff have the passwords of the demo's; a guardian and a pupil of the demo's school have the help desk's. */
    private static void anEmptySchool() {
        execute("""
                    INSERT INTO school (uai, name) VALUES ('0750002V', 'Lycée tout neuf');
                    INSERT INTO staff (login, role, school_id, password_hash)
                    SELECT 'neuf-' || lower(role), role, (SELECT id FROM school WHERE uai = '0750002V'), password_hash
                    FROM staff WHERE role <> 'ACADEMIE';
                    UPDATE account SET state = 'ACTIVE', password_at = now(), email_verified = 'verifie@example.org',
                      password_hash = (SELECT password_hash FROM staff WHERE login = 'assistance')
                    WHERE id IN (SELECT min(id) FROM account GROUP BY holder)""");
    }

    private static void execute(String sql) {
        try (Connection connection = TestPostgres.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Page signedIn(String login, String role) {
        Page page = chromium.person(service.origin());
        page.navigate("/gestion");
        page.getByLabel("Identifiant").fill(login);
        page.getByLabel("Mot de passe").fill(service.passwords().get(role));
        page.keyboard().press("Enter");
        page.waitForSelector("nav .menu");
        return page;
    }

    private static List<String> hrefs(Page page, String selector) {
        List<String> all = new ArrayList<>();
        for (Object href : (List<?>)
                page.evaluate("s => [...document.querySelectorAll(s)].map(a => a.getAttribute('href'))", selector)) {
            all.add((String) href);
        }
        return all;
    }

    private static void look(Page page, String name) {
        String held = (String)
                page.evaluate(
                        "() => (document.querySelector('main') || document.body).innerHTML.replace(/[0-9a-f-]{36}|[0-9]+/g, '')");
        if (SEEN.add(held)) {
            chromium.look(page, "every-" + name);
        }
    }

    /** Their menus hold what the others' hold: these are walked by keyboard, the others with the mouse. */
    private static final List<String> WIDEST = List.of("chef", "academie", "neuf-chef");

    /** From the top of the page, Tab after Tab, as without a mouse. */
    private static Response byKeyboard(Page page, String href) {
        for (int i = 0; i < MOST_TABS; i++) {
            page.keyboard().press("Tab");
            if ((boolean)
                    page.evaluate("h => document.activeElement.matches('nav .menu a[href=\"' + h + '\"]')", href)) {
                page.evaluate("() => document.body.setAttribute('data-left', '')");
                Response response = page.waitForResponse(
                        answer -> answer.request().isNavigationRequest() && answer.status() / 100 != 3,
                        () -> page.keyboard().press("Enter"));
                page.waitForSelector("body:not([data-left])"); // the address may be the same as before
                page.waitForLoadState();
                return response;
            }
        }
        throw new AssertionError("the keyboard does not reach " + href + " from " + page.url());
    }

    private static Response byMouse(Page page, String href) {
        page.evaluate("() => document.body.setAttribute('data-left', '')");
        Response response = page.waitForResponse(
                answer -> answer.request().isNavigationRequest() && answer.status() / 100 != 3,
                () -> page.locator("nav .menu a[href='" + href + "']").click());
        page.waitForSelector("body:not([data-left])");
        page.waitForLoadState();
        return response;
    }

    private static void walkTheMenu(String login, String role) {
        Page page = signedIn(login, role);
        List<String> menu = hrefs(page, "nav .menu li a"); // a note above them may lead there as well
        assertThat(menu).as(login).isNotEmpty().doesNotHaveDuplicates();
        for (String href : menu) {
            Response response = WIDEST.contains(login) ? byKeyboard(page, href) : byMouse(page, href);
            String name = login + href.replaceAll("[^a-z]+", "-");
            assertThat(response.status()).as(name).isIn(200, 409);
            if (response.status() == 409) {
                assertThat(hrefs(page, "main a")).as(name + " says where to go").isNotEmpty();
            }
            assertThat(page.locator("h1").count()).as(name).isEqualTo(1);
            look(page, name);
        }
        page.context().close();
    }

    @Test
    void everyEntryOfTheMenuIsReachedByKeyboardAndShutToNobody() {
        for (String role : ROLES) {
            walkTheMenu(role, role);
            if (!role.equals("academie")) {
                walkTheMenu("neuf-" + role, role);
            }
        }
        assertThat(chromium.faults()).isEmpty();
    }

    @Test
    void everyPageOfThePortalIsOpenToGuardiansAndPupilsAndEveryoneElseFindsTheWayIn() {
        Page page = chromium.person(service.origin());
        follow(page, List.of("/", "/activation", "/activation/pas-moi", "/mot-de-passe-oublie"), "public", 1);
        for (String holder : List.of("guardian", "pupil")) {
            signInAs(page, holder);
            follow(page, List.of("/portail"), holder, 5);
            page.context().clearCookies();
        }
        assertThat(chromium.faults()).isEmpty();
    }

    /** What a form had sent goes on once the password was given again: the browser does that by itself. */
    @Test
    void aChefWhoLeftTheScreenIsAskedAgainAndThenErasesAPerson() {
        Page page = signedIn("chef", "chef");
        for (String path : List.of("/gestion/profil", "/gestion/registre", "/gestion/aide/donnees-personnelles")) {
            page.navigate(path);
            look(page, "chef" + path.replaceAll("[^a-z]+", "-"));
        }
        page.navigate("/gestion/eleves/comptes");
        page.locator("#liste tbody tr:last-child th a").click();
        page.locator("a[href$='/donnees']").click();
        look(page, "chef-donnees");
        execute("UPDATE session SET proved_at = proved_at - interval '16 minutes'");
        page.locator("button.danger").click();
        assertThat(page.locator("h1").textContent()).isEqualTo("Confirmez que c’est bien vous");
        look(page, "chef-identite");
        page.getByLabel("Votre mot de passe").fill(service.passwords().get("chef"));
        page.locator("main button[type=submit]").click();
        assertThat(page.locator("h1").textContent()).isEqualTo("Données effacées");
        look(page, "chef-donnees-effacees");
        page.navigate("/gestion/journal?quoi=donnees");
        assertThat(page.locator("tbody").textContent()).contains("Données personnelles effacées", "effacé (");
        look(page, "chef-journal");
        page.context().close();
        assertThat(chromium.faults()).isEmpty();
    }

    private static void signInAs(Page page, String holder) {
        ApiClient api = ApiClient.signIn(
                service.origin(), "assistance", service.passwords().get("assistance"));
        String login = api.accounts("0750001U", "holder=" + holder + "&state=ACTIVE")
                .get(0)
                .getString("login");
        page.navigate("/");
        page.locator("[name=login]").fill(login);
        page.locator("[name=password]").fill(service.passwords().get("assistance"));
        page.locator("form button[type=submit]").first().click();
        page.waitForURL("**/portail");
    }

    /** Whatever is linked from there, on the portal. */
    private static void follow(Page page, List<String> from, String who, int atLeast) {
        Set<String> found = new LinkedHashSet<>(from);
        Deque<String> next = new ArrayDeque<>(from);
        while (!next.isEmpty()) {
            String path = next.remove();
            Response response = page.navigate(path);
            String name = who + path.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
            assertThat(response.status()).as(name).isEqualTo(200);
            assertThat(page.locator("h1").count()).as(name).isEqualTo(1);
            look(page, name);
            for (String href : hrefs(page, "a[href^='/portail']:not([download])")) {
                if (found.add(href)) {
                    next.add(href);
                }
            }
        }
        assertThat(found).as(who).hasSizeGreaterThanOrEqualTo(atLeast);
    }
}
