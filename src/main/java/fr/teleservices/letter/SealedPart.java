package fr.teleservices.letter;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM: form 1, nonce of 12 bytes, ciphertext, tag of 16 bytes. The nonce is random: a run key seals thousands of
 * parts, far from the 2^32 after which two nonces might meet.
 */
public final class SealedPart {
    private static final byte FORM = 1;
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final int KEY = 32;
    private static final int PIECE = 1024;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SealedPart() {}

    /**
     * @param key 32 bytes
     * @param aad what the part belongs to; it opens only under the same
     */
    public static byte[] seal(byte[] key, byte[] aad, byte[] plain) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        byte[] sealed = new byte[1 + NONCE + plain.length + TAG];
        sealed[0] = FORM;
        System.arraycopy(nonce, 0, sealed, 1, NONCE);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, aad);
            // In small pieces: many calls bring the JVM to use the processor's instructions after the first part; a
            // call
            // over two megabytes stays interpreted for the first thirty of them, at a twentieth of the speed.
            int from = 0;
            int to = 1 + NONCE;
            for (; plain.length - from > PIECE; from += PIECE) {
                to += cipher.update(plain, from, PIECE, sealed, to);
            }
            cipher.doFinal(plain, from, plain.length - from, sealed, to);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not usable", e);
        }
        return sealed;
    }

    /** @throws SealBroken when it was changed, cut, sealed under another key or for another part */
    public static byte[] open(byte[] key, byte[] aad, byte[] sealed) {
        if (sealed.length < 1 + NONCE + TAG || sealed[0] != FORM) {
            throw new SealBroken();
        }
        byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE);
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, aad).doFinal(sealed, 1 + NONCE, sealed.length - 1 - NONCE);
        } catch (GeneralSecurityException e) {
            throw new SealBroken();
        }
    }

    /** A new key for a run. */
    public static byte[] newKey() {
        byte[] key = new byte[KEY];
        RANDOM.nextBytes(key);
        return key;
    }

    /** A run key under the master key: 61 bytes to store. Destroying it destroys the letters. */
    public static byte[] wrapKey(byte[] masterKey, byte[] aad, byte[] runKey) {
        requireKey(runKey);
        return seal(masterKey, aad, runKey);
    }

    /** @throws SealBroken as {@link #open} */
    public static byte[] unwrapKey(byte[] masterKey, byte[] aad, byte[] wrapped) {
        byte[] key = open(masterKey, aad, wrapped);
        requireKey(key);
        return key;
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] aad) throws GeneralSecurityException {
        requireKey(key);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG * 8, nonce));
        cipher.updateAAD(aad);
        return cipher;
    }

    private static void requireKey(byte[] key) {
        if (key.length != KEY) {
            throw new IllegalArgumentException("a key has 32 bytes");
        }
    }
}
