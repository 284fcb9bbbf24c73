package fr.teleservices.siecle;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals the parts of an upload (AES-256-GCM) under a token of 128 random bits that only the page of whoever sent it has. What
 * is stored, the token's hash and the sealed parts, opens nothing.
 */
final class UploadSeal {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String token;
    private final SecretKeySpec key;

    UploadSeal(String token) {
        this.token = token;
        this.key = new SecretKeySpec(sha256("seal " + token), "AES");
    }

    static String newToken() {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    /** Under which it is found. */
    byte[] hash() {
        return sha256("find " + token);
    }

    byte[] seal(int file, int part, byte[] clear, int length) {
        try {
            byte[] nonce = new byte[NONCE];
            RANDOM.nextBytes(nonce);
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, file, part).doFinal(clear, 0, length);
            byte[] whole = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE, sealed.length);
            return whole;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] open(int file, int part, byte[] whole) {
        try {
            return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(whole, NONCE), file, part)
                    .doFinal(whole, NONCE, whole.length - NONCE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a part of an upload is not what was kept", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, int file, int part) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((file + "/" + part).getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
