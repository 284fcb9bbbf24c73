package fr.teleservices.openid;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import fr.teleservices.boot.WholeSite;
import fr.teleservices.school.School;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.trust.SharedSite;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An ENT signs families in with their accounts here, with a client library that is not ours. */
@ExtendWith(SharedSite.class)
class OpenIdSignInTest {
    private final WholeSite site;
    private final School school;

    OpenIdSignInTest(WholeSite site) {
        this.site = site;
        this.school = site.school(2);
    }

    private static String locationOf(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(303);
        return answer.header("Location");
    }

    private UserInfo userinfo(Ent ent, OIDCTokenResponse tokens) {
        assertThat(ent.userinfo(tokens).indicatesSuccess()).isTrue();
        return ent.userinfo(tokens).toSuccessResponse().getUserInfo();
    }

    @Test
    void whoeverIsNotSignedInSignsInOnThePortalsPageAndComesBackWithACode() {
        long guardian = site.active(site.account(school, "1-1"));
        Ent ent = new Ent(site);
        Browser family = site.browser();
        String signIn = locationOf(family.get(ent.request()));
        assertThat(signIn).startsWith("/?next=%2Fopenid%2Fsuite%3Fdemande%3D");
        Answer page = family.get(signIn);
        assertThat(page.body()).contains("pour continuer vers <strong>ENT d’essai</strong>");
        assertThat(page.header("Content-Security-Policy"))
                .contains("form-action 'self' https://ent.example.org;")
                .contains("frame-ancestors 'none'");
        String next = page.body()
                .replaceAll("(?s).*name=\"next\" value=\"([^\"]+)\".*", "$1")
                .replace("&#x3D;", "=");
        Answer wrong = family.post("/", "login", site.login(guardian), "password", "faux", "next", next);
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body()).contains("name=\"next\"").contains("ENT d’essai");
        site.clock.advance(Duration.ofMinutes(1));
        String suite = locationOf(
                family.post("/", "login", site.login(guardian), "password", WholeSite.PASSWORD, "next", next));
        assertThat(suite).isEqualTo(next);
        AuthorizationCode code = ent.back(family.get(suite)).toSuccessResponse().getAuthorizationCode();
        OIDCTokenResponse tokens = ent.good(ent.tokens(code));
        IDTokenClaimsSet claims = ent.claims(tokens);
        assertThat(claims.getExpirationTime().toInstant())
                .isEqualTo(site.clock.instant().plus(Duration.ofMinutes(10)));
        assertThat(claims.getAuthenticationTime().toInstant()).isEqualTo(site.clock.instant());
        assertThat(claims.getSubject().getValue()).hasSize(36).isNotEqualTo(Long.toString(guardian));
        assertThat(new JsonObject(claims.toJSONString()).fieldNames())
                .as("who, and nothing about them")
                .containsExactlyInAnyOrder("iss", "sub", "aud", "iat", "exp", "auth_time", "nonce", "at_hash");
        assertThat(tokens.getOIDCTokens().getAccessToken().getLifetime()).isEqualTo(600);
        assertThat(userinfo(ent, tokens).getSubject()).isEqualTo(claims.getSubject());
    }

    @Test
    void aGroupedAccountBringsTheChildrenOfBothSchools() {
        School there = site.school(1);
        long guardian = site.active(site.account(school, "1-1"));
        long other = site.active(site.account(there, "1-1"));
        site.database.execute(
                "UPDATE person SET given_name = 'Ondine' WHERE school_id = " + there.id() + " AND siecle_id = 'E1'");
        Browser family = site.holder(guardian);
        Answer grouped = family.post(
                "/portail/compte/enfants/regrouper", "login", site.login(other), "password", WholeSite.PASSWORD);
        assertThat(grouped.status()).as(grouped.body()).isEqualTo(303);
        Ent ent = new Ent(site);
        UserInfo info = userinfo(ent, ent.good(ent.tokens(ent.code(family))));
        assertThat(info.getStringClaim("holder")).isEqualTo("guardian");
        assertThat(info.getName()).isNotBlank();
        assertThat(info.getFamilyName()).isNotBlank();
        assertThat(info.getGivenName()).isNotBlank();
        assertThat(info.getEmailAddress()).isEqualTo("v" + guardian + "@famille.example.org");
        assertThat(info.getEmailVerified()).isTrue();
        List<?> children = (List<?>) info.getClaim("children");
        assertThat(children).hasSize(2);
        assertThat(children.stream().map(child -> cast(child).get("uai").toString()))
                .containsExactlyInAnyOrder(school.uai(), there.uai());
        assertThat(children)
                .anySatisfy(child -> assertThat(cast(child))
                        .containsEntry("givenName", "Ondine")
                        .containsEntry("school", there.name())
                        .containsOnlyKeys("familyName", "givenName", "division", "uai", "school"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Object child) {
        return (Map<String, Object>) child;
    }

    @Test
    void aPupilBringsTheOwnSchoolAndAnAddressOnlyOnceItIsVerified() {
        long pupil = site.active(site.account(school, "E1"));
        site.database.execute(
                "UPDATE account SET email_pending = 'pas-encore@example.org', email_verified = NULL WHERE id = "
                        + pupil);
        Ent ent = new Ent(site);
        UserInfo info = userinfo(ent, ent.good(ent.tokens(ent.code(site.holder(pupil)))));
        assertThat(info.getStringClaim("holder")).isEqualTo("pupil");
        assertThat(info.getStringClaim("uai")).isEqualTo(school.uai());
        assertThat(info.getStringClaim("school")).isEqualTo(school.name());
        assertThat(new JsonObject(info.toJSONString()).fieldNames())
                .doesNotContain("children", "email", "email_verified");
        Browser browser = site.holder(pupil);
        AuthorizationCode code = ent.back(browser.get(ent.request("openid adresse", builder -> builder)))
                .toSuccessResponse()
                .getAuthorizationCode();
        assertThat(new JsonObject(userinfo(ent, ent.good(ent.tokens(code))).toJSONString()).fieldNames())
                .as("what was not asked for")
                .containsExactly("sub");
    }

    @Test
    void whoeverHasATemporaryPasswordActivatesFirstAndGoesOnFromThere() {
        long pupil = site.account(school, "E2");
        String temporary = site.notified(pupil);
        Ent ent = new Ent(site);
        Browser family = site.browser();
        String signIn = locationOf(family.get(ent.request()));
        family.get(signIn);
        String birth = site.database.value(
                "SELECT to_char(p.birth_date, 'DD MM YYYY') FROM account a JOIN person p ON p.id = a.person_id WHERE a.id = "
                        + pupil);
        String[] parts = birth.split(" ");
        Answer activated = family.post(
                "/activation",
                "login",
                site.login(pupil),
                "temporaryPassword",
                temporary,
                "newPassword",
                WholeSite.PASSWORD,
                "newPasswordAgain",
                WholeSite.PASSWORD,
                "birthDay",
                parts[0],
                "birthMonth",
                parts[1],
                "birthYear",
                parts[2],
                "email",
                "");
        Answer done = family.get(locationOf(activated));
        assertThat(done.body()).contains("Continuer vers ENT d’essai");
        String suite = done.body()
                .replaceAll("(?s).*href=\"(/openid/suite[^\"]+)\".*", "$1")
                .replace("&#x3D;", "=");
        String again = locationOf(family.get(suite));
        assertThat(again).startsWith("/?next=");
        family.get(again);
        family.post("/", "login", site.login(pupil), "password", WholeSite.PASSWORD, "next", suite);
        assertThat(ent.good(ent.tokens(
                        ent.back(family.get(suite)).toSuccessResponse().getAuthorizationCode())))
                .isNotNull();
        assertThat(family.get("/activation/terminee").body()).as("once").doesNotContain("ENT d’essai");
    }

    @Test
    void whoeverHasForgottenThePasswordGoesOnFromTheNewOne() {
        long guardian = site.active(site.account(school, "1-1"));
        Ent ent = new Ent(site);
        Browser family = site.browser();
        String signIn = locationOf(family.get(ent.request()));
        family.get(signIn);
        await(site.recovery.ask(site.login(guardian)));
        Answer changed = family.post(
                "/mot-de-passe-oublie/nouveau",
                "token",
                site.linkToken(guardian, "FORGOTTEN"),
                "newPassword",
                "quatre girafes sous la neige",
                "newPasswordAgain",
                "quatre girafes sous la neige");
        assertThat(changed.body()).contains("Votre mot de passe est changé").contains("href=\"/?next");
    }

    @Test
    void aPublicClientNeedsNoSecretAndTwoSitesCannotCompareTheirNames() {
        Browser family = site.holder(site.active(site.account(school, "1-1")));
        Ent ent = new Ent(site);
        Ent application =
                new Ent(site, WholeSite.APPLICATION, "http://localhost:" + WholeSite.APPLICATION_PORT + "/retour");
        String here =
                ent.claims(ent.good(ent.tokens(ent.code(family)))).getSubject().getValue();
        String there = application
                .claims(application.good(application.tokens(application.code(family))))
                .getSubject()
                .getValue();
        assertThat(there).isNotEqualTo(here);
        assertThat(ent.claims(ent.good(ent.tokens(ent.code(family))))
                        .getSubject()
                        .getValue())
                .as("the same each time")
                .isEqualTo(here);
    }

    @Test
    void aNewAccountOfTheSamePersonKeepsItsNameAtTheSite() {
        long old = site.active(site.account(school, "1-1"));
        Ent ent = new Ent(site);
        String before = ent.claims(ent.good(ent.tokens(ent.code(site.holder(old)))))
                .getSubject()
                .getValue();
        site.database.execute(
                "UPDATE account SET state = 'CLOSED', closed_reason = 'REPLACED', closed_at = now(), current = false"
                        + " WHERE id = " + old
                        + "; INSERT INTO account (school_id, person_id, holder, login) SELECT school_id,"
                        + " person_id, holder, login || '.bis' FROM account WHERE id = " + old);
        long replaced = site.active(site.account(school, "1-1"));
        assertThat(replaced).isNotEqualTo(old);
        assertThat(ent.claims(ent.good(ent.tokens(ent.code(site.holder(replaced)))))
                        .getSubject()
                        .getValue())
                .isEqualTo(before);
    }

    @Test
    void theFirstTimeIsInTheJournalAndTheFamilySeesIt() {
        long guardian = site.active(site.account(school, "1-1"));
        Browser family = site.holder(guardian);
        Ent ent = new Ent(site);
        ent.code(family);
        ent.code(family);
        assertThat(site.database.number(
                        "SELECT count(*) FROM audit_event WHERE action = 'account.openid' AND school_id = "
                                + school.id()))
                .isEqualTo(1);
        assertThat(family.get("/portail/compte/activite").body()).contains("Première connexion à un autre site (ENT)");
    }

    @Test
    void signingOutIsAskedAndLeadsBackToAnAddressOfTheClientAlone() {
        Browser family = site.holder(site.active(site.account(school, "1-1")));
        Ent ent = new Ent(site);
        OIDCTokenResponse tokens = ent.good(ent.tokens(ent.code(family)));
        String path = "/openid/logout?id_token_hint=" + tokens.getOIDCTokens().getIDTokenString();
        String good = path + "&state=s1&post_logout_redirect_uri=https://ent.example.org/au-revoir";
        Answer asked = family.get(good);
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.body()).contains("ENT d’essai");
        assertThat(family.get("/portail").status()).as("still signed in").isEqualTo(200);
        assertThat(family.get(path + "&post_logout_redirect_uri=https://evil.example.org/")
                        .body())
                .doesNotContain("evil");
        Answer out = family.post(
                "/openid/logout",
                "client_id",
                "ent-essai",
                "post_logout_redirect_uri",
                "https://ent.example.org/au-revoir",
                "state",
                "s1");
        assertThat(locationOf(out)).isEqualTo("https://ent.example.org/au-revoir?state=s1");
        assertThat(locationOf(family.get("/portail"))).startsWith("/?next=");
        assertThat(ent.userinfo(tokens).indicatesSuccess()).as("tokens end too").isFalse();
        assertThat(locationOf(
                        family.get("/openid/logout?client_id=ent-essai&post_logout_redirect_uri=//evil.example.org")))
                .isEqualTo("/");
    }
}
