package fr.teleservices.credential;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
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
    private static final BigInteger BASE = BigInteger.valueOf(ALPHABET.length());

    private final Keyring keyring;

    public TemporaryPassword(Keyring keyring) {
        this.keyring = keyring;
    }

    /** The password of a credential, with its dashes. */
    public String of(UUID credential, int keyId) {
        BigInteger number =
                new BigInteger(1, Keyring.hmac(keyring.key(keyId, "temporary-password"), bytes(credential)));
        StringBuilder text = new StringBuilder(LENGTH + 2);
        for (int i = 0; i < LENGTH; i++) {
            if (i == 4 || i == 8) {
                text.append('-');
            }
            BigInteger[] parts = number.divideAndRemainder(BASE);
            text.append(ALPHABET.charAt(parts[1].intValue()));
            number = parts[0];
        }
        return text.toString();
    }

    /** Whether what was typed is that credential's password: with or without dashes or blanks, in either case. */
    public boolean matches(String typed, UUID credential, int keyId) {
        byte[] expected = normal(of(credential, keyId)).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, normal(typed).getBytes(StandardCharsets.UTF_8));
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
