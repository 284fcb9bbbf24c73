package fr.teleservices.credential;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is drawn at random for staff: first passwords, secrets of the second factor, recovery codes. */
public final class StaffSecrets {
    /** How many recovery codes are given at once. */
    public static final int CODES = 10;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int GROUP = 4;

    private StaffSecrets() {}

    /** To be changed at the first sign-in: {@code K7PM-X4RT-QW9D}. */
    public static String password() {
        return groups(3);
    }

    /** Of RFC 4226's recommended length, 160 bits. */
    public static byte[] totp() {
        byte[] secret = new byte[20];
        RANDOM.nextBytes(secret);
        return secret;
    }

    /** Sixteen characters each, 78 bits: a plain hash of one is not guessed back. */
    public static List<String> recoveryCodes() {
        return Stream.generate(() -> groups(4)).limit(CODES).toList();
    }

    /** What is stored of a recovery code: with or without dashes or blanks, in either case. */
    public static byte[] hash(long staffId, String code) {
        String normal = code.replaceAll("[\\s\\u00a0-]", "").toUpperCase(Locale.ROOT);
        byte[] text = normal.getBytes(StandardCharsets.UTF_8);
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(ByteBuffer.allocate(8 + text.length)
                            .putLong(staffId)
                            .put(text)
                            .array());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    private static String groups(int number) {
        String alphabet = TemporaryPassword.ALPHABET;
        StringBuilder text = new StringBuilder();
        IntStream.range(0, number * GROUP).forEach(i -> {
            if (i > 0 && i % GROUP == 0) {
                text.append('-');
            }
            text.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
        });
        return text.toString();
    }
}
