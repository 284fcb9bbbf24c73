package fr.teleservices.setting;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the secretary sets, and what nobody may set. */
class SettingPagesTest {
    private static final String BASE = "/gestion/parametrage/";
    private static final String TEXT = BASE + "courriers/textes/";

    private static SettingSite set;
    private static Browser secretary;

    @BeforeAll
    static void open() {
        set = new SettingSite();
        secretary = set.site.signedIn("secretariat");
    }

    @AfterAll
    static void close() {
        set.close();
    }

    @BeforeEach
    void nothingIsSet() {
        set.forget();
    }

    @Test
    void theMenuLeadsToTheFourPagesAndTheHelpDeskSeesNone() {
        String home = secretary.get("/gestion").body();
        Browser assistance = set.site.signedIn("assistance");
        for (String page : List.of("message", "courriers", "contact", "liens")) {
            assertThat(home).contains("href=\"" + BASE + page + "\"");
            assertThat(secretary.get(BASE + page).status()).isEqualTo(200);
            assertThat(assistance.get(BASE + page).status()).isEqualTo(403);
            assertThat(assistance.post(BASE + page).status()).isEqualTo(403);
            assertThat(set.site.browser().get(BASE + page).status()).isIn(302, 303, 401);
        }
        assertThat(assistance.get("/gestion").body()).doesNotContain(BASE);
    }

    @Test
    void aPreviewedMessageIsNotStoredAndASavedOneIs() {
        Answer preview = secretary.post(BASE + "message/apercu", "guardians", "Bonjour **à tous**", "pupils", "");
        assertThat(preview.body()).contains("Aperçu, non enregistré", "<strong>à tous</strong>", "Bonjour **à tous**");
        assertThat(set.value("SELECT count(*) FROM school_setting")).isEqualTo("0");
        assertThat(secretary
                        .post(BASE + "message", "guardians", "Bonjour **à tous**", "pupils", "Salut")
                        .status())
                .isEqualTo(303);
        assertThat(secretary.get(BASE + "message").body()).contains("Bonjour **à tous**", "Salut");
        Answer tooLong = secretary.post(BASE + "message", "guardians", "a".repeat(2_001), "pupils", "");
        assertThat(tooLong.status()).isEqualTo(422);
        assertThat(tooLong.body()).contains("2 000 caractères au plus");
    }

    @Test
    @Tag("trust-21")
    void markupInAMessageIsShownAsTextAlsoInThePreview() {
        String nasty = "<script>alert(1)</script></textarea><img src=x>{{x}}";
        for (String path : List.of(BASE + "message/apercu", BASE + "message")) {
            secretary.post(path, "guardians", nasty, "pupils", nasty);
        }
        String body = secretary
                .post(BASE + "message/apercu", "guardians", nasty, "pupils", nasty)
                .body();
        assertThat(body).doesNotContain("<script>alert", "<img src").contains("&lt;script&gt;alert(1)");
        String home = set.holder(set.guardian(1)).get("/portail").body();
        assertThat(home).doesNotContain("<script>alert", "<img src").contains("&lt;script&gt;alert(1)");
    }

    @Test
    @Tag("trust-24")
    void addressesOfTheEntAndOfLinksAreWebAddresses() {
        for (String nasty :
                List.of("javascript:alert(1)", "data:text/html,x", "ent.exemple.fr", "https://u:p@exemple.fr")) {
            Answer ent = secretary.post(BASE + "courriers", "entAddress", nasty, "entShown", "on");
            assertThat(ent.status()).as(nasty).isEqualTo(422);
            assertThat(ent.body()).contains("https:// ou http://");
            Answer link = secretary.post(BASE + "liens", "title", "Site", "address", nasty, "guardians", "on");
            assertThat(link.status()).as(nasty).isEqualTo(422);
        }
        assertThat(set.value("SELECT count(*) FROM school_setting") + set.value("SELECT count(*) FROM useful_link"))
                .isEqualTo("00");
        assertThat(secretary.post(BASE + "courriers", "entShown", "on").body()).contains("Indiquez l’adresse de l’ENT");
        assertThat(secretary
                        .post(BASE + "courriers", "entAddress", "https://e.fr/" + "a".repeat(150))
                        .body())
                .contains("150 caractères au plus");
    }

    @Test
    void theAddressOfLettersGoesWhereTheWindowOfTheEnvelopesIs() {
        assertThat(secretary.get(BASE + "courriers").body())
                .contains("name=\"windowLeft\" type=\"text\" value=\"110\"");
        Answer refused = secretary.post(BASE + "courriers", "windowLeft", "à gauche", "windowTop", "20");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("<title>Erreur\u00a0:", "entre 10 et 120", "entre 40 et 67");
        assertThat(secretary
                        .post(BASE + "courriers", "windowLeft", " 20 ", "windowTop", "45")
                        .status())
                .isEqualTo(303);
        assertThat(set.value("SELECT window_left || ' ' || window_top FROM school_setting"))
                .isEqualTo("20 45");
        assertThat(secretary.get(BASE + "courriers").body()).contains("value=\"20\"", "value=\"45\"");
    }

    @Test
    void linksKeepTheOrderThatTheSecretaryGives() {
        for (String title : List.of("Cantine", "Transport", "Blog")) {
            assertThat(link(title).status()).isEqualTo(303);
        }
        assertThat(titles()).containsExactly("Cantine", "Transport", "Blog");
        secretary.post(path("Blog") + "/monter");
        secretary.post(path("Blog") + "/monter");
        secretary.post(path("Blog") + "/monter");
        assertThat(titles()).containsExactly("Blog", "Cantine", "Transport");
        secretary.post(path("Blog") + "/descendre");
        secretary.post(path("Transport") + "/descendre");
        assertThat(titles()).containsExactly("Cantine", "Blog", "Transport");
        secretary.post(path("Cantine") + "/supprimer");
        assertThat(secretary.get(path("Blog")).body()).contains("Modifier le lien", "https://blog.exemple.fr");
        secretary.post(path("Blog"), "title", "Journal", "address", "https://journal.exemple.fr", "pupils", "on");
        assertThat(titles()).containsExactly("Journal", "Transport");
        assertThat(secretary
                        .post(BASE + "liens", "title", "", "address", "https://x.fr")
                        .body())
                .contains("Le titre a de 1 à 80 caractères", "Choisissez pour qui");
    }

    @Test
    void moreLinksThanAnybodyReadsAreRefused() {
        for (int i = 0; i < UsefulLink.MOST; i++) {
            link("lien" + i);
        }
        assertThat(link("de trop").status()).isEqualTo(409);
        assertThat(titles()).hasSize(UsefulLink.MOST);
    }

    @Test
    void theDashboardAsksForAContactUntilOneIsChosenThatTheImportStillBrings() {
        String asks = "Aucune adresse de contact n’est choisie";
        assertThat(secretary.get("/gestion").body()).contains(asks, "href=\"" + BASE + "contact\"");
        secretary.post(BASE + "contact", "contact", "vie-scolaire@college.example.org");
        assertThat(secretary.get("/gestion").body()).doesNotContain(asks);
        set.execute("DELETE FROM school_address WHERE email LIKE 'vie-scolaire%'");
        assertThat(secretary.get("/gestion").body()).contains(asks);
        set.execute("DELETE FROM school_address");
        assertThat(secretary.get("/gestion").body()).contains("Aucune adresse de l’établissement n’est connue");
    }

    @Test
    void theContactIsOneOfTheImportedAddressesOrNone() {
        assertThat(secretary.get(BASE + "contact").body())
                .contains("accueil@college.example.org", "vie-scolaire@college.example.org")
                .doesNotContain("lycee@example.org");
        assertThat(secretary
                        .post(BASE + "contact", "contact", "vie-scolaire@college.example.org")
                        .status())
                .isEqualTo(303);
        for (String nasty : List.of("lycee@example.org", "pirate@example.org", "a@b.fr\r\nBcc: c@d.fr")) {
            assertThat(secretary.post(BASE + "contact", "contact", nasty).status())
                    .isEqualTo(422);
        }
        assertThat(set.value("SELECT contact FROM school_setting")).isEqualTo("vie-scolaire@college.example.org");
        secretary.post(BASE + "contact", "contact", "");
        assertThat(set.value("SELECT contact FROM school_setting")).isEmpty();
        assertThat(set.site
                        .signedIn("voisin")
                        .post(BASE + "contact", "contact", "accueil@college.example.org")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void anUnknownPlaceholderIsRefusedAndSaysWhich() {
        Answer answer = secretary.post(
                TEXT + "responsable-courriel", "subject", "Accès {etablissement}", "body", "Bonjour {prenom}, {nom}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("{etablissement}.", "{prenom}.", "Bonjour {prenom}, {nom}");
        assertThat(set.value("SELECT count(*) FROM notification_text")).isEqualTo("0");
        assertThat(secretary.get(TEXT + "responsable-pigeon").status()).isEqualTo(404);
    }

    @Test
    void aTextIsStoredOneByOneAndPutBackOneByOne() {
        String standard = secretary.get(TEXT + "eleve-courriel").body();
        assertThat(standard).doesNotContain("Revenir au texte standard");
        secretary.post(TEXT + "eleve-courriel", "subject", "Ton accès", "body", "Salut {prénom} !");
        secretary.post(TEXT + "eleve-courrier", "subject", "Ton accès", "body", "Par la poste, {prénom} !");
        assertThat(secretary.get(TEXT + "eleve-courriel").body())
                .contains("Salut {prénom} !", "Revenir au texte standard");
        assertThat(secretary.get(BASE + "courriers").body().split("texte de l’établissement", -1))
                .hasSize(3);
        assertThat(secretary.post(TEXT + "eleve-courriel/standard").status()).isEqualTo(303);
        assertThat(secretary.get(TEXT + "eleve-courriel").body()).isEqualTo(standard);
        assertThat(set.value("SELECT count(*) FROM notification_text")).isEqualTo("1");
    }

    @Test
    @Tag("trust-21")
    void thePreviewShowsWhatIsTypedInItsFrameAloneAndStoresNothing() throws Exception {
        String path = TEXT + "responsable-courriel/apercu";
        Answer html = secretary.post(path, "subject", "Objet", "body", "Bonjour {enfants} <script>alert(1)</script>");
        assertThat(html.status()).isEqualTo(200);
        assertThat(html.header("content-security-policy"))
                .contains("sandbox", "frame-ancestors 'self'", "default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(html.header("x-frame-options")).isEqualTo("SAMEORIGIN");
        assertThat(html.body())
                .contains("Léa MARTIN, Hugo MARTIN", "&lt;script&gt;")
                .doesNotContain("<script>");
        assertThat(secretary
                        .post(path, "texte", "1", "subject", "Objet", "body", "Bonjour")
                        .body())
                .contains("Identifiant : c.martin1\n", "Mot de passe temporaire : K7PM-X4RT-QW9D");
        assertThat(secretary.get(path).body()).contains("vous ouvre ses services en ligne");
        try (PDDocument letter = Loader.loadPDF(secretary.download(TEXT + "responsable-courrier/apercu"))) {
            assertThat(new PDFTextStripper().getText(letter)).contains("SPÉCIMEN", "MME CLAIRE MARTIN", "Léa MARTIN");
        }
        assertThat(set.value("SELECT count(*) FROM notification_text") + set.value("SELECT count(*) FROM notification"))
                .isEqualTo("00");
    }

    @Test
    void aLetterThatWouldNotFitOnItsPageIsNotStored() {
        Answer tooLong = secretary.post(
                TEXT + "responsable-courrier",
                "subject",
                "Accès",
                "body",
                "un mot\n\n".repeat(300).strip());
        assertThat(tooLong.status()).isEqualTo(422);
        assertThat(tooLong.body()).contains("trop long");
        Answer unknownLetters = secretary.post(TEXT + "responsable-courrier", "subject", "Accès", "body", "مرحبا");
        assertThat(unknownLetters.status()).isEqualTo(422);
        assertThat(set.value("SELECT count(*) FROM notification_text")).isEqualTo("0");
    }

    @Test
    @Tag("trust-14")
    void anotherSchoolsSettingsAreNeitherSeenNorTouched() {
        link("Cantine");
        secretary.post(BASE + "message", "guardians", "Pour nous seuls", "pupils", "");
        secretary.post(TEXT + "eleve-courriel", "subject", "Ton accès", "body", "Pour nous seuls");
        Browser neighbour = set.site.signedIn("voisin");
        String path = path("Cantine");
        assertThat(neighbour.get(path).status()).isEqualTo(404);
        for (String action : List.of("", "/monter", "/descendre", "/supprimer")) {
            Answer answer = neighbour.post(
                    path + action, "title", "Pris", "address", "https://voisin.exemple.fr", "guardians", "on");
            assertThat(answer.status()).as(action).isEqualTo(404);
        }
        for (String page : List.of("message", "liens", "courriers/textes/eleve-courriel")) {
            assertThat(neighbour.get(BASE + page).body()).doesNotContain("Pour nous seuls", "Cantine");
        }
        neighbour.post(BASE + "message", "guardians", "Chez le voisin", "pupils", "");
        neighbour.post(TEXT + "eleve-courriel/standard");
        assertThat(secretary.get(BASE + "message").body())
                .contains("Pour nous seuls")
                .doesNotContain("voisin");
        assertThat(titles()).containsExactly("Cantine");
        assertThat(set.value("SELECT count(*) FROM notification_text")).isEqualTo("1");
    }

    @Test
    void everyChangeIsInTheAuditWithoutTheWords() {
        String before = set.value("SELECT coalesce(max(seq), 0) FROM audit_event WHERE school_id = " + set.school.id());
        secretary.post(BASE + "message", "guardians", "mots secrets", "pupils", "");
        secretary.post(
                BASE + "courriers", "entAddress", "https://secrets.exemple.fr", "portal", "ent", "mails", "link");
        secretary.post(BASE + "contact", "contact", "accueil@college.example.org");
        secretary.post(TEXT + "eleve-courriel", "subject", "mots secrets", "body", "mots secrets");
        secretary.post(TEXT + "eleve-courriel/standard");
        link("secrets");
        secretary.post(path("secrets") + "/supprimer");
        assertThat(set.value(
                        "SELECT string_agg(action, ' ' ORDER BY seq) FROM audit_event WHERE action LIKE 'setting.%' AND school_id = "
                                + set.school.id() + " AND seq > " + before))
                .isEqualTo("setting.welcome setting.messages setting.contact setting.text setting.text-standard"
                        + " setting.link-add setting.link-delete");
        assertThat(set.value("SELECT string_agg(detail::text, ' ') FROM audit_event"))
                .doesNotContain("secrets", "accueil@")
                .contains("eleve-courriel", "\"linkInMails\": true");
    }

    private Answer link(String title) {
        return secretary.post(
                BASE + "liens",
                "title",
                title,
                "address",
                "https://" + title.toLowerCase(java.util.Locale.ROOT).replace(" ", "-") + ".exemple.fr",
                "guardians",
                "on");
    }

    private List<String> titles() {
        return Pattern.compile("<p><strong>([^<]+)</strong> <span")
                .matcher(secretary.get(BASE + "liens").body())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** The page of that link. */
    private String path(String title) {
        MatchResult found = Pattern.compile(
                        "<a href=\"(" + BASE + "liens/\\d+)\">Modifier<span class=\"unseen\"> " + title + "<")
                .matcher(secretary.get(BASE + "liens").body())
                .results()
                .findFirst()
                .orElseThrow();
        return found.group(1);
    }
}
