package fr.teleservices.credential;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * The token of a link in a mail: the link's id and half an HMAC over it, in URL-safe Base64 (43 characters). Derived like a
 * temporary password; the database holds the id alone, which opens nothing.
 */
public final class LinkToken {
    private static final int MAC_BYTES = 16;

    private final Keyring keyring;

    public LinkToken(Keyring keyring) {
        this.keyring = keyring;
    }

    public String of(UUID link, int keyId) {
        byte[] token = ByteBuffer.allocate(16 + MAC_BYTES)
                .put(TemporaryPassword.bytes(link))
                .put(mac(link, keyId))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** The link that a token names, not yet proven. */
    public static Optional<UUID> idOf(String token) {
        return decode(token).map(bytes -> {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new UUID(buffer.getLong(), buffer.getLong());
        });
    }

    /** Whether the token was derived from this link with this key. */
    public boolean proves(String token, UUID link, int keyId) {
        return keyring.has(keyId)
                && decode(token)
                        .filter(bytes -> Arrays.equals(bytes, 0, 16, TemporaryPassword.bytes(link), 0, 16))
                        .filter(bytes ->
                                MessageDigest.isEqual(Arrays.copyOfRange(bytes, 16, bytes.length), mac(link, keyId)))
                        .isPresent();
    }

    private byte[] mac(UUID link, int keyId) {
        return Arrays.copyOf(Keyring.hmac(keyring.key(keyId, "link"), TemporaryPassword.bytes(link)), MAC_BYTES);
    }

    private static Optional<byte[]> decode(String token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            return bytes.length == 16 + MAC_BYTES ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
