package fr.teleservices.trust;

import static fr.teleservices.testing.TestSite.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.credential.Keyring;
import fr.teleservices.kernel.Role;
import fr.teleservices.school.School;
import fr.teleservices.school.Staff;
import fr.teleservices.testing.Browser.Answer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tokens without a signature, of another algorithm, type, audience or key, of an earlier epoch: 401. */
@Tag("trust-13")
@ExtendWith(SharedSite.class)
class Row13ForgedTokensTest {
    private final WholeSite site;
    private final School school;
    private final Staff staff;

    Row13ForgedTokensTest(WholeSite site) {
        this.site = site;
        school = site.school(1);
        staff = site.staff(Role.GESTIONNAIRE, school);
    }

    private String good() {
        return site.token(staff);
    }

    private Answer with(String token) {
        return site.browser().get("/api/v1/schools", "Authorization", "Bearer " + token);
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

    private byte[] key() {
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
        Answer answer = site.browser().get("/api/v1/schools");
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

        Staff moved = site.staff(Role.GESTIONNAIRE, school);
        String before = site.token(moved);
        assertThat(with(before).status()).isEqualTo(200);
        await(site.staff.changeRole(moved.id(), Role.CHEF));
        assertThat(with(before).status()).isEqualTo(401);
    }

    @Test
    void tooSmallARoleIs403() {
        String token = site.token(site.staff(Role.ASSISTANCE, school));
        assertThat(site.browser()
                        .send(
                                "POST",
                                "/api/v1/accounts/" + site.account(school, "1-1") + "/release",
                                null,
                                "Authorization",
                                "Bearer " + token)
                        .status())
                .isEqualTo(403);
    }
}
