package fr.teleservices.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** Random tokens, and what is stored in their place. */
public final class Digest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private Digest() {}

    /** 256 random bits in Base64url: no dictionary finds them, so that one SHA-256 hides them. */
    public static String token() {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        return URL.encodeToString(random);
    }

    /** Of the UTF-8 bytes. */
    public static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /** The same in Base64url, as PKCE's S256 has it. */
    public static String sha256Url(String text) {
        return URL.encodeToString(sha256(text));
    }
}
