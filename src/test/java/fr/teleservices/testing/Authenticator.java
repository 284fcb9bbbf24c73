package fr.teleservices.testing;

/** What an authenticator app does with the key that a page shows. */
public final class Authenticator {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Authenticator() {}

    /** The secret of a key in base 32 (RFC 4648), blanks left out. */
    public static byte[] secret(String key) {
        StringBuilder bits = new StringBuilder();
        key.replace(" ", "")
                .chars()
                .forEach(c -> bits.append(
                        Integer.toBinaryString(32 + ALPHABET.indexOf(c)).substring(1)));
        byte[] secret = new byte[bits.length() / 8];
        for (int i = 0; i < secret.length; i++) {
            secret[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
        }
        return secret;
    }
}
