package fr.teleservices.credential;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Small secrets at rest: AES-256-GCM under a key of the keyring, {@code key id (4) | nonce (12) | text and tag}. */
public final class Seal {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final Keyring keyring;
    private final String purpose;

    /** @param purpose what the key is for; another purpose opens nothing */
    public Seal(Keyring keyring, String purpose) {
        this.keyring = keyring;
        this.purpose = purpose;
    }

    public byte[] seal(byte[] plain) {
        byte[] nonce = new byte[NONCE];
        new SecureRandom().nextBytes(nonce);
        int keyId = keyring.current();
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keyId, nonce).doFinal(plain);
            return ByteBuffer.allocate(4 + NONCE + sealed.length)
                    .putInt(keyId)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Empty where it was sealed by no key of ours, or changed since. */
    public Optional<byte[]> open(byte[] sealed) {
        if (sealed.length < 4 + NONCE) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(sealed);
        int keyId = buffer.getInt();
        byte[] nonce = new byte[NONCE];
        buffer.get(nonce);
        byte[] rest = new byte[buffer.remaining()];
        buffer.get(rest);
        if (!keyring.has(keyId)) {
            return Optional.empty();
        }
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, keyId, nonce).doFinal(rest));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, int keyId, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(keyring.key(keyId, purpose), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
