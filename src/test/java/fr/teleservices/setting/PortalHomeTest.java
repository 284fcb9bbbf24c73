package fr.teleservices.setting;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.mail.OutgoingMail;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What families see of what the school has set, and how they write to it. */
class PortalHomeTest {
    private static final String BASE = "/gestion/parametrage/";

    private static SettingSite set;
    private Browser secretary;
    private Browser guardian;

    @BeforeAll
    static void open() {
        set = new SettingSite();
    }

    @AfterAll
    static void close() {
        set.close();
    }

    @BeforeEach
    void nothingIsSet() {
        set.forget();
        set.site.clock.advance(Duration.ofDays(2));
        secretary = set.site.signedIn("secretariat");
        guardian = set.holder(set.guardian(1));
    }

    private void set(String page, String... fields) {
        assertThat(secretary.post(BASE + page, fields).header("location")).contains("?fait=");
    }

    @Test
    void aFamilyOfASchoolThatHasSetNothingSeesItsChildrenAndServices() {
        Answer home = guardian.get("/portail");
        assertThat(home.status()).isEqualTo(200);
        assertThat(home.body())
                .contains(
                        "Bonjour Parent1 Famille1",
                        "Enfant Famille1",
                        "Classe",
                        "Emploi du temps",
                        "/portail/compte",
                        "Me déconnecter")
                .contains("<h2>Mes enfants</h2>")
                .doesNotContain(
                        "<h2>Collège",
                        "Liens utiles",
                        "Écrire à l’établissement",
                        "ENT</a>",
                        "birth",
                        "2012",
                        "type=\"password\"");
        assertThat(set.holder(set.pupil(1)).get("/portail").body())
                .contains("Ma fiche")
                .doesNotContain("Paiement", "Mes enfants");
    }

    @Test
    void everyoneSeesTheMessageTheLinksAndTheTilesThatAreForThem() {
        set("message", "guardians", "Aux **parents**", "pupils", "Aux *élèves*");
        set("liens", "title", "Cantine", "address", "https://cantine.exemple.fr", "guardians", "on");
        set("liens", "title", "CDI", "address", "https://cdi.exemple.fr", "pupils", "on");
        set("courriers", "entAddress", "https://ent.exemple.fr", "entShown", "on");
        set.execute("UPDATE school_service SET levels = '{3EME}' WHERE service = 'LSU'");
        String home = guardian.get("/portail").body();
        assertThat(home)
                .contains(
                        "<p>Aux <strong>parents</strong></p>",
                        "href=\"https://cantine.exemple.fr\"",
                        "href=\"https://ent.exemple.fr\"")
                .doesNotContain("élèves</em>", "CDI", "Livret scolaire");
        assertThat(set.holder(set.pupil(1)).get("/portail").body())
                .contains("<em>élèves</em>", "CDI", "ENT</a>")
                .doesNotContain("parents</strong>", "Cantine");
        set("courriers", "entAddress", "https://ent.exemple.fr");
        assertThat(guardian.get("/portail").body()).doesNotContain("ent.exemple.fr");
        set.execute("UPDATE school_service SET levels = '{L}' WHERE service = 'LSU'");
        assertThat(guardian.get("/portail").body()).contains("Livret scolaire");
        assertThat(set.holder(set.account(set.other, "1-1")).get("/portail").body())
                .doesNotContain("parents</strong>", "Cantine");
        set.execute("UPDATE school_service SET levels = '{}'");
    }

    @Test
    void anOpenPageIsWokenByItsOwnSchoolAloneAndReadsTheNewMessage() throws Exception {
        try (InputStream stream = follow(guardian)) {
            BufferedReader events = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            assertThat(events.readLine()).startsWith("retry:");
            set.site.signedIn("voisin").post(BASE + "message", "guardians", "Chez le voisin", "pupils", "");
            set("message", "guardians", "Alerte **neige**", "pupils", "");
            String seen = next(events);
            assertThat(seen).isEqualTo("event: changed");
            assertThat(events.readLine()).isEqualTo("data: {}");
            assertThat(guardian.get("/portail").body())
                    .contains("Alerte <strong>neige</strong>")
                    .doesNotContain("voisin");
            set("liens", "title", "Cantine", "address", "https://cantine.exemple.fr", "guardians", "on");
            assertThat(next(events)).isEqualTo("event: changed");
        }
        assertThat(set.site.browser().get("/portail/evenements").status()).isIn(302, 303, 401);
    }

    private static String next(BufferedReader events) throws IOException {
        String line = events.readLine();
        while (line != null && (line.isBlank() || line.startsWith(":") || line.startsWith("data:"))) {
            line = events.readLine();
        }
        return line;
    }

    private static InputStream follow(Browser browser) throws IOException, InterruptedException {
        String cookies =
                browser.cookies().entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining("; "));
        HttpResponse<InputStream> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + set.site.port + "/portail/evenements"))
                                .header("Cookie", cookies)
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
        return answer.body();
    }

    private Answer write(Browser from, String subject, String message) {
        return from.post("/portail/contact", "subject", subject, "message", message);
    }

    @Test
    void aGuardianWritesWithoutBeingShownTheAddressAndTheTextIsGoneOnceItHasLeft() {
        assertThat(guardian.get("/portail/contact").status()).isEqualTo(404);
        set("contact", "contact", "vie-scolaire@college.example.org");
        assertThat(guardian.get("/portail").body()).contains("Écrire à l’établissement");
        String form = guardian.get("/portail/contact").body();
        assertThat(form)
                .contains("moi" + set.guardian(1) + "@famille.example.org")
                .doesNotContain("college.example.org");

        Answer answer = write(guardian, "Absence lundi", "Bonjour,\n\nmon fils sera absent.");
        assertThat(answer.header("location")).isEqualTo("/portail/contact?envoye=1");
        assertThat(guardian.get("/portail/contact?envoye=1").body()).contains("Votre message est parti");
        assertThat(set.value("SELECT count(*) FROM contact_message")).isEqualTo("1");
        OutgoingMail mail = set.mail();
        assertThat(mail.to().address()).isEqualTo("vie-scolaire@college.example.org");
        assertThat(mail.replyTo().address()).isEqualTo("moi" + set.guardian(1) + "@famille.example.org");
        assertThat(mail.from().address()).isEqualTo("ne-pas-repondre@example.org");
        assertThat(mail.subject()).isEqualTo("Absence lundi");
        assertThat(mail.text())
                .contains(
                        "Message de Parent1 Famille1",
                        "mon fils sera absent.",
                        "Identifiant : " + set.login(set.guardian(1)))
                .contains("Collège Jeanne-d’Arc");
        assertThat(set.value("SELECT count(*) FROM contact_message")).isEqualTo("0");
        assertThat(set.value("SELECT string_agg(detail::text, '') FROM audit_event WHERE action = 'contact.write'"))
                .doesNotContain("absent");
    }

    @Test
    void aMessageThatIsRefusedByTheServerIsForgottenToo() {
        set("contact", "contact", "vie-scolaire@college.example.org");
        write(guardian, "Absence", "Bonjour");
        set.hands.send(10, job -> true);
        assertThat(set.value("SELECT status FROM notification WHERE kind = 'CONTACT'"))
                .isEqualTo("FAILED");
        assertThat(set.value("SELECT count(*) FROM contact_message")).isEqualTo("0");
    }

    @Test
    @Tag("trust-21")
    void lineEndsAndMarkupInAMessageStayInTheMessage() {
        set("contact", "contact", "vie-scolaire@college.example.org");
        assertThat(write(guardian, "Objet\r\nBcc: pirate@example.org", "<script>alert(1)</script> {identifiant}")
                        .status())
                .isEqualTo(303);
        OutgoingMail mail = set.mail();
        assertThat(mail.subject()).isEqualTo("ObjetBcc: pirate@example.org");
        assertThat(mail.html()).contains("&lt;script&gt;", "{identifiant}").doesNotContain("<script>");
        Answer empty = write(guardian, " ", " ");
        assertThat(empty.status()).isEqualTo(422);
        assertThat(empty.body()).contains("L’objet a de 1 à 100 caractères", "Le message a de 1 à 4 000 caractères");
        assertThat(write(guardian, "a", "b".repeat(4_001)).status()).isEqualTo(422);
    }

    @Test
    void afterThreeMessagesOneWaitsAnHourAndIsToldHowLong() {
        set("contact", "contact", "vie-scolaire@college.example.org");
        for (int i = 0; i < ContactService.AN_HOUR; i++) {
            assertThat(write(guardian, "Objet " + i, "Bonjour").status()).isEqualTo(303);
        }
        set.site.clock.advance(Duration.ofMinutes(20));
        Answer early = write(guardian, "Encore", "Mon long message");
        assertThat(early.status()).isEqualTo(429);
        assertThat(Integer.parseInt(early.header("retry-after"))).isBetween(2_390, 2_401);
        assertThat(early.body()).contains("dans 40\u00a0minutes", "Mon long message");
        assertThat(write(set.holder(set.guardian(2)), "Bonjour", "Une autre famille")
                        .status())
                .isEqualTo(303);
        set.site.clock.advance(Duration.ofMinutes(40));
        assertThat(write(set.holder(set.guardian(1)), "Encore", "Bonjour").status())
                .isEqualTo(303);
        assertThat(set.value("SELECT count(*) FROM contact_message")).isEqualTo("5");
    }

    @Test
    @Tag("trust-14")
    void pupilsAndOtherSchoolsWriteToNobody() {
        set("contact", "contact", "vie-scolaire@college.example.org");
        Browser pupil = set.holder(set.pupil(1));
        assertThat(pupil.get("/portail").body()).doesNotContain("Écrire à l’établissement");
        assertThat(pupil.get("/portail/contact").status()).isEqualTo(404);
        assertThat(write(pupil, "Bonjour", "Bonjour").status()).isEqualTo(404);
        Browser neighbour = set.holder(set.account(set.other, "1-1"));
        for (String school : List.of("", Long.toString(set.school.id()), "0", "x")) {
            assertThat(neighbour
                            .post("/portail/contact", "etablissement", school, "subject", "a", "message", "b")
                            .status())
                    .as(school)
                    .isEqualTo(404);
        }
        set.execute("DELETE FROM school_setting");
        assertThat(write(guardian, "Bonjour", "Bonjour").status()).isEqualTo(404);
        assertThat(set.value("SELECT count(*) FROM notification")).isEqualTo("0");
    }
}
