package fr.teleservices.assistance;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.account.AccountDirectory;
import fr.teleservices.account.AccountService;
import fr.teleservices.account.LinkService;
import fr.teleservices.kernel.Role;
import fr.teleservices.run.LetterOrderService;
import fr.teleservices.run.ReportService;
import fr.teleservices.run.RunHands;
import fr.teleservices.school.School;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestPostgres;
import fr.teleservices.testing.TestSite;
import fr.teleservices.web.Route;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** <em>Gérer le compte</em> over HTTP: the list, an account, and what is done about it; workers are moved by hand. */
class AccountPagesTest {
    private static final String GUARDIANS = "/gestion/responsables/comptes";
    private static final String PUPILS = "/gestion/eleves/comptes";
    private static final List<String> DEEDS = List.of("renotifier", "reinitialiser", "nouveau", "liberer", "lien");

    private TestSite site;
    private School school;
    private RunHands hands;
    private Browser secretary;

    @BeforeEach
    void open() {
        site = new TestSite(AccountPagesTest::routes);
        school = site.school("0750001U", "Collège Jeanne-d’Arc");
        SchoolRows.fill(this::execute, school.id(), 30);
        hands = new RunHands(site);
        site.staff("secretariat", Role.GESTIONNAIRE, school);
        site.staff("assistance", Role.ASSISTANCE, school);
        site.staff("voisin", Role.CHEF, site.school("0750002V", "Lycée d’à côté"));
        secretary = signedIn("secretariat");
    }

    @AfterEach
    void close() {
        site.close();
    }

    static List<Route> routes(TestSite site) {
        OpenService open = new OpenService(id -> site.schools.hasActiveService(id, LocalDate.now(site.clock)));
        AccountService accounts = new AccountService(
                site.vertx,
                site.database,
                site.clock,
                site.keyring,
                id -> site.schools.hasActiveService(id, LocalDate.now(site.clock)),
                new LetterOrderService(site.keyring, site.clock)::order);
        List<Route> routes = new ArrayList<>(new AccountListPages(
                        new AccountDirectory(site.database),
                        open,
                        new ListDownloadService(site.database, site.clock),
                        site.queries)
                .routes());
        routes.addAll(new AccountPages(
                        new SheetService(site.database),
                        accounts,
                        new LinkService(site.vertx, site.database, site.clock, site.keyring),
                        new ReportService(site.vertx, site.database, site.keyring, site.clock),
                        open,
                        site.clock)
                .routes());
        return routes;
    }

    private Browser signedIn(String login) {
        Browser browser = site.signedIn(login);
        execute("UPDATE session SET second_factor = true");
        return browser;
    }

    private void execute(String sql) {
        try (Connection connection = TestPostgres.connect(site.adminUri);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private String value(String sql) {
        try (Connection connection = TestPostgres.connect(site.adminUri);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() && rows.getString(1) != null ? rows.getString(1) : "";
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** The account of a person, {@code 1-7} and the like. */
    private String account(String siecleId) {
        return value("SELECT a.id FROM account a JOIN person p ON p.id = a.person_id WHERE p.siecle_id = '" + siecleId
                + "' ORDER BY a.id DESC LIMIT 1");
    }

    private String state(String account) {
        return value("SELECT state FROM account WHERE id = " + account);
    }

    private String page(String siecleId) {
        return "/gestion/comptes/" + account(siecleId);
    }

    private static String target(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(303);
        return answer.header("location");
    }

    private List<String> found(String query) {
        return secretary
                .get(GUARDIANS + "?q=" + query)
                .body()
                .lines()
                .filter(line -> line.contains("<th scope=\"row\">"))
                .map(line -> line.replaceAll("<[^>]*>", " ").strip().split(" {2,}")[0])
                .toList();
    }

    @Test
    void anAccountIsFoundByNameChildLoginMailAndDivisionWhateverTheAccents() {
        execute("UPDATE person SET family_name = 'Le Goff-Évrard', given_name = 'Gwenaëlle' WHERE siecle_id = '2-7'");
        execute("UPDATE person SET family_name = 'Zürcher', given_name = 'Noé' WHERE siecle_id = 'E9'");
        assertThat(found("gwenaelle+le+goff")).containsExactly("Le Goff-Évrard Gwenaëlle");
        assertThat(found("%C3%88VRARD")).containsExactly("Le Goff-Évrard Gwenaëlle");
        assertThat(found("le")).containsExactly("Le Goff-Évrard Gwenaëlle");
        assertThat(found("zurcher")).containsExactly("Famille9 Parent1", "Famille9 Parent2");
        assertThat(found("parent11.")).containsExactly("Famille11 Parent1");
        assertThat(found("p.famille12.")).hasSize(2);
        assertThat(found("6b")).isNotEmpty().allMatch(name -> name.startsWith("Famille"));
        assertThat(found("6+b+parent2")).isNotEmpty().allMatch(name -> name.endsWith("Parent2"));
        assertThat(secretary.get(GUARDIANS + "?q=personne").body())
                .contains("Aucun compte ne correspond", "reprenez sans filtre");
        assertThat(found("100%25")).isEmpty();
    }

    @Test
    void theListGoesOnPageByPageInEveryOrderAndNobodyIsTwiceOrMissing() {
        execute(
                "UPDATE account SET state = 'NOTIFIED', notified_at = timestamptz '2026-09-01' + id % 5 * interval '1 day', notified_by = 'BOTH' WHERE id % 2 = 0");
        for (String holder : List.of(GUARDIANS, PUPILS)) {
            for (String sort : List.of("NAME", "DIVISION", "NOTIFICATION", "ACCESS")) {
                List<String> all = new ArrayList<>();
                String next = holder + "?tri=" + sort;
                while (!next.isEmpty()) {
                    String body = secretary.get(next).body();
                    body.lines()
                            .filter(line -> line.contains("<th scope=\"row\">"))
                            .forEach(line -> all.add(line.replaceAll(".*?/gestion/comptes/(\\d+).*", "$1")));
                    next = body.contains(">Suivants<")
                            ? body.replaceAll("(?s).*href=\"([^\"]*)\">Suivants<.*", "$1")
                                    .replace("&amp;", "&")
                                    .replace("&#x3D;", "=")
                            : "";
                }
                assertThat(all)
                        .as(holder + sort)
                        .hasSize(holder.equals(GUARDIANS) ? 60 : 30)
                        .doesNotHaveDuplicates();
            }
        }
        assertThat(secretary.get(GUARDIANS + "?tri=NOTIFICATION").body()).contains("05/09/2026", "les deux");
    }

    @Test
    void anEmptySchoolIsToldWhereAccountsComeFrom() {
        Browser neighbour = signedIn("voisin");
        assertThat(neighbour.get(GUARDIANS).body()).contains("aucun compte", "/gestion/base-eleves");
    }

    @Test
    @Tag("trust-21")
    void theListIsSavedWithoutPasswordsAndWithoutFormulas() {
        execute("UPDATE person SET family_name = '=cmd|calc' WHERE siecle_id = '1-3'");
        Answer csv = secretary.get(GUARDIANS + ".csv?q=cmd&etat=&tri=NAME");
        assertThat(csv.body())
                .startsWith("\ufeff\"Nom\";")
                .contains("\"'=cmd|calc\"")
                .doesNotContain("assword");
        assertThat(csv.body().lines()).hasSize(2);
        assertThat(secretary.get(PUPILS + ".csv").body().lines()).hasSize(31);
        assertThat(value("SELECT count(*) FROM audit_event WHERE action = 'accounts-downloaded'"))
                .isEqualTo("2");
    }

    @Test
    void renotifyingByLetterShowsTheLetterOnceItIsWritten() throws IOException {
        String page = page("2-5");
        assertThat(secretary.get(page + "/renotifier").body())
                .contains("nouveau mot de passe temporaire", "aucune adresse électronique")
                .doesNotContain("value=\"EMAIL\"");
        assertThat(secretary.post(page + "/renotifier").status()).isEqualTo(422);
        String sent = target(secretary.post(page + "/renotifier", "mode", "PAPER"));
        assertThat(secretary.get(sent).body()).contains("La lettre s’écrit");
        hands.writeAllLetters();
        String body = secretary.get(sent).body();
        String letter = body.replaceAll("(?s).*href=\"([^\"]*lettre.pdf)\".*", "$1");
        try (PDDocument pdf = Loader.loadPDF(secretary.download(letter))) {
            assertThat(new PDFTextStripper().getText(pdf)).contains("Famille5", "Mot de passe temporaire");
        }
        assertThat(secretary.get(page).body())
                .contains(
                        "Renotification demandée",
                        "secretariat",
                        "Courrier avec identifiant et mot de passe temporaire\u00a0: écrit",
                        letter);
        assertThat(state(account("2-5"))).isEqualTo("NOTIFIED");
        assertThat(signedIn("voisin").get(letter).status()).isEqualTo(404);
    }

    @Test
    void aMailThatIsRefusedIsSaidAndOneThatLeftToo() {
        String sent = target(secretary.post(page("1-5") + "/renotifier", "mode", "EMAIL"));
        hands.send(10, job -> true);
        assertThat(secretary.get(sent).body()).contains("Le courriel n’est pas parti. Cette adresse n’existe pas");
        sent = target(secretary.post(page("1-6") + "/renotifier", "mode", "BOTH"));
        hands.sendAll();
        hands.writeAllLetters();
        assertThat(secretary.get(sent).body()).contains("Le courriel est parti.", "La lettre est prête.");
    }

    @Test
    void aResetSaysWhatItWillDoAndIsRefusedWhereThereIsNothingToReset() {
        execute("UPDATE account SET state = 'ACTIVE', password_hash = 'x', password_at = '2026-09-01' WHERE id = "
                + account("1-2"));
        String page = page("1-2");
        assertThat(secretary.get(page + "/reinitialiser").body()).contains("avec ses deux étapes", "class=\"danger\"");
        target(secretary.post(page + "/reinitialiser", "mode", "EMAIL"));
        assertThat(state(account("1-2"))).isEqualTo("NOT_NOTIFIED");
        hands.sendAll();
        assertThat(state(account("1-2"))).isEqualTo("NOTIFIED");
        Answer refused = secretary.post(page("1-3") + "/reinitialiser", "mode", "EMAIL");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("Non notifié");
        assertThat(secretary.get(page("1-3") + "/reinitialiser").status()).isEqualTo(409);
    }

    @Test
    void aNewAccountIsToldFromWhenInPageMailAndLetterAndStandsInTheListForTheOldOne() throws IOException {
        execute("UPDATE account SET state = 'ACTIVE', password_hash = 'x', password_at = '2026-09-01' WHERE id = "
                + account("1-4"));
        String old = account("1-4");
        assertThat(secretary.get("/gestion/comptes/" + old + "/nouveau").body())
                .contains("mardi 8 septembre 2026 à 0\u00a0h\u00a000", "continuera de fonctionner");
        String sent = target(secretary.post("/gestion/comptes/" + old + "/nouveau", "mode", "BOTH"));
        String opened = account("1-4");
        assertThat(sent).contains(opened);
        assertThat(hands.send(10, job -> false))
                .singleElement()
                .satisfies(job -> assertThat(job.mail().text().replaceAll("[\\s\u00a0]+", " "))
                        .contains("Identifiant : famille.parent", "à partir du mardi 8 septembre 2026 à 0 h 00"));
        hands.writeAllLetters();
        String body = secretary.get(sent).body();
        assertThat(body).contains("mardi 8 septembre 2026");
        try (PDDocument pdf =
                Loader.loadPDF(secretary.download(body.replaceAll("(?s).*href=\"([^\"]*lettre.pdf)\".*", "$1")))) {
            assertThat(new PDFTextStripper().getText(pdf).replaceAll("\\s+", " "))
                    .contains("mardi 8 septembre 2026");
        }
        assertThat(secretary.get("/gestion/comptes/" + old).body())
                .contains("Compte actuel", "Nouveau compte ouvert pour cette personne", "/gestion/comptes/" + opened);
        assertThat(secretary.get("/gestion/comptes/" + opened).body())
                .contains("<h2>Nouveau compte</h2>", "/gestion/comptes/" + old);
        assertThat(secretary.get(GUARDIANS + "?q=famille4").body())
                .contains("famille.parent<", "nouveau compte")
                .doesNotContain("/gestion/comptes/" + old + "\"");
    }

    @Test
    void aHeldAccountIsCountedListedShownWithWhyAndReleased() {
        execute("UPDATE account SET held = true, held_at = '2026-09-05T10:00Z' WHERE id = " + account("1-8"));
        assertThat(secretary.get(GUARDIANS).body()).contains("1\u00a0compte est retenu");
        assertThat(secretary.get("/gestion").body())
                .contains("href=\"" + GUARDIANS + "?retenus&#x3D;on\">Voir ce compte");
        assertThat(secretary.get(GUARDIANS + "?retenus=on").body())
                .contains("Famille8", "Retenu")
                .doesNotContain("Famille9");
        String page = page("1-8");
        assertThat(secretary.get(page).body()).contains("Mauvais destinataire", "samedi 5 septembre 2026");
        assertThat(secretary.post(page + "/renotifier", "mode", "PAPER").status())
                .isEqualTo(409);
        assertThat(target(secretary.post(page + "/liberer"))).isEqualTo(page);
        assertThat(secretary.get(page).body()).contains("Compte libéré").doesNotContain("Mauvais destinataire");
        assertThat(secretary.post(page + "/liberer").status()).isEqualTo(409);
    }

    @Test
    void aFrozenPasswordIsShownWithWhyAndTheLinkOfAnActivationIsSentToACorrectedAddress() {
        execute("UPDATE account SET state = 'NOTIFIED', credential_frozen = true WHERE id = " + account("1-9"));
        assertThat(secretary.get(page("1-9")).body()).contains("cinq dates de naissance inexactes");
        String frozen = secretary.get(GUARDIANS + "?bloques=on").body();
        assertThat(frozen).contains("Famille9").doesNotContain("Famille8");
        String file =
                frozen.replaceFirst("(?s).*href=\"([^\"]*csv[^\"]*)\".*", "$1").replace("&#x3D;", "=");
        assertThat(secretary.get(file).body().lines())
                .as("the file of the same choice")
                .hasSize(2);
        execute("UPDATE account SET state = 'ACTIVATING', email_pending = 'faute@example.org' WHERE id = "
                + account("1-10"));
        String page = page("1-10");
        assertThat(secretary.get(page + "/lien").body()).contains("faute@example.org");
        assertThat(secretary.post(page + "/lien", "email", "pas une adresse").status())
                .isEqualTo(422);
        target(secretary.post(page + "/lien", "email", "juste@example.org"));
        assertThat(hands.send(10, job -> false))
                .singleElement()
                .satisfies(job -> assertThat(job.mail().to().address()).isEqualTo("juste@example.org"));
        assertThat(secretary.get(page).body()).contains("Lien d’activation renvoyé", "À juste@example.org");
    }

    @Test
    void theScriptThatFollowsWhatIsTypedEvaluatesNothingAndKeepsNoPageInTheBrowser() {
        String list = secretary.get(GUARDIANS).body();
        assertThat(list)
                .contains("hx-post=\"" + GUARDIANS + "\"", "\"allowEval\":false", "\"historyCacheSize\":0")
                .contains("\"includeIndicatorStyles\":false", "/static/htmx.js?v");
    }

    @Test
    void aClosedAccountSaysWhyAndAGroupedOneCanBePartedByThoseWhoMay() {
        String head = account("1-11");
        execute(
                "UPDATE account SET state = 'CLOSED', closed_reason = 'GROUPED', closed_at = '2026-09-02', grouped_into = "
                        + head + " WHERE id = " + account("1-12"));
        execute("UPDATE account SET state = 'CLOSED', closed_reason = 'LEFT', closed_at = '2026-09-02' WHERE id = "
                + account("1-13"));
        assertThat(secretary.get(GUARDIANS + "?etat=CLOSED").body())
                .contains("Fermé (regroupé)", "Fermé (parti)", "Famille12", "Famille13")
                .doesNotContain("Famille11 ");
        assertThat(secretary.get(page("1-12")).body())
                .contains(
                        "Fermé (regroupé)",
                        "Ce compte est regroupé",
                        "Séparer du regroupement",
                        page("1-12") + "/degrouper\"",
                        "Regroupé avec",
                        page("1-11") + "\"");
        assertThat(secretary.get(page("1-11")).body())
                .as("the children of both, where both are this school's")
                .contains("Enfant Famille11</strong>", "Enfant Famille12</strong>")
                .doesNotContain("Enfant Famille13</strong>");
        assertThat(secretary.get(page("1-11")).body()).contains("Regroupé dans celui-ci", page("1-12") + "\"");
        assertThat(secretary.get(page("1-13")).body())
                .contains("Fermé (parti)", "n’est plus dans la base élèves")
                .doesNotContain("Séparer du regroupement");
        assertThat(signedIn("assistance").get(page("1-12")).body()).doesNotContain("Séparer du regroupement");
    }

    @Test
    void thePageOfAPupilLeadsToTheGuardians() {
        assertThat(secretary.get(page("E14")).body())
                .contains("Responsables", "Parent1 Famille14", page("1-14") + "\"", page("2-14") + "\"");
    }

    @Test
    void theHelpDeskNotifiesAndResetsAndMayNeitherReplaceNorRelease() {
        Browser assistance = signedIn("assistance");
        String page = page("1-2");
        assertThat(assistance.get(page).body()).contains("Renotifier").doesNotContain("Nouveau compte");
        assertThat(assistance.get(page + "/nouveau").status()).isEqualTo(403);
        assertThat(assistance.post(page + "/nouveau", "mode", "PAPER").status()).isEqualTo(403);
        assertThat(assistance.post(page + "/liberer").status()).isEqualTo(403);
        target(assistance.post(page + "/renotifier", "mode", "PAPER"));
    }

    @Test
    @Tag("trust-14")
    void anAccountOfAnotherSchoolIsAsAbsentAsNone() {
        Browser neighbour = signedIn("voisin");
        for (String page : List.of(page("1-1"), "/gestion/comptes/999999", "/gestion/comptes/x")) {
            List<Answer> answers = new ArrayList<>(List.of(neighbour.get(page), neighbour.get(page + "/envois?n=1")));
            for (String deed : DEEDS) {
                answers.add(neighbour.get(page + "/" + deed));
                answers.add(neighbour.post(page + "/" + deed, "mode", "PAPER", "email", "x@example.org"));
            }
            assertThat(answers).allMatch(answer -> answer.status() == 404);
        }
        assertThat(neighbour.get("/gestion/notifications/1/lettre.pdf").status())
                .isEqualTo(404);
        assertThat(value("SELECT count(*) FROM notification")).isEqualTo("0");
    }

    @Test
    @Tag("trust-11")
    void theTableIsSavedOnlyAfterASecondFactorWhereOneIsAsked() {
        assertThat(new AccountListPages(
                                new AccountDirectory(site.database),
                                new OpenService(id -> null),
                                new ListDownloadService(site.database, site.clock),
                                site.queries)
                        .routes())
                .filteredOn(route -> route.path().endsWith(".csv"))
                .hasSize(2)
                .allMatch(route -> ((fr.teleservices.web.Permission.Staff) route.permission()).secondFactor());
    }

    @Test
    void withoutAnOpenServiceEveryPageSaysWhereToGo() {
        execute("DELETE FROM school_service");
        for (String path : List.of(GUARDIANS, PUPILS, page("1-1"), page("1-1") + "/renotifier")) {
            Answer answer = secretary.get(path);
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.body()).contains("href=\"/gestion/services\"");
        }
        assertThat(secretary.post(page("1-1") + "/renotifier", "mode", "PAPER").status())
                .isEqualTo(409);
        assertThat(value("SELECT count(*) FROM notification")).isEqualTo("0");
    }
}
