package fr.teleservices.run;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.kernel.Role;
import fr.teleservices.school.School;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.SchoolRows;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HeadingPagesTest {
    private static final String PAGE = "/gestion/academie/campagnes";
    private static final String CHOICES = "&holder=GUARDIAN&mode=EMAIL_OR_PAPER&state=NOT_NOTIFIED";

    private RunSite run;
    private School second;
    private School closed;
    private Browser academy;

    @BeforeEach
    void open() {
        run = new RunSite(4);
        second = run.site.school("0750003W", "Lycée Émile-Zola");
        SchoolRows.fill(run::execute, second.id(), 6);
        closed = run.site.school("0750004X", "Collège sans service");
        SchoolRows.fill(run::execute, closed.id(), 2);
        run.execute("DELETE FROM school_service WHERE school_id = " + closed.id());
        run.site.staff("rectorat", Role.ACADEMIE, null);
        academy = run.signedIn("rectorat");
    }

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void thePreviewCountsSchoolBySchoolAndSaysWhichAreLeftAside() {
        Answer preview = academy.get(PAGE + "/apercu?which=all" + CHOICES);
        assertThat(preview.status()).isEqualTo(200);
        assertThat(figures(preview)).containsExactly("2", "10", "10", "0");
        assertThat(cells(preview)).contains("4 4 0", "6 6 0", "0 0 0");
        assertThat(preview.body())
                .contains("Aucun téléservice n’est ouvert.", "Personne à notifier.", ids(run.school, second));
        assertThat(academy.get(PAGE + "/apercu?ids=" + second.id() + CHOICES).body())
                .doesNotContain("Jeanne-d’Arc</")
                .contains("Lycée Émile-Zola");
    }

    @Test
    void oneStartMakesOneRunInEachSchoolAndItsPageAddsThemUp() {
        String page = started(start(key()));
        assertThat(run.value("SELECT string_agg(DISTINCT school_id::text, ' ' ORDER BY school_id::text) FROM run"))
                .isEqualTo(Stream.of(run.school.id(), second.id())
                        .map(String::valueOf)
                        .sorted()
                        .collect(Collectors.joining(" ")));
        assertThat(academy.get(page).body()).contains("id=\"take-back\">60<", "Tout annuler", "Lycée Émile-Zola");
        run.site.clock.advance(Duration.ofSeconds(61));
        run.round();
        run.sendAll();
        run.writeAllLetters();
        run.round();
        Answer after = academy.get(page);
        assertThat(figures(after)).containsExactly("10", "10", "0", "0", "0");
        assertThat(after.body()).contains("data-phase=\"OVER\"").doesNotContain("Tout annuler");
        assertThat(academy.get(PAGE).body()).contains("Campagnes lancées", "href=\"" + page, "Terminée");
    }

    @Test
    @Tag("fault-9")
    void twoClicksAtOnceAreOneStart() {
        String key = key();
        List<CompletableFuture<Answer>> clicks = Stream.generate(() -> CompletableFuture.supplyAsync(() -> start(key)))
                .limit(2)
                .toList();
        Set<String> pages = clicks.stream()
                .map(CompletableFuture::join)
                .map(HeadingPagesTest::started)
                .collect(Collectors.toSet());
        assertThat(pages).hasSize(1);
        assertThat(run.value("SELECT count(*) FROM run")).isEqualTo("2");
        run.site.clock.advance(Duration.ofSeconds(61));
        run.round();
        assertThat(started(start(key))).isIn(pages);
        assertThat(run.value("SELECT count(*) FROM run")).isEqualTo("2");
        assertThat(academy.post(PAGE, fields()).status()).isEqualTo(422);
    }

    @Test
    void aSchoolThatCannotStartKeepsAllOthersFromStarting() {
        Answer refused = academy.post(PAGE, fields("ids", ids(run.school, second, closed), "key", key()));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("Aucune campagne n’a été lancée", "Aucun téléservice n’est ouvert.");
        assertThat(run.value("SELECT count(*) FROM run")).isEqualTo("0");
    }

    @Test
    void peopleOfARunThatHasNotEndedAreNotifiedAgainOnlyIfConfirmed() {
        started(academy.post(PAGE, fields("ids", ids(second), "key", key())));
        Answer preview = academy.get(PAGE + "/apercu?which=all" + CHOICES);
        assertThat(preview.body())
                .contains("name=\"confirmOverlap\"", "apercu?ids&#x3D;" + run.school.id() + "&amp;holder", "Retirer");
        assertThat(start(key()).status()).isEqualTo(409);
        assertThat(run.value("SELECT count(*) FROM run")).isEqualTo("1");
        started(academy.post(PAGE, fields("ids", ids(run.school, second), "key", key(), "confirmOverlap", "on")));
        assertThat(run.value("SELECT count(*) FROM run")).isEqualTo("3");
    }

    @Test
    void withinTheMinuteAllAreTakenBackAtOnceAndLaterOnlyIfConfirmed() {
        String page = started(start(key()));
        run.site.clock.advance(Duration.ofSeconds(59));
        run.round();
        assertThat(academy.post(page + "/annuler").status()).isEqualTo(303);
        run.site.clock.advance(Duration.ofSeconds(10));
        run.round();
        assertThat(run.value("SELECT count(*) FROM notification")).isEqualTo("0");
        assertThat(run.value("SELECT count(*) FROM run WHERE status = 'CANCELLED'"))
                .isEqualTo("2");

        String other = started(start(key()));
        run.site.clock.advance(Duration.ofSeconds(61));
        run.round();
        run.send(3, job -> false);
        assertThat(academy.post(other + "/annuler").status()).isEqualTo(422);
        assertThat(academy.post(other + "/annuler", "confirm", "on").status()).isEqualTo(303);
        assertThat(figures(academy.get(other))).containsExactly("3", "0", "0", "0", "0");
    }

    @Test
    void openingARunChoosesItsSchool() {
        String page = started(start(key()));
        String its = run.value("SELECT id FROM run WHERE school_id = " + second.id());
        Answer opened = academy.post(page + "/ouvrir", "run", its);
        assertThat(opened.header("location")).isEqualTo(RunPages.path(Long.parseLong(its)));
        assertThat(academy.get(opened.header("location")).body()).contains("Lycée Émile-Zola", "Annuler l’envoi");
        assertThat(academy.post(page + "/ouvrir", "run", "999999").status()).isEqualTo(404);
    }

    @Test
    void aboveAThousandTheNumberHasToBeTyped() {
        run.execute("""
                INSERT INTO person (school_id, holder, siecle_id, family_name, given_name, birth_date, division, division_key, content_hash)
                SELECT %1$d, 'PUPIL', 'X' || i, 'Nom' || i, 'Prénom', '2012-01-01', '5 C', '0005 C', '\\x00' FROM generate_series(1, 991) i;
                INSERT INTO account (school_id, person_id, holder, login)
                SELECT school_id, id, holder, 'x.' || id FROM person WHERE siecle_id LIKE 'X%%'
                """.formatted(second.id()));
        String[] choices = {
            "ids", ids(run.school, second), "holder", "PUPIL", "mode", "PAPER", "state", "NOT_NOTIFIED", "key", key()
        };
        assertThat(academy.get(PAGE + "/apercu?which=all&holder=PUPIL&mode=PAPER&state=NOT_NOTIFIED&state=ACTIVATING")
                        .body())
                .contains("name=\"number\"");
        assertThat(academy.post(PAGE, choices).body()).contains("Saisissez le nombre de notifications");
        assertThat(academy.post(PAGE, more(choices, "number", "1000")).status()).isEqualTo(422);
        assertThat(run.value("SELECT count(*) FROM run")).isEqualTo("0");
        started(academy.post(PAGE, more(choices, "number", "1 001")));
    }

    @Test
    void faultyChoicesAreSaidFieldByField() {
        Answer answer = academy.get(PAGE + "/apercu?which=some&mode=FAX");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body())
                .contains(
                        "Choisissez au moins un établissement.",
                        "Choisissez les responsables ou les élèves.",
                        "Choisissez un mode.",
                        "Choisissez au moins un état");
    }

    @Test
    @Tag("trust-11")
    void nobodyButTheAcademyComesHereAndItStartsWithASecondFactorAlone() {
        String page = started(start(key()));
        for (String login : List.of("chef", "secretariat", "assistance", "voisin")) {
            Browser other = run.signedIn(login);
            for (String path : List.of(PAGE, PAGE + "/apercu?which=all" + CHOICES, page)) {
                assertThat(other.get(path).status()).as(login + " " + path).isEqualTo(403);
            }
            for (String path : List.of(PAGE, page + "/annuler", page + "/ouvrir")) {
                assertThat(other.post(path, "confirm", "on").status())
                        .as(login + " " + path)
                        .isEqualTo(403);
            }
            assertThat(other.get("/gestion").body()).doesNotContain("Campagnes de l’académie");
        }
        assertThat(academy.get(PAGE + "/999999").status()).isEqualTo(404);
        run.execute("UPDATE session SET second_factor = false");
        start(key());
        academy.post(page + "/annuler");
        assertThat(run.value("SELECT count(*) FROM run WHERE status = 'SCHEDULED'"))
                .isEqualTo("2");
        assertThat(run.value("SELECT count(*) FROM run")).isEqualTo("2");
    }

    private Answer start(String key) {
        return academy.post(PAGE, fields("ids", ids(run.school, second), "key", key));
    }

    private static String started(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(303);
        return answer.header("location");
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static String[] fields(String... more) {
        return more(new String[] {"holder", "GUARDIAN", "mode", "EMAIL_OR_PAPER", "state", "NOT_NOTIFIED"}, more);
    }

    private static String[] more(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }

    private static String ids(School... schools) {
        return Stream.of(schools).map(School::id).sorted().map(String::valueOf).collect(Collectors.joining("-"));
    }

    private static List<String> figures(Answer answer) {
        return Pattern.compile("<p class=\"figure\"><strong>([^<]*)</strong>")
                .matcher(answer.body())
                .results()
                .map(figure -> figure.group(1))
                .toList();
    }

    /** The cells behind the name of each school, joined by blanks. */
    private static List<String> cells(Answer answer) {
        return Pattern.compile("<tr[^>]*><th scope=\"row\">[^\n]*")
                .matcher(answer.body())
                .results()
                .map(MatchResult::group)
                .map(row -> Pattern.compile("<td[^>]*>([^<]*)</td>")
                        .matcher(row)
                        .results()
                        .map(cell -> cell.group(1))
                        .collect(Collectors.joining(" ")))
                .toList();
    }
}
