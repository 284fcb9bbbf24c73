package fr.teleservices.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Temporary passwords of any credential: their form, how they may be typed, and that they are nobody else's. */
class TemporaryPasswordPropertiesTest {
    private static final Map<Integer, byte[]> KEYS =
            Map.of(1, new byte[32], 2, "another key of thirty-two bytes!".getBytes(StandardCharsets.US_ASCII));
    private static final String DASHES = "-‐‑‒–—";

    private final TemporaryPassword passwords = new TemporaryPassword(Keyring.of(KEYS));

    @Property
    void threeGroupsOfFourWithoutLookAlikes(@ForAll long high, @ForAll long low) {
        assertThat(passwords.of(new UUID(high, low), 1))
                .matches("[2-9A-HJKMNP-TV-Z]{4}(-[2-9A-HJKMNP-TV-Z]{4}){2}")
                .doesNotContain("0", "O", "1", "I", "L", "U");
    }

    @Property
    void anotherInstanceWithTheSameKeysMakesTheSame(@ForAll long high, @ForAll long low) {
        UUID id = new UUID(high, low);
        TemporaryPassword other = new TemporaryPassword(Keyring.of(KEYS));
        assertThat(other.of(id, 1)).isEqualTo(passwords.of(id, 1)).isNotEqualTo(other.of(id, 2));
        assertThat(other.token(id, 1)).isEqualTo(passwords.token(id, 1)).doesNotContain(passwords.of(id, 1));
    }

    @Property
    void itIsTakenHoweverItIsTyped(@ForAll long high, @ForAll long low, @ForAll long how) {
        UUID id = new UUID(high, low);
        assertThat(passwords.matches(typed(passwords.of(id, 1), new Random(how)), id, 1))
                .isTrue();
    }

    /** Either case, dashes of any sort or none, blanks between. */
    private static String typed(String password, Random random) {
        StringBuilder typed = new StringBuilder(" ".repeat(random.nextInt(3)));
        for (int i = 0; i < password.length(); i++) {
            char c = password.charAt(i);
            String one = String.valueOf(c);
            switch (c == '-' ? random.nextInt(3) : 3) {
                case 0 -> typed.append(DASHES.charAt(random.nextInt(DASHES.length())));
                case 1 -> typed.append(random.nextBoolean() ? " " : "\u00A0");
                case 2 -> {} // left out
                default -> typed.append(random.nextBoolean() ? one : one.toLowerCase(Locale.ROOT));
            }
        }
        return typed.append(" ".repeat(random.nextInt(3))).toString();
    }

    @Property
    void oneWrongCharacterIsRefused(@ForAll long high, @ForAll long low, @ForAll long how) {
        UUID id = new UUID(high, low);
        char[] wrong = passwords.of(id, 1).replace("-", "").toCharArray();
        Random random = new Random(how);
        int at = random.nextInt(wrong.length);
        char other = TemporaryPassword.ALPHABET.charAt(random.nextInt(TemporaryPassword.ALPHABET.length()));
        Assume.that(other != wrong[at]);
        wrong[at] = other;
        assertThat(passwords.matches(new String(wrong), id, 1)).isFalse();
    }

    @Property
    void nothingElseIsTaken(@ForAll long high, @ForAll long low, @ForAll String text) {
        assertThat(passwords.matches(text, new UUID(high, low), 1)).isFalse();
    }

    @Property
    void neighbouringCredentialsHaveNothingInCommon(@ForAll long high, @ForAll long low) {
        String one = passwords.of(new UUID(high, low), 1);
        assertThat(passwords.of(new UUID(high, low + 1), 1)).isNotEqualTo(one);
        assertThat(passwords.of(new UUID(high + 1, low), 1)).isNotEqualTo(one);
        assertThat(passwords.matches(one, new UUID(high, low + 1), 1)).isFalse();
    }
}
