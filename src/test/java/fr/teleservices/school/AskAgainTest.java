package fr.teleservices.school;

import static fr.teleservices.testing.TestSite.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.credential.Totp;
import fr.teleservices.kernel.Role;
import fr.teleservices.testing.Authenticator;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.TestSite;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A screen that was left open is not enough for what is sensitive; open sessions are seen and ended. */
@Tag("trust-12")
class AskAgainTest {
    private static final String IDENTITY = "/gestion/identite";
    private static final String PROFILE = "/gestion/profil";

    private static TestSite site;
    private static School school;

    @BeforeAll
    static void open() {
        site = TestSite.withoutSecondFactor(of -> List.of(Route.get(
                "/gestion/delicat",
                Permission.staff(Role.ASSISTANCE).asksAgain(),
                visit -> visit.page(
                        "school/recovery-codes", new ProfilePages.CodesView(List.of("delicat"), "/gestion")))));
        school = site.school("0750001U", "Collège d’essai");
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void later() {
        site.clock.advance(Duration.ofHours(2));
    }

    private static Browser left(String login, Role role) {
        site.staff(login, role, school);
        Browser browser = site.signedInByPassword(login);
        site.clock.advance(Duration.ofMinutes(16));
        return browser;
    }

    /** What a browser sends when the page's form is confirmed with that password. */
    private static Answer confirm(Browser browser, Answer page, String password, String... more) {
        List<String> fields = new ArrayList<>();
        Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">")
                .matcher(page.body())
                .results()
                .forEach(field ->
                        fields.addAll(List.of(field.group(1), field.group(2).replace("&#x3D;", "="))));
        fields.addAll(List.of("proofPassword", password));
        fields.addAll(List.of(more));
        return browser.post(IDENTITY, fields.toArray(String[]::new));
    }

    @Test
    void rightAfterTheSignInNothingIsAskedAgain() {
        site.staff("frais", Role.CHEF, school);
        Browser browser = site.signedInByPassword("frais");
        assertThat(browser.get("/gestion/delicat").status()).isEqualTo(200);
        site.clock.advance(Duration.ofMinutes(14));
        assertThat(browser.post("/gestion/personnels", "login", "neuf1", "role", "ASSISTANCE", "password", "")
                        .body())
                .contains("neuf1");
    }

    @Test
    void aPageThatIsSensitiveIsSeenOnceThePasswordWasGivenAgain() {
        Browser browser = left("ecran", Role.ASSISTANCE);
        Answer asked = browser.get("/gestion/delicat?x=1");
        assertThat(asked.header("location")).isEqualTo(IDENTITY + "?next=%2Fgestion%2Fdelicat%3Fx%3D1");
        Answer page = browser.get(asked.header("location"));
        assertThat(page.body()).contains("Confirmez que c’est bien vous").doesNotContain("proofCode");
        Answer wrong = confirm(browser, page, "au hasard, vraiment");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(browser.get("/gestion/delicat").status()).isEqualTo(303);
        site.clock.advance(Duration.ofSeconds(5));
        assertThat(confirm(browser, wrong, PASSWORD).header("location")).isEqualTo("/gestion/delicat?x=1");
        assertThat(browser.get("/gestion/delicat?x=1").body()).contains("delicat");
        site.clock.advance(Duration.ofMinutes(16));
        assertThat(browser.get("/gestion/delicat").status()).isEqualTo(303);
    }

    @Test
    void aFormThatWasFilledInGoesOnWithWhatWasTyped() {
        Browser browser = left("formulaire", Role.CHEF);
        Answer page = browser.post("/gestion/personnels", "login", "neuf2", "role", "ASSISTANCE", "password", "");
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.body()).contains("Ce que vous avez saisi est gardé");
        Answer resent = confirm(browser, page, PASSWORD);
        assertThat(resent.status()).as("the browser sends the same again").isEqualTo(307);
        assertThat(resent.header("location")).isEqualTo("/gestion/personnels");
        assertThat(browser.get("/gestion/personnels").body()).as("nothing yet").doesNotContain("neuf2");
        assertThat(browser.post(
                                resent.header("location"),
                                "login",
                                "neuf2",
                                "role",
                                "ASSISTANCE",
                                "password",
                                "",
                                "proofPassword",
                                PASSWORD)
                        .body())
                .contains("neuf2");
    }

    @Test
    void aPasswordInAFormIsNotWrittenIntoThePageAndOneIsToldToTypeItAgain() {
        Browser browser = left("secret", Role.ASSISTANCE);
        String wanted = "sept lapins sous la lune";
        Answer page = browser.postWith(
                List.of("Referer", "http://localhost:" + site.port + PROFILE),
                PROFILE + "/mot-de-passe",
                "password",
                PASSWORD,
                "newPassword",
                wanted,
                "newPasswordAgain",
                wanted);
        assertThat(page.body()).contains("vous reviendrez au formulaire").doesNotContain(wanted, PASSWORD);
        assertThat(confirm(browser, page, PASSWORD).header("location")).isEqualTo(PROFILE);
        assertThat(browser.post(
                                PROFILE + "/mot-de-passe",
                                "password",
                                PASSWORD,
                                "newPassword",
                                wanted,
                                "newPasswordAgain",
                                wanted)
                        .header("location"))
                .isEqualTo(PROFILE + "?fait=mot-de-passe");
    }

    @Test
    void whoHasASecondFactorGivesACodeAsWell() {
        site.staff("code", Role.CHEF, school);
        Browser browser = site.signedInByPassword("code");
        browser.post(PROFILE + "/second-facteur", "password", PASSWORD);
        var shown = Pattern.compile("id=\"secret\">([A-Z2-7 ]+)<")
                .matcher(browser.get(PROFILE + "/second-facteur").body());
        assertThat(shown.find()).isTrue();
        byte[] secret = Authenticator.secret(shown.group(1));
        browser.post(PROFILE + "/second-facteur/confirmer", "code", code(secret));
        site.clock.advance(Duration.ofMinutes(16));
        Answer page = browser.get(browser.get("/gestion/delicat").header("location"));
        assertThat(page.body()).contains("proofCode");
        assertThat(confirm(browser, page, PASSWORD).status()).isEqualTo(422);
        site.clock.advance(Duration.ofMinutes(1));
        assertThat(confirm(browser, page, PASSWORD, "proofCode", "123456").status())
                .isEqualTo(422);
        assertThat(browser.get("/gestion/delicat").status()).isEqualTo(303);
        site.clock.advance(Duration.ofMinutes(1));
        assertThat(confirm(browser, page, PASSWORD, "proofCode", code(secret)).status())
                .isEqualTo(303);
        assertThat(browser.get("/gestion/delicat").status()).isEqualTo(200);
    }

    private static String code(byte[] secret) {
        return Totp.code(secret, site.clock.instant().getEpochSecond() / 30);
    }

    @Test
    @Tag("trust-23")
    void oneIsLedToAPageOfTheStaffAndNowhereElse() {
        Browser browser = left("ailleurs", Role.ASSISTANCE);
        for (String next :
                List.of("https://example.org/", "//example.org", "/\\example.org", "/gestion\\..", "/portail", "")) {
            assertThat(browser.post(IDENTITY, "proofNext", next, "proofPassword", PASSWORD)
                            .header("location"))
                    .as(next)
                    .isEqualTo("/gestion");
        }
        assertThat(browser.postWith(
                                List.of("Referer", "http://localhost:" + site.port + "//example.org/x"),
                                PROFILE + "/mot-de-passe",
                                "password",
                                PASSWORD)
                        .status())
                .isEqualTo(422);
    }

    @Test
    void guessesComeOutOfTheBudgetOfTheSignIn() {
        Browser browser = left("devine", Role.ASSISTANCE);
        assertThat(browser.post(IDENTITY, "proofPassword", "une").status()).isEqualTo(422);
        Answer soon = browser.post(IDENTITY, "proofPassword", "deux");
        assertThat(soon.status()).isEqualTo(429);
        assertThat(soon.header("retry-after")).isNotEmpty();
    }

    @Test
    void everythingSensitiveAsksAgain() {
        List<String> sensitive = site.web.routes().stream()
                .filter(route -> route.permission() instanceof Permission.Staff staff && staff.askedAgain())
                .map(route -> route.method() + " " + route.path())
                .toList();
        assertThat(sensitive)
                .contains(
                        "POST /gestion/profil/mot-de-passe",
                        "POST /gestion/profil/second-facteur",
                        "POST /gestion/profil/second-facteur/retirer",
                        "POST /gestion/profil/second-facteur/codes",
                        "POST /gestion/profil/sessions/:id/fermer",
                        "POST /gestion/profil/sessions/fermer-les-autres",
                        "POST /gestion/etablissements/:uai/chef");
        assertThat(site.web.routes().stream()
                        .filter(route -> route.path().startsWith("/gestion/personnels"))
                        .filter(route -> route.method().name().equals("POST"))
                        .map(route -> route.method() + " " + route.path()))
                .isSubsetOf(sensitive);
    }

    @Test
    void allOtherSessionsOfAMemberOfStaffEndAtTheirNextRequestOnEveryNode() {
        site.staff("partout", Role.ASSISTANCE, school);
        Browser here = site.signedInByPassword("partout");
        Browser there = site.signedInByPassword("partout");
        assertThat(here.get(PROFILE).body()).contains("Fermer cette session", "Fermer toutes les autres");
        try (TestSite.Node another = site.secondNode(of -> new ProfilePages(of.profiles, of.sessions).routes())) {
            Browser elsewhere = another.browserOf(there);
            assertThat(elsewhere.get(PROFILE).status()).isEqualTo(200);
            assertThat(here.post(PROFILE + "/sessions/fermer-les-autres").header("location"))
                    .isEqualTo(PROFILE + "?fait=sessions");
            assertThat(elsewhere.get(PROFILE).header("location")).startsWith("/gestion/connexion");
        }
        assertThat(here.get(PROFILE).body()).doesNotContain("Fermer toutes les autres");
    }

    @Test
    void aChefEndsEverySessionOfAMemberOfStaff() {
        Browser chef = site.signedInByPassword(
                site.staff("chef-sessions", Role.CHEF, school).login());
        Staff other = site.staff("perdu", Role.GESTIONNAIRE, school);
        Browser lost = site.signedInByPassword("perdu");
        chef.post("/gestion/personnels/" + other.id() + "/sessions");
        assertThat(lost.get("/gestion").header("location")).startsWith("/gestion/connexion");
    }
}
