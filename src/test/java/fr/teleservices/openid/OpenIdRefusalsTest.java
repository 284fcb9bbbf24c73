package fr.teleservices.openid;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.Prompt;
import fr.teleservices.boot.WholeSite;
import fr.teleservices.school.School;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.trust.SharedSite;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a hostile client, or a hostile page, gets. */
@ExtendWith(SharedSite.class)
class OpenIdRefusalsTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final WholeSite site;
    private final School school;
    private final long guardian;
    private final Browser family;
    private final Ent ent;

    OpenIdRefusalsTest(WholeSite site) {
        this.site = site;
        this.school = site.school(1);
        this.guardian = site.active(site.account(school, "1-1"));
        this.family = site.holder(guardian);
        this.ent = new Ent(site);
    }

    private static String error(TokenResponse response) {
        assertThat(response.indicatesSuccess()).isFalse();
        return response.toErrorResponse().getErrorObject().getCode();
    }

    private OIDCTokenResponse tokens() {
        return ent.good(ent.tokens(ent.code(family)));
    }

    @Test
    void anAddressThatIsNotDeclaredIsNeverLedTo() {
        String good = ent.request();
        for (Map.Entry<String, String> change : Map.of(
                        "redirect_uri=https%3A%2F%2Fent.example.org%2Fretour",
                        "redirect_uri=https%3A%2F%2Fent.example.org%2Fretour%2F",
                        "%2Fretour",
                        "%2Fretour%3Fa%3D1",
                        "ent.example.org",
                        "ent.example.org.evil.test",
                        "client_id=ent-essai",
                        "client_id=inconnu",
                        "%3A%2F%2Fent",
                        "%3A%2F%2Fevil%40ent",
                        "client_id=",
                        "client_id=cantine&client_id=")
                .entrySet()) {
            assertThat(good).contains(change.getKey());
            Answer answer = family.get(good.replace(change.getKey(), change.getValue()));
            assertThat(answer.status()).as(change.getValue()).isEqualTo(400);
            assertThat(answer.header("Location")).isEmpty();
            assertThat(answer.body()).contains("Retournez sur ce site");
        }
    }

    @Test
    void everyOtherFaultIsToldToTheClientWithItsState() {
        String good = ent.request();
        for (Map.Entry<String, List<String>> change : Map.of(
                        "invalid_request",
                        List.of(
                                good.replace("code_challenge_method=S256", "code_challenge_method=plain"),
                                good.replaceAll("&code_challenge=[^&]+", ""),
                                good + "&nonce=encore",
                                good + "&prompt=none%20login",
                                good + "&max_age=demain",
                                good + "&response_mode=fragment",
                                good.replace("response_type=code", "a=b")),
                        "unsupported_response_type",
                        List.of(good.replace("response_type=code", "response_type=code%20id_token")),
                        "invalid_scope",
                        List.of(good.replace("scope=openid", "scope=")),
                        "request_not_supported",
                        List.of(good + "&request=eyJhbGciOiJub25lIn0.e30."),
                        "request_uri_not_supported",
                        List.of(good + "&request_uri=https://evil.example.org"))
                .entrySet()) {
            for (String request : change.getValue()) {
                assertThat(request).isNotEqualTo(good);
                assertThat(ent.back(family.get(request))
                                .toErrorResponse()
                                .getErrorObject()
                                .getCode())
                        .as(request)
                        .isEqualTo(change.getKey());
            }
        }
    }

    @Test
    void promptNoneAsksNobodyAndMaxAgeAndPromptLoginWantASignInSince() {
        String silent = ent.request(Ent.ALL, builder -> builder.prompt(new Prompt(Prompt.Type.NONE)));
        assertThat(ent.back(site.browser().get(silent))
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .isEqualTo("login_required");
        assertThat(ent.back(family.get(silent)).indicatesSuccess()).isTrue();
        site.clock.advance(Duration.ofMinutes(5));
        assertThat(ent.back(family.get(silent + "&max_age=60"))
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .isEqualTo("login_required");
        assertThat(ent.back(family.get(silent + "&max_age=600")).indicatesSuccess())
                .isTrue();
        for (String request : List.of(ent.request() + "&prompt=login", ent.request() + "&max_age=60")) {
            Answer asked = family.get(request);
            assertThat(asked.header("Location")).startsWith("/?next=");
            String suite = java.net.URLDecoder.decode(
                    asked.header("Location").substring("/?next=".length()), StandardCharsets.UTF_8);
            assertThat(family.get(suite).header("Location"))
                    .as("not without a new sign-in")
                    .startsWith("/?next=");
            site.clock.advance(Duration.ofSeconds(20));
            family.post("/", "login", site.login(guardian), "password", WholeSite.PASSWORD, "next", suite);
            assertThat(ent.back(family.get(suite)).indicatesSuccess()).isTrue();
            site.clock.advance(Duration.ofMinutes(5));
        }
    }

    @Test
    void aRequestOnItsWayCannotBeChangedAndGrowsOld() {
        String asked = site.browser().get(ent.request()).header("Location");
        String suite = java.net.URLDecoder.decode(asked.substring("/?next=".length()), StandardCharsets.UTF_8);
        String changed = suite.substring(0, 40) + (suite.charAt(40) == 'A' ? 'B' : 'A') + suite.substring(41);
        assertThat(family.get(changed).status()).isEqualTo(400);
        assertThat(family.get("/openid/suite").status()).isEqualTo(400);
        Answer elsewhere =
                family.post("/", "login", site.login(guardian), "password", WholeSite.PASSWORD, "next", changed);
        assertThat(elsewhere.header("Location")).isEqualTo("/portail");
        for (String next : List.of("//evil.test", "https://evil.test", "/gestion", "/\\evil.test", "/portailevil")) {
            assertThat(site.browser()
                            .post("/", "login", site.login(guardian), "password", WholeSite.PASSWORD, "next", next)
                            .header("Location"))
                    .as(next)
                    .isEqualTo("/portail");
        }
        site.clock.advance(Duration.ofMinutes(61));
        assertThat(family.get(suite).status()).isEqualTo(400);
    }

    @Test
    void aCodeUsedTwiceTakesItsTokensWithIt() {
        AuthorizationCode code = ent.code(family);
        OIDCTokenResponse tokens = ent.good(ent.tokens(code));
        assertThat(ent.userinfo(tokens).indicatesSuccess()).isTrue();
        assertThat(error(ent.tokens(code))).isEqualTo("invalid_grant");
        assertThat(ent.userinfo(tokens).indicatesSuccess()).isFalse();
        assertThat(error(ent.refresh(tokens.getTokens().getRefreshToken()))).isEqualTo("invalid_grant");
    }

    @Test
    void ofManyAtOnceWithOneCodeAtMostOneGetsTokensAndNoneKeepsThem() {
        AuthorizationCode code = ent.code(family);
        List<CompletableFuture<TokenResponse>> all = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> ent.tokens(code)))
                .toList();
        List<TokenResponse> good = all.stream()
                .map(CompletableFuture::join)
                .filter(TokenResponse::indicatesSuccess)
                .toList();
        assertThat(good).hasSize(1);
        assertThat(ent.userinfo(ent.good(good.get(0))).indicatesSuccess()).isFalse();
    }

    @Test
    void aCodeIsForItsClientItsAddressAndItsVerifierForAMinute() {
        Ent cantine = new Ent(site, WholeSite.OTHER_SITE, "https://cantine.example.org/retour");
        AuthorizationCode stolen = ent.code(family);
        assertThat(error(cantine.tokens(new AuthorizationCodeGrant(stolen, ent.redirect, ent.verifier))))
                .isEqualTo("invalid_grant");
        assertThat(error(ent.tokens(new AuthorizationCodeGrant(
                        ent.code(family), java.net.URI.create("https://ent.example.org/autre?de=ici"), ent.verifier))))
                .isEqualTo("invalid_grant");
        assertThat(error(ent.tokens(new AuthorizationCodeGrant(ent.code(family), ent.redirect, new CodeVerifier()))))
                .isEqualTo("invalid_grant");
        assertThat(error(ent.tokens(new AuthorizationCode("inventé".replace('é', 'e')))))
                .isEqualTo("invalid_grant");
        AuthorizationCode late = ent.code(family);
        site.clock.advance(Duration.ofSeconds(61));
        assertThat(error(ent.tokens(late))).isEqualTo("invalid_grant");
    }

    @Test
    void whoIsNotTheClientGetsNoTokens() {
        AuthorizationCode code = ent.code(family);
        String body = "grant_type=authorization_code&code=" + code.getValue() + "&redirect_uri="
                + java.net.URLEncoder.encode(ent.redirect.toString(), StandardCharsets.UTF_8) + "&code_verifier="
                + ent.verifier.getValue();
        for (String[] who : List.of(
                new String[] {"", ""},
                new String[] {"", "&client_id=ent-essai"},
                new String[] {"", "&client_id=ent-essai&client_secret=faux"},
                new String[] {"", "&client_id=appli&client_secret=faux"},
                new String[] {basic("ent-essai", "faux"), ""},
                new String[] {basic("cantine", WholeSite.ENT_SECRET), "&client_id=ent-essai"},
                new String[] {basic("ent-essai", WholeSite.ENT_SECRET), "&client_secret=encore"},
                new String[] {"Basic ???", ""})) {
            Answer answer = site.browser()
                    .send("POST", "/openid/token", body + who[1], "Content-Type", FORM, "Authorization", who[0]);
            assertThat(answer.status()).as(who[0] + who[1]).isEqualTo(401);
            assertThat(new JsonObject(answer.body()).getString("error")).isEqualTo("invalid_client");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
        Answer twice = site.browser()
                .send(
                        "POST",
                        "/openid/token",
                        body + "&code=encore",
                        "Content-Type",
                        FORM,
                        "Authorization",
                        basic("ent-essai", WholeSite.ENT_SECRET));
        assertThat(new JsonObject(twice.body()).getString("error")).isEqualTo("invalid_request");
        Answer password = site.browser()
                .send(
                        "POST",
                        "/openid/token",
                        "grant_type=password&username=a&password=b",
                        "Content-Type",
                        FORM,
                        "Authorization",
                        basic("ent-essai", WholeSite.ENT_SECRET));
        assertThat(new JsonObject(password.body()).getString("error")).isEqualTo("unsupported_grant_type");
        assertThat(ent.good(ent.tokens(code))).as("still the client's").isNotNull();
    }

    private static String basic(String id, String secret) {
        String pair = java.net.URLEncoder.encode(id, StandardCharsets.UTF_8) + ":"
                + java.net.URLEncoder.encode(secret, StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aRefreshTokenIsAnotherOneEachTimeAndAnOldOneEndsAll() {
        OIDCTokenResponse first = tokens();
        RefreshToken old = first.getTokens().getRefreshToken();
        OIDCTokenResponse second = ent.good(ent.refresh(old));
        assertThat(ent.claims(second).getSubject()).isEqualTo(ent.claims(first).getSubject());
        assertThat(ent.userinfo(first).indicatesSuccess())
                .as("one access token at a time")
                .isFalse();
        assertThat(ent.userinfo(second).indicatesSuccess()).isTrue();
        Ent cantine = new Ent(site, WholeSite.OTHER_SITE, "https://cantine.example.org/retour");
        assertThat(error(cantine.refresh(second.getTokens().getRefreshToken()))).isEqualTo("invalid_grant");
        assertThat(ent.userinfo(second).indicatesSuccess())
                .as("another client ends nothing")
                .isTrue();
        assertThat(error(ent.refresh(old))).isEqualTo("invalid_grant");
        assertThat(error(ent.refresh(second.getTokens().getRefreshToken()))).isEqualTo("invalid_grant");
        assertThat(ent.userinfo(second).indicatesSuccess()).isFalse();
    }

    @Test
    void tokensEndWithTimeWithTheSessionAndWithTheAccount() {
        OIDCTokenResponse timed = tokens();
        site.clock.advance(Duration.ofMinutes(10));
        assertThat(ent.userinfo(timed).indicatesSuccess()).isFalse();
        assertThat(ent.good(ent.refresh(timed.getTokens().getRefreshToken()))).isNotNull();

        OIDCTokenResponse signedOut = tokens();
        family.post("/portail/deconnexion");
        assertEnded(signedOut);

        for (String end : List.of(
                "state = 'NOT_NOTIFIED', epoch = epoch + 1",
                "state = 'CLOSED', closed_reason = 'REPLACED', closed_at = now()",
                "state = 'CLOSED', closed_reason = 'LEFT', closed_at = now()",
                "epoch = epoch + 1")) {
            Browser browser = site.holder(guardian);
            OIDCTokenResponse open = ent.good(ent.tokens(ent.code(browser)));
            AuthorizationCode code = ent.code(browser);
            site.database.execute("UPDATE account SET " + end + " WHERE id = " + guardian);
            assertThat(error(ent.tokens(code))).as(end).isEqualTo("invalid_grant");
            assertEnded(open);
            site.database.execute(
                    "UPDATE account SET closed_reason = NULL, closed_at = NULL, state = 'NOT_NOTIFIED' WHERE id = "
                            + guardian);
            site.active(guardian);
        }
    }

    private void assertEnded(OIDCTokenResponse tokens) {
        assertThat(ent.userinfo(tokens).indicatesSuccess()).isFalse();
        assertThat(error(ent.refresh(tokens.getTokens().getRefreshToken()))).isEqualTo("invalid_grant");
    }

    @Test
    void aResetEndsTokensInTheSameBreath() {
        OIDCTokenResponse tokens = tokens();
        await(site.accounts.reset(
                fr.teleservices.account.By.staff(
                        site.staff(fr.teleservices.kernel.Role.CHEF, school).id()),
                school.id(),
                guardian,
                fr.teleservices.account.Mode.PAPER));
        assertThat(site.database.number("SELECT count(*) FROM openid_grant WHERE account_id = " + guardian))
                .isZero();
        assertEnded(tokens);
    }

    @Test
    void aLookAtTheHeadMakesNoCodeAndNothingReadableIsStored() {
        long before = site.database.number("SELECT count(*) FROM openid_grant");
        assertThat(family.send("HEAD", ent.request(), null).status()).isEqualTo(204);
        assertThat(site.database.number("SELECT count(*) FROM openid_grant")).isEqualTo(before);
        AuthorizationCode code = ent.code(family);
        OIDCTokenResponse tokens = ent.good(ent.tokens(code));
        String stored = site.database.value("SELECT string_agg(g::text, ' ') FROM openid_grant g");
        for (String secret : List.of(
                code.getValue(),
                tokens.getTokens().getAccessToken().getValue(),
                tokens.getTokens().getRefreshToken().getValue())) {
            for (String part : secret.split("\\.")) {
                assertThat(stored)
                        .doesNotContain(part)
                        .doesNotContain(java.util.HexFormat.of().formatHex(part.getBytes(StandardCharsets.US_ASCII)));
            }
        }
    }

    @Test
    void staffWhoSimulateGetNoCode() {
        Browser staff = site.signedIn(site.staff(fr.teleservices.kernel.Role.CHEF, school));
        assertThat(staff.post("/gestion/comptes/" + guardian + "/simuler").header("Location"))
                .isEqualTo("/portail");
        assertThat(staff.get(ent.request()).status()).isEqualTo(403);
        assertThat(ent.back(staff.get(ent.request() + "&prompt=none"))
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .isEqualTo("login_required");
        assertThat(staff.get("/openid/logout?client_id=ent-essai").status()).isEqualTo(303);
        assertThat(staff.get("/portail").body()).contains("Simulation");
    }

    @Test
    void aPurgeForgetsTheNameToo() {
        ent.code(family);
        site.database.execute("UPDATE account SET state = 'CLOSED', closed_reason = 'LEFT', closed_at = '"
                + site.clock.instant() + "' WHERE id = " + guardian);
        site.clock.advance(Duration.ofDays(800));
        await(site.purges.purge(school.id(), java.time.ZoneId.of("Europe/Paris")));
        assertThat(site.database.number("SELECT count(*) FROM openid_subject WHERE account_id = " + guardian))
                .isZero();
    }
}
