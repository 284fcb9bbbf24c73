package fr.teleservices.credential;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Codes of RFC 6238 as phones make them: SHA-1, 30 seconds, six digits; one step early or late is taken, each step once. */
public final class Totp {
    private static final int SECONDS = 30;

    private Totp() {}

    /**
     * @param lastStep of the last code that was used
     * @return the step of the code, to be stored as the last one; empty when it is wrong or was used
     */
    public static OptionalLong verify(byte[] secret, String typed, Instant now, long lastStep) {
        String code = typed.replaceAll("\\s", "");
        long current = Math.floorDiv(now.getEpochSecond(), SECONDS);
        OptionalLong found = OptionalLong.empty();
        for (long step = current - 1; step <= current + 1; step++) {
            boolean same = MessageDigest.isEqual(
                    code.getBytes(StandardCharsets.UTF_8), code(secret, step).getBytes(StandardCharsets.UTF_8));
            if (same && step > lastStep && found.isEmpty()) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /** The code of one step. */
    public static String code(byte[] secret, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xf;
            int number = ByteBuffer.wrap(hash, offset, 4).getInt() & 0x7fffffff;
            return "%06d".formatted(number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
