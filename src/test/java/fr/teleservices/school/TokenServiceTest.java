package fr.teleservices.school;

import static fr.teleservices.testing.TestSite.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.credential.Keyring;
import fr.teleservices.kernel.Role;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.TestSite;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("trust-13")
class TokenServiceTest {
    private static TestSite site;
    private static Staff staff;

    @BeforeAll
    static void open() {
        site = new TestSite(Route.get(
                "/api/v1/moi",
                Permission.api(Role.GESTIONNAIRE),
                visit -> visit.json(
                        200, new JsonObject().put("login", visit.staff().login()))));
        School school = site.school("0750001U", "Collège d’essai");
        staff = site.staff("secretariat", Role.GESTIONNAIRE, school);
        site.staff("assistance", Role.ASSISTANCE, school);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private static String good() {
        return site.tokens.issue(new StaffService.SignedIn(staff, false));
    }

    private static Answer with(String token) {
        return site.browser().get("/api/v1/moi", "Authorization", "Bearer " + token);
    }

    private static JsonObject part(String token, int index) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(token.split("\\.")[index]), UTF_8));
    }

    private static String signed(JsonObject header, JsonObject claims, byte[] key) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String head = base64.encodeToString(header.encode().getBytes(UTF_8)) + "."
                + base64.encodeToString(claims.encode().getBytes(UTF_8));
        return head + "." + base64.encodeToString(Keyring.hmac(key, head.getBytes(UTF_8)));
    }

    private static byte[] key() {
        return site.keyring.key(1, "jwt");
    }

    @Test
    void ourTokenOpensAndSaysWhatItIs() {
        String token = good();
        assertThat(with(token).status()).isEqualTo(200);
        assertThat(part(token, 0).getString("typ")).isEqualTo("at+jwt");
        assertThat(with(signed(part(token, 0), part(token, 1), key())).status()).isEqualTo(200);
    }

    @Test
    void noTokenIsAProblemThatAsksForOne() {
        Answer answer = site.browser().get("/api/v1/moi");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.header("www-authenticate")).isEqualTo("Bearer");
        assertThat(new JsonObject(answer.body()).getInteger("status")).isEqualTo(401);
    }

    @Test
    void noneAndOtherAlgorithmsAre401() {
        String token = good();
        JsonObject header = part(token, 0);
        String claims = token.split("\\.")[1];
        for (String algorithm : new String[] {"none", "None", "HS384", "RS256"}) {
            String head = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(header.copy().put("alg", algorithm).encode().getBytes(UTF_8));
            assertThat(with(head + "." + claims + ".").status()).isEqualTo(401);
            assertThat(with(signed(header.copy().put("alg", algorithm), part(token, 1), key()))
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void anotherTypeKeyAudienceOrIssuerIs401() {
        JsonObject header = part(good(), 0);
        JsonObject claims = part(good(), 1);
        assertThat(with(signed(header.copy().put("typ", "JWT"), claims, key())).status())
                .isEqualTo(401);
        assertThat(with(signed(header.copy().put("kid", "0"), claims, key())).status())
                .isEqualTo(401);
        assertThat(with(signed(header, claims.copy().put("aud", "autre"), key()))
                        .status())
                .isEqualTo(401);
        assertThat(with(signed(header, claims.copy().put("iss", "autre"), key()))
                        .status())
                .isEqualTo(401);
        assertThat(with(signed(header, claims, new byte[32])).status()).isEqualTo(401);
        assertThat(with(signed(header, claims.copy().put("sub", "999999"), key()))
                        .status())
                .isEqualTo(401);
        assertThat(with("pas.un.jeton").status()).isEqualTo(401);
    }

    @Test
    void aTokenDiesAfterAnHourAndWithItsEpoch() {
        String token = good();
        site.clock.advance(Duration.ofMinutes(59));
        assertThat(with(token).status()).isEqualTo(200);
        site.clock.advance(Duration.ofMinutes(2));
        assertThat(with(token).status()).isEqualTo(401);

        Staff moved = site.staff(
                "mobile",
                Role.GESTIONNAIRE,
                await(site.schools.byUai("0750001U")).orElseThrow());
        String before = site.tokens.issue(new StaffService.SignedIn(moved, false));
        assertThat(with(before).status()).isEqualTo(200);
        await(site.staff.changeRole(moved.id(), Role.CHEF));
        assertThat(with(before).status()).isEqualTo(401);
    }

    @Test
    void tooSmallARoleIs403() {
        Staff assistance = await(site.staff.signIn("assistance", TestSite.PASSWORD, "", "192.0.2.9"))
                .staff();
        String token = site.tokens.issue(new StaffService.SignedIn(assistance, false));
        assertThat(with(token).status()).isEqualTo(403);
    }
}
