package fr.teleservices.assistance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * A confirmation is done once, however often its button is pressed: the page that asks bears a random key, and what is made
 * bears the id of a credential, or of a link, that follows from it. Not the key itself, or whoever forged one could give two accounts one password.
 */
final class AskKey {
    private AskKey() {}

    /** The key that the form bore, or a new one. */
    static String of(String typed) {
        return typed.matches("[0-9a-f-]{36}") ? typed : UUID.randomUUID().toString();
    }

    /** A version 4 UUID, as all credentials and links are. */
    static UUID credential(String key, Deed deed, long staff, long account) {
        String name = String.join("|", key, deed.name(), Long.toString(staff), Long.toString(account));
        byte[] digest = sha256(name);
        digest[6] = (byte) ((digest[6] & 0x0f) | 0x40);
        digest[8] = (byte) ((digest[8] & 0x3f) | 0x80);
        ByteBuffer bits = ByteBuffer.wrap(digest);
        return new UUID(bits.getLong(), bits.getLong());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
