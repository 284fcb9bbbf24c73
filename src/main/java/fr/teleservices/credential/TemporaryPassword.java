package fr.teleservices.credential;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;

/**
 * The password of a notification: 12 characters in three groups, {@code K7PM-X4RT-QW9D}. Never stored: it is
 * {@code base30(HMAC-SHA-256(key, credential id))}, so that a retry bears the same one and a stolen dump opens nothing.
 */
public final class TemporaryPassword {
    /** No look-alikes: no 0/O, 1/I/L, U/V. */
    static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    /** Counted from when it was made; checked at use. */
    public static final Duration VALID = Duration.ofDays(90);

    private static final int LENGTH = 12;
    private static final int TOKEN_BYTES = 24;

    private final Keyring keyring;

    public TemporaryPassword(Keyring keyring) {
        this.keyring = keyring;
    }

    /** The password of a credential, with its dashes. */
    public String of(UUID credential, int keyId) {
        byte[] number = Keyring.hmac(keyring.key(keyId, "temporary-password"), bytes(credential));
        StringBuilder text = new StringBuilder(LENGTH + 2);
        for (int i = 0; i < LENGTH; i++) {
            if (i == 4 || i == 8) {
                text.append('-');
            }
            text.append(ALPHABET.charAt(divide(number)));
        }
        return text.toString();
    }

    /** Divides the big-endian number in place by the size of the alphabet; gives the remainder. */
    private static int divide(byte[] number) {
        int rest = 0;
        for (int i = 0; i < number.length; i++) {
            int part = (rest << 8) | (number[i] & 0xff);
            number[i] = (byte) (part / ALPHABET.length());
            rest = part % ALPHABET.length();
        }
        return rest;
    }

    /**
     * The token of an activation link, which stands in for that credential's password in mails that bear none: 32 characters
     * of URL-safe Base64, derived like the password under another purpose, so that neither tells the other.
     */
    public String token(UUID credential, int keyId) {
        byte[] mac = Keyring.hmac(keyring.key(keyId, "activation-link"), bytes(credential));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(mac, TOKEN_BYTES));
    }

    /**
     * Whether what was given is that credential's password, with or without dashes or blanks, in either case; or its token,
     * to the letter.
     */
    public boolean matches(String typed, UUID credential, int keyId) {
        boolean password = same(normal(of(credential, keyId)), normal(typed));
        boolean token = matchesToken(typed, credential, keyId);
        return password || token;
    }

    /** Whether it is that credential's token: of 192 bits, so that no budget of tries has to guard it. */
    public boolean matchesToken(String token, UUID credential, int keyId) {
        return same(token(credential, keyId), token);
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    public static boolean isExpired(Instant madeAt, Instant now) {
        return !now.isBefore(madeAt.plus(VALID));
    }

    private static String normal(String text) {
        return text.replaceAll("[\\s\\u00a0\\u2010-\\u2015-]", "").toUpperCase(Locale.ROOT);
    }

    static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
