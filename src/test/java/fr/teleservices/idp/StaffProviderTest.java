package fr.teleservices.idp;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import fr.teleservices.boot.WholeSite;
import fr.teleservices.credential.Totp;
import fr.teleservices.kernel.Role;
import fr.teleservices.school.School;
import fr.teleservices.school.Staff;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.trust.SharedSite;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Staff sign in through a provider that says what it should, and through one that does not. */
@ExtendWith(SharedSite.class)
class StaffProviderTest {
    private static final String START = "/gestion/connexion/openid?next=%2Fgestion%2Fcampagnes";

    private final WholeSite site;
    private final School school;
    private final Staff chef;
    private final StubProvider provider;
    private final Browser browser;

    StaffProviderTest(WholeSite site) {
        this.site = site;
        this.school = site.school(1);
        this.chef = site.staff(Role.CHEF, school);
        this.provider = new StubProvider(site);
        this.browser = site.browser();
        // what was learnt of the provider of another test is forgotten by then
        site.clock.advance(Duration.ofHours(2));
    }

    @AfterEach
    void close() {
        provider.close();
    }

    private UnaryOperator<JWTClaimsSet.Builder> as(String login) {
        return claims -> claims.claim("preferred_username", login)
                .claim("uai", List.of(school.uai()))
                .claim("realm_access", Map.of("roles", List.of("autre", "proviseur")));
    }

    private static String locationOf(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(303);
        return answer.header("Location");
    }

    private Answer back(Browser from) {
        return from.get(provider.signedIn(locationOf(from.get(START))));
    }

    private void assertNobody(Browser who) {
        assertThat(locationOf(who.get("/gestion"))).startsWith("/gestion/connexion");
    }

    @Test
    void whoHasAnAccountHereSignsInAndItIsWrittenDown() {
        Answer page = browser.get("/gestion/connexion?next=/gestion/campagnes");
        assertThat(page.body()).contains("Se connecter avec l’académie");
        String location = locationOf(browser.get(START));
        Map<String, String> asked = StubProvider.query(location.substring(location.indexOf('?') + 1));
        assertThat(asked)
                .containsEntry("tenant", "a")
                .containsEntry("response_type", "code")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("redirect_uri", site.origin() + "/gestion/connexion/openid/retour")
                .containsKeys("state", "nonce", "code_challenge")
                .doesNotContainKeys("prompt", "max_age");
        provider.saying(as(chef.login().toUpperCase(java.util.Locale.ROOT)));
        assertThat(locationOf(browser.get(provider.signedIn(location))))
                .as("no second factor yet")
                .startsWith("/gestion/profil/second-facteur?exige=1&next=");
        assertThat(browser.get("/gestion").body()).contains(school.name());
        assertThat(site.database.number(
                        "SELECT count(*) FROM audit_event WHERE action = 'staff.sign-in-provider' AND school_id = "
                                + school.id()))
                .isEqualTo(1);
    }

    @Test
    void whoeverIsNotHereOrElsewhereOrSomethingElseStaysOut() {
        Staff other = site.staff(Role.ASSISTANCE, school);
        Staff disabled = site.staff(Role.CHEF, school);
        await(site.staff.disable(disabled.id()));
        Map<String, UnaryOperator<JWTClaimsSet.Builder>> all = new LinkedHashMap<>();
        all.put("unknown", as("personne"));
        all.put("none", claims -> as(chef.login()).apply(claims).claim("preferred_username", null));
        all.put(
                "two",
                claims -> as(chef.login())
                        .apply(claims)
                        .claim("preferred_username", List.of(chef.login(), other.login())));
        all.put("disabled", as(disabled.login()));
        all.put("another role", as(other.login()));
        all.put("another school", claims -> as(chef.login()).apply(claims).claim("uai", List.of("0750001U")));
        all.put("no school", claims -> as(chef.login()).apply(claims).claim("uai", null));
        all.forEach((why, claims) -> {
            provider.saying(claims);
            Answer answer = back(browser);
            assertThat(answer.status()).as(why).isEqualTo(403);
            assertThat(answer.body()).contains("ne correspond à aucun compte");
            assertNobody(browser);
        });
        assertThat(site.database.number("SELECT count(*) FROM staff WHERE login = 'personne'"))
                .isZero();
    }

    @Test
    void aTokenThatIsNotTheProvidersForUsOfThisSignInIsRefused() {
        Map<String, UnaryOperator<JWTClaimsSet.Builder>> wrong = new LinkedHashMap<>();
        wrong.put("issuer", claims -> claims.issuer("https://evil.example.org"));
        wrong.put("audience", claims -> claims.audience("another-client"));
        wrong.put("two audiences", claims -> claims.audience(List.of("teleservices", "another-client")));
        wrong.put("party", claims -> claims.claim("azp", "another-client"));
        wrong.put("nonce", claims -> claims.claim("nonce", "another"));
        wrong.put("no nonce", claims -> claims.claim("nonce", null));
        wrong.put(
                "expired",
                claims -> claims.expirationTime(Date.from(site.clock.instant().minusSeconds(120))));
        wrong.put("no end", claims -> claims.expirationTime(null));
        wrong.put("no subject", claims -> claims.subject(null));
        wrong.forEach((why, claims) -> {
            provider.saying(good -> claims.apply(as(chef.login()).apply(good)));
            assertRefused(why);
        });
        provider.saying(as(chef.login()));
        provider.signing(StubProvider::unsigned);
        assertRefused("alg none");
        provider.signing(StubProvider::withTheSecret);
        assertRefused("the secret as the key");
        provider.signing(claims -> StubProvider.signed(
                claims, JWSAlgorithm.RS256, "first", new RSASSASigner(StubProvider.fresh("first"))));
        assertRefused("another key by that name");
        provider.signing(claims -> "rien");
        assertRefused("no token");
        provider.signing(provider::signed);
        assertThat(back(browser).status()).as("and the good one").isEqualTo(303);
    }

    private void assertRefused(String why) {
        Answer answer = back(browser);
        assertThat(answer.status()).as(why).isEqualTo(401);
        assertNobody(browser);
    }

    @Test
    void anAnswerIsTakenInTheBrowserThatAskedOnceAndInTime() {
        provider.saying(as(chef.login()));
        String back = provider.signedIn(locationOf(browser.get(START)));
        assertThat(site.browser().get(back).status()).as("another browser").isEqualTo(400);
        assertThat(browser.send("HEAD", back, null).status()).isEqualTo(204);
        assertThat(browser.get(back).status()).isEqualTo(303);
        assertThat(browser.get(back).status()).as("again").isEqualTo(400);
        Browser slow = site.browser();
        String late = provider.signedIn(locationOf(slow.get(START)));
        site.clock.advance(Duration.ofMinutes(11));
        assertThat(slow.get(late).status()).isEqualTo(400);
        assertThat(slow.get("/gestion/connexion/openid/retour").status()).isEqualTo(400);
        String state =
                StubProvider.query(locationOf(slow.get(START)).split("\\?")[1]).get("state");
        assertThat(slow.get("/gestion/connexion/openid/retour?error=access_denied&state=" + state)
                        .status())
                .isEqualTo(401);
        String forged = provider.signedIn(locationOf(slow.get(START))).replace("iss=", "iss=https://evil.test");
        assertThat(slow.get(forged).status())
                .as("the answer of another provider")
                .isEqualTo(401);
        Answer elsewhere = site.browser().get("/gestion/connexion/openid?next=https://evil.test/gestion/");
        assertThat(locationOf(elsewhere)).startsWith(StubProvider.ISSUER).doesNotContain("evil");
    }

    @Test
    void theSecondFactorIsAskedHereUnlessTheProviderHasAskedForOne() {
        byte[] secret = "0123456789abcdef0123".getBytes(StandardCharsets.US_ASCII);
        await(site.staff.enrol(chef.id(), secret));
        provider.saying(as(chef.login()));
        assertThat(locationOf(back(browser))).isEqualTo("/gestion/connexion/openid/code");
        assertNobody(browser);
        assertThat(browser.get("/gestion/connexion/openid/code").body()).contains("Code à usage unique");
        Answer wrong = browser.post("/gestion/connexion/openid/code", "code", "000000");
        assertThat(wrong.status()).isEqualTo(422);
        assertNobody(browser);
        site.clock.advance(Duration.ofMinutes(2));
        Answer right = browser.post(
                "/gestion/connexion/openid/code",
                "code",
                Totp.code(secret, site.clock.instant().getEpochSecond() / 30));
        assertThat(locationOf(right)).isEqualTo("/gestion/campagnes");
        assertThat(browser.get("/gestion/campagnes").status()).isEqualTo(200);
        assertThat(locationOf(browser.post("/gestion/connexion/openid/code", "code", "000000")))
                .as("once")
                .isEqualTo("/gestion/connexion");
        Browser strong = site.browser();
        provider.saying(claims -> as(chef.login()).apply(claims).claim("amr", List.of("pwd", "mfa")));
        assertThat(locationOf(back(strong))).isEqualTo("/gestion/campagnes");
        Browser level = site.browser();
        provider.saying(claims -> as(chef.login()).apply(claims).claim("acr", "eidas2"));
        assertThat(locationOf(back(level))).isEqualTo("/gestion/campagnes");
        Browser weak = site.browser();
        provider.saying(claims -> as(chef.login()).apply(claims).claim("acr", "mfa"));
        assertThat(locationOf(back(weak))).isEqualTo("/gestion/connexion/openid/code");
    }

    @Test
    void whatIsSensitiveIsAskedAgainAtTheProviderAndWantsANewSignInOfTheSamePerson() {
        provider.saying(claims -> as(chef.login()).apply(claims).claim("amr", "mfa"));
        assertThat(locationOf(back(browser))).isEqualTo("/gestion/campagnes");
        site.clock.advance(Duration.ofMinutes(16));
        Staff other = site.staff(Role.ASSISTANCE, school);
        String sensitive = "/gestion/personnels/" + other.id() + "/desactiver";
        Answer asked = browser.post(sensitive);
        assertThat(asked.status()).isEqualTo(403);
        assertThat(asked.body()).contains("confirmer avec l’académie");
        String start = "/gestion/identite/openid?next=%2Fgestion%2Fpersonnels";
        String location = locationOf(browser.get(start));
        assertThat(location).contains("prompt=login").contains("max_age=0");
        long before = site.clock.instant().minus(Duration.ofMinutes(16)).getEpochSecond();
        provider.saying(
                claims -> as(chef.login()).apply(claims).claim("amr", "mfa").claim("auth_time", before));
        assertThat(browser.get(provider.signedIn(location)).status())
                .as("the old sign-in")
                .isEqualTo(401);
        provider.saying(
                claims -> as(chef.login()).apply(claims).claim("amr", "mfa").claim("auth_time", null));
        assertThat(browser.get(provider.signedIn(locationOf(browser.get(start))))
                        .status())
                .as("no word of when")
                .isEqualTo(401);
        Staff deputy = site.staff(Role.CHEF, school);
        provider.saying(claims -> as(deputy.login()).apply(claims).claim("amr", "mfa"));
        assertThat(browser.get(provider.signedIn(locationOf(browser.get(start))))
                        .status())
                .as("somebody else")
                .isEqualTo(403);
        assertThat(browser.post(sensitive).status()).as("still asked").isEqualTo(403);
        provider.saying(claims -> as(chef.login()).apply(claims).claim("amr", "mfa"));
        assertThat(locationOf(browser.get(provider.signedIn(locationOf(browser.get(start))))))
                .isEqualTo("/gestion/personnels");
        assertThat(browser.post(sensitive).status()).isEqualTo(303);
    }

    @Test
    void signingOutEndsTheSessionHereAndOffersToEndTheOneThere() {
        provider.saying(as(chef.login()));
        back(browser);
        assertThat(locationOf(browser.post("/gestion/deconnexion"))).isEqualTo("/gestion/connexion?fin=1");
        assertNobody(browser);
        assertThat(browser.get("/gestion/connexion?fin=1").body()).contains("Me déconnecter aussi de l’académie");
        assertThat(locationOf(browser.get("/gestion/connexion/openid/sortie")))
                .startsWith(StubProvider.ISSUER + "/logout?")
                .contains("client_id=teleservices");
    }

    @Test
    void aNewKeyOfTheProviderIsFetchedAndAProviderThatIsAwayIsSaidToBe() {
        provider.saying(as(chef.login()));
        assertThat(back(browser).status()).isEqualTo(303);
        site.clock.advance(Duration.ofMinutes(1));
        var next = StubProvider.fresh("second");
        provider.published = next;
        provider.signing(claims -> StubProvider.signed(claims, JWSAlgorithm.RS256, "second", new RSASSASigner(next)));
        assertThat(back(site.browser()).status()).isEqualTo(303);
        site.clock.advance(Duration.ofHours(2));
        provider.close();
        String away = locationOf(site.browser().get(START));
        assertThat(site.browser().get(away).body())
                .contains("l’académie ne répond pas")
                .contains("name=\"password\"");
    }
}
