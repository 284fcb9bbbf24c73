package fr.teleservices.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    @Test
    void theCodesAreThoseOfTheStandard() { // RFC 6238, appendix B, last six digits
        assertThat(Totp.code(SECRET, 59 / 30)).isEqualTo("287082");
        assertThat(Totp.code(SECRET, 1111111109L / 30)).isEqualTo("081804");
        assertThat(Totp.code(SECRET, 20000000000L / 30)).isEqualTo("353130");
    }

    @Test
    @Tag("trust-11")
    void aCodeWorksOneStepEarlyOrLateAndOnce() {
        Instant now = Instant.ofEpochSecond(59);
        assertThat(Totp.verify(SECRET, "287 082", now, 0)).hasValue(1);
        assertThat(Totp.verify(SECRET, "287082", now.plusSeconds(30), 0)).hasValue(1);
        assertThat(Totp.verify(SECRET, "287082", now.plusSeconds(61), 0)).isEqualTo(OptionalLong.empty());
        assertThat(Totp.verify(SECRET, "287082", now, 1)).isEqualTo(OptionalLong.empty());
    }

    @Test
    void aSealedSecretOpensUnderItsPurposeAlone() {
        Keyring keyring = Keyring.of(Map.of(1, new byte[32]));
        byte[] sealed = new Seal(keyring, "totp").seal(SECRET);
        assertThat(new Seal(keyring, "totp").open(sealed)).hasValue(SECRET);
        assertThat(new Seal(keyring, "other").open(sealed)).isEmpty();
        sealed[20] ^= 1;
        assertThat(new Seal(keyring, "totp").open(sealed)).isEmpty();
    }
}
