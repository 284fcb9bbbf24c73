package fr.teleservices.setting;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.account.Mode;
import fr.teleservices.mail.OutgoingMail;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.LetterText;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What families receive of what the school has set: its texts, its addresses, a link in place of a password. */
class SchoolMessagesTest {
    private static final String BASE = "/gestion/parametrage/";
    private static final String NEW = "une phrase de passe assez longue";
    private static final Pattern ACTIVATION =
            Pattern.compile("(?m)^http://localhost:\\d+(/activation\\?login=[^&\\s]+&token=([A-Za-z0-9_-]+))$");

    private static SettingSite set;
    private static Browser secretary;
    private long guardian;

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
        set.site.clock.advance(Duration.ofMinutes(20));
        guardian = set.guardian(1);
        secretary = set.site.signedIn("secretariat");
    }

    private static void text(String kind, String subject, String body) {
        assertThat(secretary
                        .post(BASE + "courriers/textes/" + kind, "subject", subject, "body", body)
                        .header("location"))
                .endsWith("?fait=1");
    }

    private static void messages(String portal, String mails) {
        assertThat(secretary
                        .post(
                                BASE + "courriers",
                                "entAddress",
                                "https://ent.exemple.fr/accueil",
                                "portal",
                                portal,
                                "mails",
                                mails)
                        .header("location"))
                .endsWith("?fait=1");
    }

    @Test
    void mailAndLetterBearTheSchoolsOwnWordsAndTheOthersStayAsShipped() {
        text("responsable-courriel", "Accès de {prénom} {nom}", "Bienvenue à {établissement} !\n\nPour {enfants}.");
        text("responsable-courrier", "Votre courrier", "Par la poste, {civilité} {nom}.");
        set.notify(guardian, Mode.BOTH);
        OutgoingMail mail = set.mail();
        assertThat(mail.subject()).isEqualTo("Accès de Parent1 Famille1");
        assertThat(mail.text())
                .contains("\n\nBienvenue à Collège Jeanne-d’Arc\u00a0!\n\nPour Enfant Famille1.\n\n")
                .doesNotContain("vous ouvre ses services");
        assertThat(mail.html()).contains("<p>Bienvenue à Collège Jeanne-d’Arc\u00a0!</p>");
        LetterText letter = set.letter();
        assertThat(letter.text()).contains("Objet : Votre courrier", "Par la poste, Mme Famille1.");
        assertThat(letter.password())
                .isEqualTo(LetterText.of(mail.text()).password())
                .isNotEmpty();

        set.notify(set.account(set.other, "1-1"), Mode.EMAIL, set.other);
        assertThat(set.mail().text())
                .contains("Lycée d’à côté vous ouvre ses services en ligne")
                .doesNotContain("Bienvenue");
    }

    @Test
    @Tag("trust-21")
    void aNameThatLooksLikeAPlaceholderOrMarkupStaysAName() {
        set.execute(
                "UPDATE person SET given_name = '{identifiant}<b>' WHERE id = (SELECT person_id FROM account WHERE id = "
                        + guardian + ")");
        text("responsable-courriel", "Accès de {prénom}", "Bonjour {prénom}");
        set.notify(guardian, Mode.EMAIL);
        OutgoingMail mail = set.mail();
        set.execute("UPDATE person SET given_name = 'Parent1' WHERE id = (SELECT person_id FROM account WHERE id = "
                + guardian + ")");
        assertThat(mail.subject()).isEqualTo("Accès de {identifiant}<b>");
        assertThat(mail.html()).contains("Bonjour {identifiant}&lt;b&gt;").doesNotContain("<b>");
    }

    @Test
    void aReminderLeadsToTheEntAndAnActivationDoesNot() {
        messages("ent", "password");
        set.notify(guardian, Mode.BOTH);
        String mail = set.mail().text();
        assertThat(mail)
                .containsPattern("Activer mon compte\u00a0:\nhttp://localhost:\\d+/activation\\?login=")
                .contains("à cette adresse\u00a0:\nhttps://ent.exemple.fr/accueil\n");
        assertThat(set.letter().text())
                .containsPattern("Ouvrez http://localhost:\\d+/activation")
                .contains("Retrouvez ensuite vos services sur https://ent.exemple.fr/accueil");

        set.execute("UPDATE account SET state = 'ACTIVE', password_hash = 'x' WHERE id = " + guardian);
        set.notify(guardian, Mode.BOTH);
        assertThat(set.mail().text())
                .contains("Me connecter\u00a0:\nhttps://ent.exemple.fr/accueil\n")
                .containsPattern("Mot de passe oublié\u00a0\\? Ouvrez http://localhost:\\d+/mot-de-passe-oublie");
        String letter = set.letter().text();
        assertThat(letter).contains("https://ent.exemple.fr/accueil").doesNotContain("/activation");

        messages("teleservices", "password");
        set.notify(guardian, Mode.EMAIL);
        assertThat(set.mail().text()).doesNotContain("ent.exemple.fr");
    }

    /** The link of a mail that bears no password. */
    private Matcher link(OutgoingMail mail) {
        assertThat(mail.text()).doesNotContain("Mot de passe temporaire", "mot de passe temporaire");
        assertThat(mail.html()).doesNotContain("ot de passe temporaire");
        assertThat(LetterText.of(mail.text()).login()).isEqualTo(set.login(guardian));
        Matcher link = ACTIVATION.matcher(mail.text());
        assertThat(link.find()).as(mail.text()).isTrue();
        assertThat(mail.subject()).doesNotContain(link.group(2));
        return link;
    }

    private static Answer activate(String login, String name, String secret) {
        set.site.clock.advance(Duration.ofSeconds(10));
        return set.site
                .browser()
                .post(
                        "/activation",
                        "login",
                        login,
                        name,
                        secret,
                        "newPassword",
                        NEW,
                        "newPasswordAgain",
                        NEW,
                        "birthDay",
                        "2",
                        "birthMonth",
                        "1",
                        "birthYear",
                        "2012",
                        "email",
                        "parent@famille.example.org");
    }

    @Test
    @Tag("trust-1")
    @Tag("trust-3")
    void theLinkOfAMailActivatesOnceAndKillsTheLettersPassword() {
        messages("teleservices", "link");
        set.notify(guardian, Mode.BOTH);
        Matcher link = link(set.mail());
        LetterText letter = set.letter();
        assertThat(letter.password()).isNotEmpty();
        for (int i = 0; i < 10; i++) {
            Answer page = set.site.browser().get(link.group(1));
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body()).contains("name=\"token\"").doesNotContain("name=\"temporaryPassword\"");
        }
        assertThat(set.value("SELECT state FROM account WHERE id = " + guardian))
                .isEqualTo("NOTIFIED");
        String login = set.login(guardian);
        assertThat(activate(login, "token", link.group(2)).status()).isEqualTo(303);
        assertThat(set.value("SELECT state FROM account WHERE id = " + guardian))
                .isEqualTo("ACTIVATING");

        assertThat(set.site.browser().get(link.group(1)).status()).isEqualTo(410);
        assertThat(activate(login, "token", link.group(2)).status()).isEqualTo(422);
        assertThat(activate(login, "temporaryPassword", letter.password()).status())
                .isEqualTo(422);
    }

    @Test
    @Tag("trust-1")
    void theLettersPasswordKillsTheLinkOfTheMail() {
        messages("teleservices", "link");
        set.notify(guardian, Mode.BOTH);
        Matcher link = link(set.mail());
        assertThat(activate(
                                set.login(guardian),
                                "temporaryPassword",
                                set.letter().password())
                        .status())
                .isEqualTo(303);
        Answer dead = set.site.browser().get(link.group(1));
        assertThat(dead.status()).isEqualTo(410);
        assertThat(dead.body()).contains("Ce lien a déjà servi", "Me connecter");
        assertThat(activate(set.login(guardian), "token", link.group(2)).status())
                .isEqualTo(422);
    }

    @Test
    @Tag("trust-1")
    @Tag("trust-5")
    void aLinkIsWorthNothingForAnotherAccountAfterAnotherMessageAndAfterNinetyDays() {
        messages("teleservices", "link");
        set.notify(guardian, Mode.EMAIL);
        Matcher first = link(set.mail());
        String others = set.login(set.guardian(2));
        assertThat(set.site
                        .browser()
                        .get("/activation?login=" + others + "&token=" + first.group(2))
                        .status())
                .isEqualTo(410);
        assertThat(activate(others, "token", first.group(2)).status()).isEqualTo(422);
        set.notify(guardian, Mode.EMAIL);
        Matcher second = link(set.mail());
        assertThat(set.site.browser().get(first.group(1)).status()).isEqualTo(410);
        assertThat(set.site.browser().get(second.group(1)).status()).isEqualTo(200);
        set.site.clock.advance(Duration.ofDays(90));
        Answer expired = set.site.browser().get(second.group(1));
        assertThat(expired.status()).isEqualTo(410);
        assertThat(expired.body()).contains("90\u00a0jours");
    }

    @Test
    @Tag("trust-7")
    void thePageOfALinkTellsNobodyWhetherAPasswordIsRight() {
        set.notify(guardian, Mode.PAPER);
        LetterText letter = set.letter();
        String path = "/activation?login=" + set.login(guardian) + "&token=";
        Answer right = set.site.browser().get(path + letter.password());
        Answer wrong = set.site.browser().get(path + "AAAA-BBBB-CCCC");
        Answer unknown = set.site.browser().get("/activation?login=x.inconnu1&token=" + letter.password());
        assertThat(right.status()).isEqualTo(410);
        assertThat(wrong.body()).isEqualTo(right.body()).isEqualTo(unknown.body());
    }

    @Test
    void notMeWorksWithTheLinkToo() {
        messages("teleservices", "link");
        set.notify(guardian, Mode.EMAIL);
        Matcher link = link(set.mail());
        String page = set.site.browser().get(link.group(1)).body();
        Matcher notMe = Pattern.compile("href=\"(/activation/pas-moi[^\"]*)\"").matcher(page);
        assertThat(notMe.find()).isTrue();
        String there = notMe.group(1).replace("&amp;", "&");
        assertThat(set.site.browser().get(there).body()).contains(link.group(2)).doesNotContain("temporaryPassword");
        assertThat(set.site
                        .browser()
                        .post("/activation/pas-moi", "login", set.login(guardian), "token", link.group(2))
                        .status())
                .isEqualTo(303);
        assertThat(set.value("SELECT held FROM account WHERE id = " + guardian)).isEqualTo("t");
    }

    @Test
    void aWrongBirthDateKeepsTheLinkOnTheForm() {
        messages("teleservices", "link");
        set.notify(guardian, Mode.EMAIL);
        Matcher link = link(set.mail());
        Answer again = set.site
                .browser()
                .post(
                        "/activation",
                        "login",
                        set.login(guardian),
                        "token",
                        link.group(2),
                        "newPassword",
                        NEW,
                        "newPasswordAgain",
                        NEW,
                        "birthDay",
                        "9",
                        "birthMonth",
                        "9",
                        "birthYear",
                        "2009",
                        "email",
                        "parent@famille.example.org");
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.body()).contains("value=\"" + link.group(2) + "\"", "Il reste 4 essais");
    }

    @Test
    @Tag("trust-2")
    void theTokenIsInNoRowAndTheSameCredentialGivesTheSameOne() {
        messages("teleservices", "link");
        set.notify(guardian, Mode.EMAIL);
        set.site.clock.advance(Duration.ofSeconds(1));
        String sent = link(set.mail()).group(2);
        set.execute("UPDATE notification SET status = 'PENDING', ended_at = NULL");
        String again = link(set.mail()).group(2);
        assertThat(again).isEqualTo(sent).hasSize(32);
        assertThat(URI.create("http://x/?t=" + sent).getQuery()).isEqualTo("t=" + sent);
        assertThat(set.value("SELECT string_agg(n::text, ' ') FROM notification n")
                        + set.value("SELECT string_agg(a::text, ' ') FROM account a"))
                .doesNotContain(sent);
    }

    @Test
    void repliesGoToTheContactThatWasChosenElseToTheFirstAddress() {
        set.notify(guardian, Mode.EMAIL);
        assertThat(set.mail().replyTo().address()).isEqualTo("accueil@college.example.org");
        secretary.post(BASE + "contact", "contact", "vie-scolaire@college.example.org");
        set.notify(guardian, Mode.BOTH);
        assertThat(set.mail().replyTo().address()).isEqualTo("vie-scolaire@college.example.org");
        assertThat(set.letter().text()).contains("vie-scolaire@college.example.org");
        String login = set.login(guardian);
        set.site
                .browser()
                .post(
                        "/activation/pas-moi",
                        "login",
                        login,
                        "temporaryPassword",
                        LetterText.pages(set.hands.printed()).get(0).password());
        assertThat(set.mail().to().address()).isEqualTo("vie-scolaire@college.example.org");
    }
}
