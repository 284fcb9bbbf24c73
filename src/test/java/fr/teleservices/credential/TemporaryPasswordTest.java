package fr.teleservices.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TemporaryPasswordTest {
    private static final UUID CREDENTIAL = UUID.fromString("00000000-0000-0000-0000-000000000001");

    private final TemporaryPassword passwords = new TemporaryPassword(Keyring.of(Map.of(
            1,
            new byte[32],
            2,
            "another key of thirty-two bytes!".getBytes(java.nio.charset.StandardCharsets.US_ASCII))));

    @Test
    void theSameCredentialAndKeyAreTheSamePasswordAndAnotherKeyIsAnother() {
        String password = passwords.of(CREDENTIAL, 1);
        assertThat(password).matches("([2-9A-HJKMNP-TV-Z]{4}-){2}[2-9A-HJKMNP-TV-Z]{4}");
        assertThat(passwords.of(CREDENTIAL, 1)).isEqualTo(password);
        assertThat(passwords.of(CREDENTIAL, 2)).isNotEqualTo(password);
        assertThatThrownBy(() -> passwords.of(CREDENTIAL, 3)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLetterThatIsOutStaysGoodTheDigitsAreThoseOfTheMacInBaseThirtyTheLeastFirst() {
        for (int n = 0; n < 200; n++) {
            UUID credential = new UUID(n * 0x9E3779B97F4A7C15L, n);
            byte[] key =
                    Keyring.hmac(new byte[32], "temporary-password".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            BigInteger number = new BigInteger(1, Keyring.hmac(key, TemporaryPassword.bytes(credential)));
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < 12; i++) {
                expected.append(i == 4 || i == 8 ? "-" : "");
                expected.append("23456789ABCDEFGHJKMNPQRSTVWXYZ"
                        .charAt(number.mod(BigInteger.valueOf(30)).intValue()));
                number = number.divide(BigInteger.valueOf(30));
            }
            assertThat(passwords.of(credential, 1)).isEqualTo(expected.toString());
        }
    }

    @Test
    void itIsTypedWithOrWithoutDashesInEitherCase() {
        String password = passwords.of(CREDENTIAL, 1);
        assertThat(passwords.matches(password, CREDENTIAL, 1)).isTrue();
        assertThat(passwords.matches(password.replace("-", "").toLowerCase(java.util.Locale.ROOT), CREDENTIAL, 1))
                .isTrue();
        assertThat(passwords.matches(" " + password.replace('-', ' ') + " ", CREDENTIAL, 1))
                .isTrue();
        assertThat(passwords.matches(password.substring(1), CREDENTIAL, 1)).isFalse();
        assertThat(passwords.matches("", CREDENTIAL, 1)).isFalse();
        assertThat(passwords.matches(password, CREDENTIAL, 2)).isFalse();
    }

    @Test
    void aHundredThousandCredentialsHaveAsManyPasswords() {
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            all.add(passwords.of(new UUID(7, i), 1));
        }
        assertThat(all).hasSize(100_000);
    }

    @Test
    @Tag("trust-1")
    void itExpiresAfterNinetyDays() {
        Instant made = Instant.parse("2026-09-01T08:00:00Z");
        assertThat(TemporaryPassword.isExpired(
                        made, made.plus(Duration.ofDays(90)).minusSeconds(1)))
                .isFalse();
        assertThat(TemporaryPassword.isExpired(made, made.plus(Duration.ofDays(90))))
                .isTrue();
    }
}
