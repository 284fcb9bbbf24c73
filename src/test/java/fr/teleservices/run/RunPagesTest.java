package fr.teleservices.run;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RunPagesTest {
    private static final int FAMILIES = 8;
    private static final String FORM = "/gestion/responsables/notifier";
    private static final String CHOICES = "mode=EMAIL_OR_PAPER&state=NOT_NOTIFIED&responsibility=LEGAL";

    private RunSite run;
    private Browser secretary;

    @BeforeEach
    void open() {
        run = new RunSite(FAMILIES);
        secretary = run.signedIn("secretariat");
    }

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void theFormOffersTheDivisionsAndTheResetToTheChefAlone() {
        Answer form = secretary.get(FORM);
        assertThat(form.status()).isEqualTo(200);
        assertThat(form.body())
                .contains("value=\"6 A\"", "Représentants légaux", "En cours d’activation")
                .doesNotContain("Réinitialisation en masse");
        assertThat(run.signedIn("chef").get(FORM).body()).contains("Réinitialisation en masse");
        assertThat(secretary.get("/gestion/eleves/notifier").body())
                .doesNotContain("Représentants légaux", "En cours d’activation</label>");
        assertThat(secretary.get(FORM + "/apercu?" + CHOICES + "&reset=on").status())
                .isEqualTo(403);
    }

    @Test
    void withoutAnOpenServiceTheFormSaysSoAndNothingStarts() {
        run.execute("DELETE FROM school_service");
        assertThat(secretary.get(FORM).body()).contains("Aucun téléservice n’est ouvert", "/gestion/services");
        assertThat(start(key()).status()).isEqualTo(409);
        assertThat(run.value("SELECT count(*) FROM run")).isEqualTo("0");
    }

    @Test
    void faultyChoicesAreSaidFieldByField() {
        Answer answer = secretary.get(FORM + "/apercu?mode=EMAIL&start=later&startDay=2020-01-01&startTime=08:00");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body())
                .contains("Choisissez au moins un état", "Choisissez au moins une responsabilité", "déjà passé");
    }

    @Test
    void thePreviewCountsWhatTheRunThenMakes() {
        run.execute(
                "UPDATE account SET held = true WHERE id = (SELECT min(id) FROM account WHERE holder = 'GUARDIAN')");
        Answer preview = secretary.get(FORM + "/apercu?" + CHOICES);
        assertThat(figures(preview)).containsExactly("7", "8", "1");
        assertThat(preview.body()).contains("Le compte est suspendu");
        String left = secretary.get(FORM + "/apercu/ecartes.csv?" + CHOICES).body();
        assertThat(left.lines()).hasSize(2);
        assertThat(left).startsWith("\ufeff\"Identifiant\";");

        String page = started(start(key()));
        run.site.clock.advance(Duration.ofSeconds(61));
        run.round();
        assertThat(run.value("SELECT string_agg(channel || status || n, ' ' ORDER BY channel, status) FROM "
                        + "(SELECT channel, status, count(*) AS n FROM notification GROUP BY 1, 2) x"))
                .isEqualTo("EMAILLEFT_OUT1 EMAILPENDING7 PAPERPENDING8");
        assertThat(secretary.get(page).body()).contains("1 sur 16", "En cours");
    }

    @Test
    void mailAndLetterOfThePreviewBearAPasswordThatIsNobodys() throws IOException {
        Answer preview = secretary.get(FORM + "/apercu?mode=BOTH&state=NOT_NOTIFIED&responsibility=LEGAL");
        assertThat(preview.body()).contains("SPÉCIMEN", "Mot de passe temporaire : K7PM-X4RT-QW9D", "Identifiant : ");
        String link = link("courrier.pdf", preview);
        try (PDDocument letter = Loader.loadPDF(secretary.download(link))) {
            assertThat(letter.getNumberOfPages()).isEqualTo(1);
            assertThat(new PDFTextStripper().getText(letter)).contains("SPÉCIMEN", "K7PM-X4RT-QW9D");
        }
        assertThat(run.value("SELECT count(*) FROM notification")).isEqualTo("0");
    }

    @Test
    void theTestMailGoesToTheAddressTypedAsASpecimenAndMovesNoAccount() {
        String account = run.value("SELECT min(id) FROM account WHERE holder = 'GUARDIAN'");
        String[] fields = fields("compte", account, "testAddress", "moi@example.org");
        assertThat(secretary.post(FORM + "/apercu/essai", fields).status()).isEqualTo(303);
        var sent = run.send(10, job -> false);
        assertThat(sent).singleElement().satisfies(job -> {
            assertThat(job.mail().to().address()).isEqualTo("moi@example.org");
            assertThat(job.mail().subject()).startsWith("SPÉCIMEN");
            assertThat(job.mail().text()).contains("Mot de passe temporaire : K7PM-X4RT-QW9D");
        });
        assertThat(run.value("SELECT state FROM account WHERE id = " + account)).isEqualTo("NOT_NOTIFIED");
        for (int i = 0; i < 4; i++) {
            secretary.post(FORM + "/apercu/essai", fields);
        }
        assertThat(secretary.post(FORM + "/apercu/essai", fields).status()).isEqualTo(429);
        assertThat(secretary
                        .post(FORM + "/apercu/essai", fields("compte", account, "testAddress", "pas une adresse"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void twoClicksStartOneRun() {
        String key = key();
        assertThat(started(start(key))).isEqualTo(started(start(key)));
        assertThat(run.value("SELECT count(*) FROM run")).isEqualTo("1");
        assertThat(secretary.post(FORM, fields()).status()).isEqualTo(422);
        assertThat(run.value("SELECT count(*) FROM run")).isEqualTo("1");
    }

    @Test
    void aSecondRunOverTheSamePeopleIsToldAndGoesOnOnlyIfConfirmed() {
        started(start(key()));
        assertThat(secretary.get(FORM + "/apercu?" + CHOICES).body())
                .contains("n’est pas terminée", "name=\"confirmOverlap\"");
        assertThat(start(key()).status()).isEqualTo(409);
        assertThat(start(key(), "confirmOverlap", "on").status()).isEqualTo(303);
    }

    @Test
    void aboveAThousandTheNumberHasToBeTyped() {
        run.execute("""
                INSERT INTO person (school_id, holder, siecle_id, family_name, given_name, birth_date, division, division_key, content_hash)
                SELECT %1$d, 'PUPIL', 'X' || i, 'Nom' || i, 'Prénom', '2012-01-01', '5 C', '0005 C', '\\x00' FROM generate_series(1, 993) i;
                INSERT INTO account (school_id, person_id, holder, login)
                SELECT school_id, id, holder, 'x.' || id FROM person WHERE siecle_id LIKE 'X%%'
                """.formatted(run.school.id()));
        String form = "/gestion/eleves/notifier";
        String[] choices = {"mode", "PAPER", "state", "NOT_NOTIFIED", "key", key()};
        assertThat(secretary.get(form + "/apercu?mode=PAPER&state=NOT_NOTIFIED").body())
                .contains("name=\"number\"");
        assertThat(secretary.post(form, choices).body()).contains("Saisissez le nombre de notifications");
        assertThat(secretary.post(form, more(choices, "number", "1000")).status())
                .isEqualTo(422);
        assertThat(run.value("SELECT count(*) FROM run")).isEqualTo("0");
        assertThat(secretary.post(form, more(choices, "number", "1 001")).status())
                .isEqualTo(303);
    }

    @Test
    void aRunThatCanBeTakenBackSaysHowMuchWouldLeaveAndOnceTakenBackThatNothingHas() {
        String page = started(start(key()));
        assertThat(secretary.get(page).body()).contains("L’envoi part dans");
        run.ahead();
        assertThat(secretary.get(page).body())
                .containsPattern("L’envoi de <strong>16\\W+notifications</strong> part dans")
                .doesNotContain("<progress");
        assertThat(secretary.post(page + "/annuler").status()).isEqualTo(303);
        assertThat(secretary.get(page).body())
                .contains("annulée avant son départ", "rien n’est parti")
                .doesNotContain("<progress");
    }

    @Test
    void aRunThatIsTakenBackHasChangedNothing() {
        String page = started(start(key()));
        assertThat(secretary.get(page).body()).contains("Annuler l’envoi", "id=\"take-back\">60<");
        run.site.clock.advance(Duration.ofSeconds(59));
        run.round();
        assertThat(secretary.post(page + "/annuler").status()).isEqualTo(303);
        run.site.clock.advance(Duration.ofSeconds(10));
        run.round();
        assertThat(secretary.get(page).body()).contains("Annulée");
        assertThat(run.value("SELECT count(*) FROM notification")).isEqualTo("0");
        assertThat(run.value("SELECT count(*) FROM account WHERE state <> 'NOT_NOTIFIED'"))
                .isEqualTo("0");
    }

    @Test
    void aRunAskedForLaterWaitsForItsTimeInTheSchoolsZone() {
        String page = started(start(key(), "start", "later", "startDay", "2026-09-08", "startTime", "07:30"));
        assertThat(run.value("SELECT starts_at AT TIME ZONE 'UTC' FROM run")).isEqualTo("2026-09-08 05:30:00");
        assertThat(secretary.get(page).body()).contains("mardi 8 septembre 2026");
    }

    @Test
    void whatHasGoneOutStaysAndCancellingABegunRunAsksOnce() {
        String page = begun();
        run.send(3, job -> false);
        assertThat(secretary.post(page + "/pause").status()).isEqualTo(303);
        assertThat(secretary.get(page).body()).contains("La campagne est en pause", "Reprendre");
        assertThat(run.send(3, job -> false)).isEmpty();
        assertThat(secretary.post(page + "/reprendre").status()).isEqualTo(303);
        assertThat(secretary.post(page + "/annuler").status()).isEqualTo(422);
        assertThat(secretary.post(page + "/annuler", "confirm", "on").status()).isEqualTo(303);
        Answer after = secretary.get(page);
        assertThat(figures(after)).containsExactly("3", "0", "0", "0", "13");
        assertThat(secretary.post(page + "/reprendre").status()).isEqualTo(409);
    }

    @Test
    void failuresAreSaidInPlainWordsRetriedAloneAndReachedByLetter() {
        String page = begun();
        run.send(64, job -> job.mail().to().address().startsWith("parent1."));
        run.writeAllLetters();
        run.round();
        Answer done = secretary.get(page);
        assertThat(done.body())
                .contains(
                        "Terminée",
                        "Cette adresse n’existe pas.",
                        "<code class=\"quiet\">550 5.1.1 no such user</code>")
                .contains("Réessayer les échecs", "Envoyer un courrier à ces personnes");
        String letters = link("failedOf", done);
        assertThat(figures(secretary.get(letters))).containsExactly("0", "1", "0");

        assertThat(secretary.post(page + "/reessayer").status()).isEqualTo(303);
        assertThat(run.send(64, job -> false)).hasSize(1);
        run.round();
        assertThat(figures(secretary.get(page))).containsExactly("8", "8", "0", "0", "0");
    }

    @Test
    void lettersAreDownloadedAsOnePdfAndAsOneForEachDivision() throws IOException {
        String page = begun();
        run.sendAll();
        run.writeAllLetters();
        run.round();
        try (PDDocument pdf = Loader.loadPDF(secretary.download(page + "/letters.pdf"))) {
            assertThat(pdf.getNumberOfPages()).isEqualTo(FAMILIES);
        }
        List<String> files = new ArrayList<>();
        try (ZipInputStream zip =
                new ZipInputStream(new ByteArrayInputStream(secretary.download(page + "/letters.zip")))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.add(entry.getName());
            }
        }
        assertThat(files)
                .hasSize(Integer.parseInt(
                        run.value("SELECT count(DISTINCT division) FROM notification WHERE status = 'IN_LETTER'")));
    }

    @Test
    @Tag("trust-21")
    void theReportHoldsNoPasswordAndNoFormula() {
        run.execute("UPDATE person SET family_name = '=cmd|''/C calc''!A0;\"x' WHERE siecle_id = '1-1'");
        String page = begun();
        String mail = run.send(1, job -> false).get(0).mail().text();
        String password = found("Mot de passe temporaire : (\\S+)", mail);
        run.sendAll();
        run.writeAllLetters();
        Answer report = secretary.get(page + "/rapport.csv");
        assertThat(report.header("content-type")).isEqualTo("text/csv; charset=utf-8");
        assertThat(report.body())
                .startsWith("\ufeff\"Identifiant\";\"Nom\"")
                .contains(";\"'=cmd|'/C calc'!A0;\"\"x\";", "\"envoyé\"", "\"dans les courriers\"")
                .doesNotContain(password);
        assertThat(report.body().lines()).hasSize(1 + 2 * FAMILIES);
    }

    @Test
    @Tag("trust-14")
    void anotherSchoolsRunAndPeopleAreAsAbsentAsNone() {
        String page = begun();
        String account = run.value("SELECT min(id) FROM account WHERE holder = 'GUARDIAN'");
        Browser neighbour = run.signedIn("voisin");
        for (String path : List.of(
                page,
                page + "/etat",
                page + "/evenements",
                page + "/letters.pdf",
                page + "/letters.zip",
                page + "/rapport.csv",
                FORM + "/apercu/courrier.pdf?" + CHOICES + "&compte=" + account)) {
            assertThat(neighbour.get(path).status()).as(path).isEqualTo(404);
        }
        for (String action : List.of("/pause", "/reprendre", "/annuler", "/reessayer")) {
            assertThat(neighbour.post(page + action, "confirm", "on").status())
                    .as(action)
                    .isEqualTo(404);
        }
        assertThat(neighbour
                        .post(FORM + "/apercu/essai", fields("compte", account, "testAddress", "x@example.org"))
                        .status())
                .isEqualTo(404);
        assertThat(neighbour.get("/gestion/campagnes").body()).contains("Aucune campagne");
        assertThat(run.value("SELECT status FROM run")).isEqualTo("RUNNING");
    }

    @Test
    void theHelpDeskHasNoMassNotification() {
        String page = begun();
        Browser assistance = run.signedIn("assistance");
        for (String path :
                List.of(FORM, FORM + "/apercu?" + CHOICES, "/gestion/campagnes", page, page + "/letters.pdf")) {
            assertThat(assistance.get(path).status()).as(path).isEqualTo(403);
        }
        assertThat(assistance.post(FORM, fields("key", key())).status()).isEqualTo(403);
        assertThat(assistance.post(page + "/pause").status()).isEqualTo(403);
    }

    @Test
    @Tag("trust-11")
    void withoutASecondFactorNobodyStartsARunOrTakesItsLetters() {
        String page = begun();
        run.execute("UPDATE session SET second_factor = false");
        List<Answer> refused = List.of(
                start(key()),
                secretary.post(page + "/annuler", "confirm", "on"),
                secretary.get(page + "/letters.pdf"),
                secretary.get(page + "/rapport.csv"),
                secretary.get(FORM + "/apercu/ecartes.csv?" + CHOICES));
        assertThat(refused)
                .allSatisfy(answer ->
                        assertThat(answer.header("location")).isEqualTo("/gestion/profil/second-facteur?exige=1"));
        assertThat(run.value("SELECT count(*) FROM run")).isEqualTo("1");
    }

    @Test
    void aMassResetAsksForThePasswordAgain() {
        Browser chef = run.signedIn("chef");
        String[] reset = fields("key", key(), "reset", "on", "confirmReset", "on", "password", "pas le bon");
        Answer wrong = chef.post(FORM, reset);
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body()).contains("pas votre mot de passe actuel", "name=\"password\"");
        assertThat(run.value("SELECT count(*) FROM run")).isEqualTo("0");
        run.site.clock.advance(Duration.ofSeconds(5));
        reset[reset.length - 1] = fr.teleservices.testing.TestSite.PASSWORD;
        started(chef.post(FORM, reset));
        assertThat(run.value("SELECT reset FROM run")).isEqualTo("t");
    }

    @Test
    void aRunThatStandsStillSaysWhy() {
        String page = begun();
        MailTroubles workers = new MailTroubles(run.site.vertx, run.site.database);
        workers.down("w", run.site.clock.instant(), "Le serveur de messagerie refuse les connexions.");
        assertThat(until(page, "refuse les connexions")).contains("Il reprendra de lui-même");
        workers.up("w");
        run.execute("UPDATE run SET status = 'PAUSED', paused_reason = 'Trop de refus.'");
        assertThat(secretary.get(page).body()).contains("mise en pause d’elle-même. Trop de refus.");
    }

    @Test
    void theNoticeOfAWorkerThatDiedWithAnOpenBreakerRunsOut() {
        String page = begun();
        new MailTroubles(run.site.vertx, run.site.database)
                .down("gone", run.site.clock.instant(), "Le serveur de messagerie est muet.");
        assertThat(until(page, "est muet")).contains("est muet");
        run.execute("UPDATE mail_trouble SET said_at = said_at - interval '31 s'");
        assertThat(secretary.get(page).body()).doesNotContain("est muet");
    }

    @Test
    void progressIsPushedAndTheStreamEndsWithTheRun() {
        String page = begun();
        run.send(3, job -> false);
        secretary.post(page + "/annuler", "confirm", "on");
        Answer events = secretary.get(page + "/evenements");
        assertThat(events.header("content-type")).isEqualTo("text/event-stream");
        assertThat(events.body()).contains("event: progress", "\"sent\":3", "\"cancelled\":13");
    }

    /** The page once it says so: the bus takes a moment. */
    private String until(String page, String text) {
        String body = "";
        for (int i = 0; i < 100 && !body.contains(text); i++) {
            body = secretary.get(page).body();
        }
        return body;
    }

    @Test
    void everyRunIsListedWithWhoStartedIt() {
        String page = begun();
        assertThat(secretary.get("/gestion/campagnes").body())
                .contains("href=\"" + page + "\"", "secretariat", "Courriel ou papier", "En cours");
        assertThat(secretary.get(page + "/etat").body()).contains("\"pending\":16", "\"status\":\"RUNNING\"");
    }

    /** A run past its take-back, all its notifications stored. */
    private String begun() {
        String page = started(start(key()));
        run.site.clock.advance(Duration.ofSeconds(61));
        run.round();
        return page;
    }

    private Answer start(String key, String... more) {
        return secretary.post(FORM, fields(more(new String[] {"key", key}, more)));
    }

    private static String started(Answer answer) {
        assertThat(answer.status()).isEqualTo(303);
        return answer.header("location");
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static String[] fields(String... more) {
        return more(new String[] {"mode", "EMAIL_OR_PAPER", "state", "NOT_NOTIFIED", "responsibility", "LEGAL"}, more);
    }

    private static String[] more(String[] first, String... rest) {
        return Stream.concat(Stream.of(first), Stream.of(rest)).toArray(String[]::new);
    }

    private static List<String> figures(Answer page) {
        return Pattern.compile("class=\"figure[^\"]*\"><strong[^>]*>([^<]*)<")
                .matcher(page.body())
                .results()
                .map(figure -> figure.group(1))
                .toList();
    }

    private static String link(String part, Answer page) {
        return found("href=\"([^\"]*" + part + "[^\"]*)\"", page.body())
                .replace("&amp;", "&")
                .replace("&#x3D;", "=");
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }
}
