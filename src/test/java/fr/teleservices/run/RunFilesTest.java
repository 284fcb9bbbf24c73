package fr.teleservices.run;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is composed before a run, and what is downloaded and destroyed after it. */
class RunFilesTest {
    private static final int FAMILIES = 8;
    private static final String FORM = "/gestion/responsables/notifier";
    private static final String[] BOTH = {"mode", "BOTH", "state", "NOT_NOTIFIED", "responsibility", "LEGAL"};

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
    @Tag("trust-27")
    void lettersThatAreDestroyedAreGoneAndSaidToBe() {
        String page = ended();
        assertThat(secretary.get(page + "/letters.zip").status()).isEqualTo(200);
        run.site.clock.advance(Duration.ofDays(31));
        assertThat(await(new LetterPurgeService(run.site.database, run.site.clock).purge(run.school.id())))
                .isPositive();
        Browser later = run.signedIn("secretariat");
        for (String file : new String[] {"/letters.pdf", "/letters.zip"}) {
            Answer answer = later.get(page + file);
            assertThat(answer.status()).isEqualTo(410);
            assertThat(answer.body()).contains("détruits");
        }
        assertThat(later.get(page).status()).isEqualTo(200);
        assertThat(run.value("SELECT count(*) FROM letter_part WHERE sealed IS NOT NULL"))
                .isEqualTo("0");
    }

    @Test
    @Tag("trust-2")
    void aChefDestroysTheLettersOfARunAndNobodyElse() {
        String page = ended();
        String destroy = page + "/courriers/detruire";
        assertThat(secretary.get(page).body()).doesNotContain("Détruire");
        assertThat(secretary.post(destroy).status()).isEqualTo(403);
        assertThat(run.signedIn("voisin").post(destroy).status()).isEqualTo(404);
        Browser chef = run.signedIn("chef");
        assertThat(chef.get(page).body()).contains("Détruire les courriers");
        assertThat(chef.post(destroy).header("location")).isEqualTo(page);
        assertThat(secretary.get(page + "/letters.pdf").status()).isEqualTo(410);
        assertThat(run.value("SELECT count(*) FROM letter_key WHERE wrapped IS NOT NULL"))
                .isEqualTo("0");
        assertThat(run.value("SELECT count(*) FROM letter_part WHERE sealed IS NOT NULL"))
                .isEqualTo("0");
        assertThat(chef.post(destroy).status()).isEqualTo(409);
        assertThat(chef.get(page).body()).doesNotContain("Détruire les courriers");
        assertThat(run.value("SELECT count(*) FROM audit_event WHERE action = 'letters-destroyed'"))
                .isEqualTo("1");
    }

    @Test
    void whoDownloadedLettersIsWrittenDown() {
        String page = ended();
        secretary.get(page + "/letters.pdf");
        assertThat(run.value(
                        "SELECT action || ' ' || (detail ->> 'form') || ' ' || (detail ->> 'letters') FROM audit_event"
                                + " WHERE action = 'letters-downloaded' AND actor IS NOT NULL AND subject IS NOT NULL"))
                .isEqualTo("letters-downloaded pdf " + 2 * FAMILIES);
    }

    @Test
    void theReportTellsTheDivisionOfMailsAndLettersAlike() {
        String page = ended();
        assertThat(secretary.get(page + "/rapport.csv").body().lines().skip(1))
                .hasSize(3 * FAMILIES)
                .allMatch(line -> line.split(";")[3].matches("\"[3-6] [A-E]\""));
    }

    @Test
    void theRehearsalComposesEverythingAndSendsNothing() {
        Answer sound = secretary.post(FORM + "/apercu/verification", BOTH);
        assertThat(sound.status()).isEqualTo(200);
        assertThat(sound.body()).contains("Tout peut partir", "<strong>8</strong>", "<strong>16</strong>");
        assertThat(run.value("SELECT count(*) FROM notification")).isEqualTo("0");
        assertThat(run.value("SELECT count(*) FROM letter_key")).isEqualTo("0");
    }

    @Test
    void theRehearsalNamesWhoeverCannotBeWrittenToAndWhy() {
        run.execute("UPDATE person SET family_name = 'مريم' WHERE siecle_id = '2-3'");
        run.execute("UPDATE person SET email = 'pas une adresse' WHERE siecle_id = '1-5'");
        Answer faulty = secretary.post(FORM + "/apercu/verification", BOTH);
        assertThat(faulty.status()).isEqualTo(200);
        assertThat(faulty.body())
                .contains("messages ne peuvent pas être composés", "<strong>7</strong>", "<strong>15</strong>")
                .contains("Parent2", "U+0645", "«\u00a0pas une adresse\u00a0» n’est pas une adresse");
        assertThat(run.signedIn("assistance")
                        .post(FORM + "/apercu/verification", BOTH)
                        .status())
                .isEqualTo(403);
    }

    @Test
    @Tag("trust-20")
    void theMailOfThePreviewIsShownInAFrameThatCanDoNothing() {
        String account = run.value("SELECT min(id) FROM account WHERE holder = 'GUARDIAN'");
        String query = "?mode=BOTH&state=NOT_NOTIFIED&responsibility=LEGAL&compte=" + account;
        assertThat(secretary.get(FORM + "/apercu" + query).body()).contains("<iframe", "sandbox", "courriel.html?");
        Answer mail = secretary.get(FORM + "/apercu/courriel.html" + query);
        assertThat(mail.status()).isEqualTo(200);
        assertThat(mail.body()).contains("K7PM-X4RT-QW9D", "<table");
        assertThat(mail.header("content-security-policy"))
                .contains("default-src 'none'", "sandbox", "frame-ancestors 'self'")
                .doesNotContain("script-src");
    }

    /** A run in both modes that has come to its end. */
    private String ended() {
        String[] fields = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(BOTH),
                        java.util.stream.Stream.of("key", UUID.randomUUID().toString()))
                .toArray(String[]::new);
        Answer started = secretary.post(FORM, fields);
        assertThat(started.status()).isEqualTo(303);
        run.site.clock.advance(Duration.ofSeconds(61));
        run.round();
        run.sendAll();
        run.writeAllLetters();
        run.round();
        return started.header("location");
    }
}
