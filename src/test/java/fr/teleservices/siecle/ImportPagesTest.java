package fr.teleservices.siecle;

import static fr.teleservices.siecle.ImportedSchool.guardian;
import static fr.teleservices.siecle.ImportedSchool.legal;
import static fr.teleservices.siecle.ImportedSchool.pupil;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.kernel.Role;
import fr.teleservices.school.School;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.TestPostgres;
import fr.teleservices.testing.TestSite;
import fr.teleservices.web.Route;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportPagesTest {
    private static final String PAGE = "/gestion/base-eleves";

    @TempDir
    static Path kept;

    @TempDir
    static Path otherFolder;

    private static TestSite site;
    private static School school;

    @BeforeAll
    static void open() {
        site = new TestSite(ImportPagesTest::routes);
        school = site.school("0750001U", "Collège d’essai");
        site.school("0750002V", "Lycée d’à côté");
        site.staff("secretariat", Role.GESTIONNAIRE, school);
        site.staff("collegue", Role.GESTIONNAIRE, school);
        site.staff("assistance", Role.ASSISTANCE, school);
        site.staff(
                "voisin",
                Role.CHEF,
                TestSite.await(site.schools.byUai("0750002V")).orElseThrow());
    }

    static List<Route> routes(TestSite site) {
        return routes(site, kept);
    }

    private static List<Route> routes(TestSite site, Path kept) {
        ImportService imports = new ImportService(site.vertx, site.database, site.clock);
        List<Route> routes =
                new ArrayList<>(new ImportPages(site.vertx, site.database, imports, site.clock, kept).routes());
        routes.addAll(new PupilListPages(site.database).routes());
        return routes;
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void nobody() throws Exception {
        site.clock.advance(Duration.ofSeconds(5));
        try (Connection connection = TestPostgres.connect(site.adminUri);
                var statement = connection.createStatement()) {
            statement.execute(
                    "DELETE FROM guardianship; DELETE FROM account; DELETE FROM person; DELETE FROM school_import");
        }
    }

    private static long count(String from) throws Exception {
        try (Connection connection = TestPostgres.connect(site.adminUri);
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + from)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Names and contents in turn. */
    private static Answer upload(Browser browser, String... files) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < files.length; i += 2) {
            body.append("--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + files[i]
                    + "\"\r\nContent-Type: text/xml\r\n\r\n" + files[i + 1] + "\r\n");
        }
        return browser.send("POST", PAGE, body + "--x--\r\n", "Content-Type", "multipart/form-data; boundary=x");
    }

    private static String pupils() {
        return Exports.pupils("<ELEVES>\n" + pupil(1, "Martin", "Zoé") + pupil(2, "&lt;b>", "Tom")
                + "<ELEVE ELEVE_ID=\"3\"/>\n</ELEVES>");
    }

    private static String guardians() {
        return Exports.guardians("<PERSONNES>" + guardian(11, "Martin", "Anne") + "</PERSONNES><RESPONSABLES>"
                + legal(1, 11) + "</RESPONSABLES>");
    }

    private static String token(Answer answer) {
        Matcher matcher = Pattern.compile("name=\"upload\" value=\"([^\"]+)\"").matcher(answer.body());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    /** Parts in the database, and files on the disk of the node. */
    private static long kept() throws Exception {
        try (Stream<Path> folders = Files.list(kept)) {
            return folders.count() + count("kept_upload");
        }
    }

    @Test
    void theFilesAreShownFirstAndImportedWithOneClick() throws Exception {
        Browser secretariat = site.signedIn("secretariat");
        assertThat(secretariat.get(PAGE).body()).contains("Personne n’est encore connu", "multipart/form-data");
        Answer preview = upload(secretariat, "eleves.xml", pupils(), "responsables.xml", guardians());
        assertThat(preview.status()).isEqualTo(200);
        assertThat(preview.body())
                .contains("Martin Zoé", "&lt;b&gt; Tom", "eleves.xml", "nom manquant", "aria-current");
        assertThat(count("person")).isZero();

        Answer go = secretariat.post(PAGE + "/importer", "upload", token(preview));
        assertThat(go.status()).isEqualTo(303);
        assertThat(secretariat.get(go.header("Location")).body())
                .contains("L’import est terminé", "1\u00a0responsable");
        assertThat(count("account")).isEqualTo(3);
        assertThat(secretariat.get(PAGE).body()).contains("Imports", "2026-2027");
        assertThat(kept()).isZero();
        assertThat(secretariat
                        .post(PAGE + "/importer", "upload", token(preview))
                        .header("Location"))
                .isEqualTo(go.header("Location"));
        assertThat(count("school_import")).isEqualTo(1);
    }

    @Test
    void twoClicksAtOnceAreOneImport() throws Exception {
        Browser secretariat = site.signedIn("secretariat");
        String token = token(upload(secretariat, "eleves.xml", pupils()));
        CompletableFuture<Answer> first =
                CompletableFuture.supplyAsync(() -> secretariat.post(PAGE + "/importer", "upload", token));
        Answer second = secretariat.post(PAGE + "/importer", "upload", token);
        assertThat(first.join().header("Location"))
                .isEqualTo(second.header("Location"))
                .contains("/imports/");
        assertThat(count("school_import")).isEqualTo(1);
    }

    @Test
    @Tag("trust-22")
    void aRefusedFileIsNamedWithItsLineAndNothingOfItIsKept() throws Exception {
        Browser secretariat = site.signedIn("secretariat");
        Answer refused = upload(secretariat, "eleves.xml", pupils().replace("0750001U", "0750002V"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("eleves.xml", "ligne 3", "0750002V");
        Answer cut = upload(secretariat, "eleves.xml", pupils().substring(0, 400));
        assertThat(cut.status()).isEqualTo(422);
        assertThat(upload(
                                secretariat,
                                "eleves.xml",
                                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>")
                        .status())
                .isEqualTo(422);
        assertThat(upload(secretariat).status()).isEqualTo(422);
        assertThat(kept()).isZero();
    }

    @Test
    void keptFilesAreTheirSendersAlone() throws Exception {
        Browser secretariat = site.signedIn("secretariat");
        String token = token(upload(secretariat, "eleves.xml", pupils()));
        assertThat(count("kept_upload WHERE position('Martin'::bytea IN sealed) > 0 OR encode(token_hash, 'hex') = '"
                        + token + "'"))
                .isZero();
        for (String other : List.of("voisin", "collegue")) {
            Answer answer = site.signedIn(other).post(PAGE + "/importer", "upload", token);
            assertThat(answer.status()).as(other).isEqualTo(404);
            assertThat(answer.body()).contains("Renvoyez-les");
        }
        for (String forged : List.of("", "../../etc", token + "/..", "0".repeat(32))) {
            assertThat(secretariat.post(PAGE + "/importer", "upload", forged).status())
                    .isEqualTo(404);
        }
        assertThat(count("person")).isZero();
        assertThat(secretariat.post(PAGE + "/abandonner", "upload", token).status())
                .isEqualTo(303);
        assertThat(kept()).isZero();
    }

    @Test
    void afterAnHourTheFilesAreGone() throws Exception {
        String token = token(upload(site.signedIn("secretariat"), "eleves.xml", pupils()));
        site.clock.advance(Duration.ofMinutes(61));
        assertThat(site.signedIn("secretariat")
                        .post(PAGE + "/importer", "upload", token)
                        .status())
                .isEqualTo(404);
        TestSite.await(new KeptUploadService(site.vertx, site.database, kept, site.clock).deleteOld());
        assertThat(kept()).isZero();
    }

    /** Each node has its own folder, and pages of its own. */
    @Test
    void theYesMayReachAnotherNodeThanTheFiles() throws Exception {
        Browser secretariat = site.signedIn("secretariat");
        String token = token(upload(secretariat, "eleves.xml", pupils(), "responsables.xml", guardians()));
        try (TestSite.Node other = site.secondNode(node -> routes(node, otherFolder))) {
            Browser there = other.browserOf(secretariat);
            Answer go = there.post(PAGE + "/importer", "upload", token);
            assertThat(go.status()).isEqualTo(303);
            assertThat(secretariat.post(PAGE + "/importer", "upload", token).header("Location"))
                    .isEqualTo(go.header("Location"));
        }
        assertThat(count("account")).isEqualTo(3);
        assertThat(count("school_import")).isEqualTo(1);
        assertThat(kept()).isZero();
    }

    @Test
    void oneClickOnEachOfTwoNodesIsOneImport() throws Exception {
        Browser secretariat = site.signedIn("secretariat");
        String token = token(upload(secretariat, "eleves.xml", pupils()));
        try (TestSite.Node other = site.secondNode(node -> routes(node, otherFolder))) {
            Browser there = other.browserOf(secretariat);
            CompletableFuture<Answer> first =
                    CompletableFuture.supplyAsync(() -> there.post(PAGE + "/importer", "upload", token));
            Answer second = secretariat.post(PAGE + "/importer", "upload", token);
            assertThat(first.join().header("Location"))
                    .isEqualTo(second.header("Location"))
                    .contains("/imports/");
        }
        assertThat(count("school_import")).isEqualTo(1);
    }

    @Test
    void onlyTheNewestFilesOfOnePersonAreKept() throws Exception {
        Browser secretariat = site.signedIn("secretariat");
        for (int i = 0; i < 5; i++) {
            site.clock.advance(Duration.ofSeconds(1));
            upload(secretariat, "eleves.xml", pupils());
        }
        assertThat(count("kept_upload")).isEqualTo(3);
        TestSite.await(site.database.atGateOnce(
                gate -> KeptUploadStore.deleteOld(gate, site.clock.instant().plusSeconds(1))));
    }

    @Test
    @Tag("trust-14")
    void anotherSchoolsImportAndPupilsAreAsAbsentAsNone() {
        Browser secretariat = site.signedIn("secretariat");
        Answer go = secretariat.post(PAGE + "/importer", "upload", token(upload(secretariat, "eleves.xml", pupils())));
        Browser neighbour = site.signedIn("voisin");
        assertThat(neighbour.get(go.header("Location")).status()).isEqualTo(404);
        assertThat(neighbour.get(PAGE + "/imports/999999").status()).isEqualTo(404);
        assertThat(neighbour.get(PAGE + "/eleves").body()).doesNotContain("Martin");
        assertThat(secretariat.get(PAGE + "/eleves").body()).contains("Martin Zoé", "z.martin", "Non notifié");
        assertThat(secretariat.get(PAGE + "/eleves?division=*").body()).contains("Martin Zoé");
        assertThat(secretariat.get(PAGE + "/eleves?division=3+A").body()).contains("Aucun élève");
        assertThat(secretariat.get(PAGE + "/eleves?apres=%3Cx").status()).isEqualTo(200);
    }

    @Test
    void theHelpDeskMayNotImport() {
        Browser assistance = site.signedIn("assistance");
        assertThat(assistance.get(PAGE).status()).isEqualTo(403);
        assertThat(upload(assistance, "eleves.xml", pupils()).status()).isEqualTo(403);
    }
}
