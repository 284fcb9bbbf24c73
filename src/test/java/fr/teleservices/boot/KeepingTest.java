package fr.teleservices.boot;

import static fr.teleservices.testing.TestSite.PASSWORD;
import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.account.By;
import fr.teleservices.account.Mode;
import fr.teleservices.assistance.AccountPages;
import fr.teleservices.assistance.OpenService;
import fr.teleservices.assistance.SheetService;
import fr.teleservices.audit.AuditService;
import fr.teleservices.kernel.Role;
import fr.teleservices.portal.OwnAccountPages;
import fr.teleservices.portal.SignInPages;
import fr.teleservices.run.RunHands;
import fr.teleservices.school.School;
import fr.teleservices.setting.RetentionPages;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestPostgres;
import fr.teleservices.testing.TestSite;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a school owes to people about their data: the journal, the register, a copy, an erasure. */
class KeepingTest {
    private static final String JOURNAL = "/gestion/journal";

    private static TestSite site;
    private static Services services;
    private static School school;
    private static School other;
    private static Browser chef;

    @BeforeAll
    static void open() {
        site = TestSite.withoutSecondFactor(KeepingTest::routes);
        school = site.school("0750001U", "Collège Jeanne-d’Arc");
        other = site.school("0750002V", "Lycée d’à côté");
        SchoolRows.fill(KeepingTest::sql, school.id(), 4);
        SchoolRows.fill(KeepingTest::sql, other.id(), 2);
        site.staff("chef", Role.CHEF, school);
        site.staff("secretariat", Role.GESTIONNAIRE, school);
        site.staff("voisin", Role.CHEF, other);
        site.staff("rectorat", Role.ACADEMIE, null);
    }

    private static List<Route> routes(TestSite of) {
        services = new Services(of.vertx, of.database, of.keyring, of.clock, 2);
        List<Route> routes = new ArrayList<>(KeepingRoutes.of(services, of.sessions));
        routes.addAll(new AccountPages(
                        new SheetService(of.database),
                        services.accounts,
                        services.links,
                        services.reports,
                        new OpenService(services::anyServiceOpen),
                        of.clock)
                .routes());
        routes.addAll(new SignInPages(services.signIn, of.sessions).routes());
        routes.addAll(new OwnAccountPages(services.accounts, services.own, of.sessions).routes());
        routes.addAll(new RetentionPages(services.purges).routes());
        return routes;
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void later() {
        site.clock.advance(Duration.ofHours(1));
        chef = site.signedIn("chef");
    }

    private static String sql(String text) {
        try (Connection connection = TestPostgres.connect(site.adminUri);
                Statement statement = connection.createStatement()) {
            if (!statement.execute(text)) {
                return "";
            }
            ResultSet rows = statement.getResultSet();
            return rows.next() && rows.getString(1) != null ? rows.getString(1) : "";
        } catch (SQLException e) {
            throw new AssertionError(text, e);
        }
    }

    /** The account of the first guardian of a family, or of its pupil (0). */
    private static long account(School of, int guardian, int family) {
        return Long.parseLong(sql("SELECT a.id FROM account a JOIN person p ON p.id = a.person_id WHERE p.school_id = "
                + of.id() + " AND p.siecle_id = '" + (guardian == 0 ? "E" + family : guardian + "-" + family) + "'"));
    }

    private static String login(long account) {
        return sql("SELECT login FROM account WHERE id = " + account);
    }

    private static Map<String, String> zip(byte[] bytes) {
        Map<String, String> files = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return files;
    }

    @Test
    void theJournalIsChosenFromByDayPersonAndKindOfAction() {
        long account = account(school, 1, 1);
        await(services.accounts.notify(By.staff(chefId()), school.id(), account, Mode.EMAIL));
        site.clock.advance(Duration.ofDays(2));
        Browser later = site.signedIn("chef");
        later.post("/gestion/parametrage/conservation", "unusedDays", "80", "absentDays", "300", "closedDays", "20");
        assertThat(later.get(JOURNAL).body())
                .contains(
                        "Durées de conservation changées",
                        "Renotification demandée",
                        "compte " + login(account),
                        "chef")
                .doesNotContain("Lycée d’à côté");
        assertThat(rows(later.get(JOURNAL + "?quoi=reglages")))
                .contains("Durées de conservation changées")
                .doesNotContain("Renotification");
        assertThat(rows(later.get(JOURNAL + "?qui=" + login(account))))
                .contains("Renotification")
                .doesNotContain("Durées");
        assertThat(rows(later.get(JOURNAL + "?qui=personne"))).isEmpty();
        String today = site.clock.instant().toString().substring(0, 10);
        assertThat(rows(later.get(JOURNAL + "?du=" + today + "&au=" + today)))
                .contains("Durées")
                .doesNotContain("Renotification");
        assertThat(later.get(JOURNAL + "?du=demain&au=2026-99-99&avant=x").status())
                .isEqualTo(200);
    }

    private static String rows(Answer page) {
        assertThat(page.status()).isEqualTo(200);
        int from = page.body().indexOf("<tbody>");
        return from < 0 ? "" : page.body().substring(from);
    }

    private static long chefId() {
        return Long.parseLong(sql("SELECT id FROM staff WHERE login = 'chef'"));
    }

    @Test
    @Tag("trust-25")
    void theExportForAnInspectionIsWholeAndIsItselfInTheJournal() {
        Answer csv = chef.get(JOURNAL + "/export.csv?quoi=&qui=&du=2026-01-01");
        assertThat(csv.header("content-type")).startsWith("text/csv");
        assertThat(csv.header("content-disposition")).contains("journal-0750001U.csv");
        List<String> lines = csv.body().lines().toList();
        assertThat(lines.get(0)).startsWith("\ufeff\"N°\";\"Date et heure\"");
        assertThat(lines.get(1)).startsWith("\"1\";\"2026-09-07 ");
        assertThat(lines.get(lines.size() - 1))
                .as("the export itself, with its author")
                .contains("\"personnel\";\"chef\";\"Journal exporté\";\"audit.export\"");
        assertThat(lines)
                .hasSize(
                        1 + Integer.parseInt(sql("SELECT count(*) FROM audit_event WHERE school_id = " + school.id())));
        assertThat(await(new AuditService(site.database).verify(school.id())).isWhole())
                .isTrue();
    }

    @Test
    @Tag("trust-14")
    void theJournalOfASchoolIsItsChefsAndTheAcademys() {
        assertThat(site.signedIn("secretariat").get(JOURNAL).status()).isEqualTo(403);
        assertThat(site.signedIn("secretariat").get(JOURNAL + "/export.csv").status())
                .isEqualTo(403);
        long account = account(school, 1, 2);
        await(services.accounts.notify(By.staff(chefId()), school.id(), account, Mode.PAPER));
        Browser neighbour = site.signedIn("voisin");
        assertThat(neighbour.get(JOURNAL).body()).doesNotContain(login(account));
        assertThat(neighbour.get(JOURNAL + "/export.csv").body()).doesNotContain(login(account));
        Browser academy = site.signedIn("rectorat");
        assertThat(academy.get(JOURNAL).body()).as("its own chain").doesNotContain(login(account));
        academy.post("/gestion/etablissements", "uai", "0750001U");
        assertThat(academy.get(JOURNAL).body()).contains(login(account));
        assertThat(site.web.routes().stream()
                        .filter(route -> route.path().equals(JOURNAL + "/export.csv"))
                        .map(Route::permission))
                .allMatch(may -> ((Permission.Staff) may).secondFactor());
    }

    @Test
    @Tag("trust-2")
    void whoeverTakesASingleLetterIsWrittenDown() {
        long account = account(school, 2, 3);
        RunHands hands = new RunHands(site);
        long letter = await(services.accounts.notify(By.staff(chefId()), school.id(), account, Mode.PAPER))
                .get(0);
        hands.writeAllLetters();
        assertThat(chef.get("/gestion/notifications/" + letter + "/lettre.pdf").status())
                .isEqualTo(200);
        assertThat(rows(chef.get(JOURNAL + "?quoi=donnees")))
                .contains("Courrier téléchargé", "notification n°\u00a0" + letter);
    }

    @Test
    void theChefHandsOverEverythingThatIsKeptOfAPersonAndNoSecret() {
        long account = account(school, 1, 1);
        sql("UPDATE person SET family_name = '<b>Famille1' WHERE id = (SELECT person_id FROM account WHERE id = "
                + account + ")");
        sql(
                "UPDATE account SET password_hash = '$argon2id$secret', email_verified = 'moi@famille.example.org' WHERE id = "
                        + account);
        String page = "/gestion/comptes/" + account + "/donnees";
        assertThat(chef.get("/gestion/comptes/" + account).body()).contains(page);
        assertThat(chef.get(page).body()).contains("Télécharger les données", "le prochain import la fera revenir");
        Answer file = chef.post(page + "/exporter");
        assertThat(file.header("content-disposition")).contains("donnees-personnelles.zip");
        Map<String, String> files = zip(chef.download(page + "/exporter", "POST"));
        JsonObject data = new JsonObject(files.get("donnees.json"))
                .getJsonArray("Dossiers")
                .getJsonObject(0);
        assertThat(data.getJsonObject("Personne").getString("Nom de famille")).isEqualTo("<b>Famille1");
        assertThat(data.getJsonArray("Famille").getJsonObject(0).getString("Prénom"))
                .isEqualTo("Enfant");
        assertThat(data.getJsonArray("Comptes").getJsonObject(0).getString("Identifiant"))
                .isEqualTo(login(account));
        assertThat(data.getJsonArray("Historique").encode()).contains("Données personnelles exportées");
        assertThat(files.get("donnees.html"))
                .contains("moi@famille.example.org", "&lt;b&gt;Famille1")
                .doesNotContain("<b>Famille1");
        assertThat(files.toString()).doesNotContain("argon2id", "Lycée d’à côté");
    }

    @Test
    @Tag("trust-14")
    void nobodyElseTakesOrErasesAPersonsData() {
        long account = account(school, 1, 2);
        String page = "/gestion/comptes/" + account + "/donnees";
        for (String action : List.of("/exporter", "/effacer")) {
            assertThat(site.signedIn("secretariat").post(page + action).status())
                    .isEqualTo(403);
            assertThat(site.signedIn("voisin").post(page + action).status()).isEqualTo(404);
        }
        assertThat(site.signedIn("secretariat")
                        .get("/gestion/comptes/" + account)
                        .body())
                .doesNotContain(page);
        Browser left = site.signedIn("chef");
        site.clock.advance(Duration.ofMinutes(16));
        for (String action : List.of("/exporter", "/effacer")) {
            assertThat(left.post(page + action).body()).contains("Confirmez que c’est bien vous");
        }
        assertThat(sql("SELECT login FROM account WHERE id = " + account)).doesNotStartWith("efface");
    }

    @Test
    @Tag("trust-27")
    void anErasedPersonIsAPseudonymInTheJournalAndNothingElseAnywhere() {
        long account = account(school, 1, 4);
        String login = login(account);
        RunHands hands = new RunHands(site);
        await(services.accounts.notify(By.staff(chefId()), school.id(), account, Mode.PAPER));
        String page = "/gestion/comptes/" + account + "/donnees";
        Answer waits = chef.post(page + "/effacer");
        assertThat(waits.status()).isEqualTo(409);
        assertThat(waits.body()).contains("en cours d’envoi");
        hands.writeAllLetters();
        assertThat(sql(
                        "SELECT count(*) FROM letter_part WHERE sealed IS NOT NULL AND run_id IS NULL AND id = (SELECT part_id FROM"
                                + " notification WHERE account_id = " + account + ")"))
                .isEqualTo("1");
        Browser holder = active(account);
        assertThat(chef.post(page + "/effacer").header("location")).isEqualTo(page);
        assertThat(chef.get(page).body()).contains("Les données de cette personne sont effacées");
        assertThat(holder.get("/portail/compte").status())
                .as("its session is dead")
                .isEqualTo(303);
        for (String table :
                List.of("account", "person", "notification", "link", "guardianship", "session", "sign_in")) {
            assertThat(sql("SELECT string_agg(t::text, ' ') FROM " + table + " t"))
                    .as(table)
                    .doesNotContain(login, "parent4." + school.id() + "@", "moi4@famille");
        }
        assertThat(sql(
                        "SELECT count(*) FROM letter_part WHERE sealed IS NOT NULL AND id = (SELECT part_id FROM notification"
                                + " WHERE account_id = " + account + ")"))
                .isEqualTo("0");
        assertThat(sql("SELECT count(*) FROM pseudonym WHERE kind IN ('ACCOUNT', 'HOLDER') AND subject = " + account))
                .isEqualTo("0");
        assertThat(rows(chef.get(JOURNAL + "?quoi=donnees"))).contains("Données personnelles effacées", "effacé (");
        assertThat(await(new AuditService(site.database).verify(school.id())).isWhole())
                .isTrue();
    }

    /** As if activated long ago; signed in. */
    private static Browser active(long account) {
        sql("UPDATE account SET state = 'ACTIVE', password_hash = '" + await(site.passwords.hash(PASSWORD))
                + "', email_verified = 'moi4@famille.example.org', password_at = now() WHERE id = " + account);
        Browser browser = site.browser();
        assertThat(browser.post("/", "login", login(account), "password", PASSWORD)
                        .status())
                .isEqualTo(303);
        return browser;
    }

    @Test
    void aHolderTakesTheOwnDataForThePasswordAlone() {
        long account = account(school, 0, 2);
        Browser holder = active(account);
        String path = "/portail/compte/mes-donnees";
        assertThat(holder.get("/portail/compte").body()).contains("Télécharger mes données");
        assertThat(holder.get(path).status()).isEqualTo(200);
        assertThat(holder.post(path, "password", "pas le mien du tout").status())
                .isEqualTo(422);
        site.clock.advance(Duration.ofSeconds(5));
        Answer file = holder.post(path, "password", PASSWORD);
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.header("content-type")).isEqualTo("application/zip");
        assertThat(sql("SELECT count(*) FROM audit_event WHERE action = 'account.export' AND actor_kind = 'HOLDER'"))
                .isEqualTo("1");
    }

    @Test
    @Tag("trust-12")
    void aHolderSeesAndEndsTheOwnSessionsAndNobodyElses() {
        long account = account(school, 0, 3);
        Browser here = active(account);
        site.clock.advance(Duration.ofSeconds(5));
        Browser there = site.browser();
        there.post("/", "login", login(account), "password", PASSWORD);
        Browser stranger = active(account(other, 0, 1));
        String activity = "/portail/compte/activite";
        assertThat(here.get(activity).body()).contains("Cette connexion", "Fermer cette connexion");
        here.post(activity + "/" + session(account(other, 0, 1)) + "/fermer");
        assertThat(stranger.get(activity).status()).isEqualTo(200);
        String own = sql("SELECT max(id) FROM session WHERE account_id = " + account);
        assertThat(here.post(activity + "/" + own + "/fermer").header("location"))
                .isEqualTo(activity + "?fait=connexion");
        assertThat(there.get(activity).status()).isEqualTo(303);
        site.clock.advance(Duration.ofSeconds(5));
        there.post("/", "login", login(account), "password", PASSWORD);
        assertThat(there.get(activity).status()).isEqualTo(200);
        here.post(activity + "/fermer-les-autres");
        assertThat(there.get(activity).status()).isEqualTo(303);
        assertThat(here.get(activity).body())
                .contains("Connexions d’autres appareils fermées")
                .doesNotContain("Fermer cette connexion");
    }

    private static String session(long account) {
        return sql("SELECT max(id) FROM session WHERE account_id = " + account);
    }

    @Test
    void theRegisterSaysTheSchoolsOwnDays() {
        chef.post("/gestion/parametrage/conservation", "unusedDays", "77", "absentDays", "333", "closedDays", "11");
        String page = site.signedIn("secretariat").get("/gestion/registre").body();
        assertThat(page)
                .contains(
                        "77\u00a0jours",
                        "333\u00a0jours",
                        "11\u00a0jours",
                        "Collège Jeanne-d’Arc",
                        "90\u00a0jours au plus");
        assertThat(site.signedIn("voisin").get("/gestion/registre").body())
                .contains("365\u00a0jours", "Lycée d’à côté");
    }
}
