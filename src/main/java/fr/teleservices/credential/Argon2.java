package fr.teleservices.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/** Argon2id in the PHC string format, parameters of the OWASP password storage sheet (19 MiB, 2 passes, 1 lane). Slow. */
public final class Argon2 {
    static final int MEMORY_KIB = 19_456;
    static final int PASSES = 2;
    private static final int SALT = 16;
    private static final int HASH = 32;
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    /**
     * 19 MiB for each hash, kept (zeroed by the library) for the next one: with 20,000 new objects for each a hash took half as
     * long again. As many as are ever computed at once, and no more than there are processors.
     */
    private static final BlockingQueue<BlockPool> KEPT =
            new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

    private static final int BLOCKS = Argon2BytesGenerator.getBlockCount(MEMORY_KIB, 1);

    private Argon2() {}

    public static String hash(String password) {
        byte[] salt = new byte[SALT];
        new SecureRandom().nextBytes(salt);
        byte[] hash = compute(password, salt, MEMORY_KIB, PASSES, 1, HASH);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=1$" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(hash);
    }

    public static boolean verify(String password, String stored) {
        Matcher phc = PHC.matcher(stored);
        if (!phc.matches()) {
            return false;
        }
        byte[] expected = Base64.getDecoder().decode(phc.group(5));
        byte[] actual = compute(
                password,
                Base64.getDecoder().decode(phc.group(4)),
                Integer.parseInt(phc.group(1)),
                Integer.parseInt(phc.group(2)),
                Integer.parseInt(phc.group(3)),
                expected.length);
        return MessageDigest.isEqual(expected, actual);
    }

    private static byte[] compute(String password, byte[] salt, int memory, int passes, int lanes, int length) {
        if (memory != MEMORY_KIB || lanes != 1) {
            return compute(password, salt, memory, passes, lanes, length, null);
        }
        BlockPool kept = KEPT.poll();
        BlockPool blocks = kept == null ? new FixedBlockPool(BLOCKS) : kept;
        byte[] hash = compute(password, salt, memory, passes, lanes, length, blocks);
        KEPT.offer(blocks); // not one that an exception left half taken
        return hash;
    }

    private static byte[] compute(
            String password, byte[] salt, int memory, int passes, int lanes, int length, @Nullable BlockPool blocks) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .withBlockPool(blocks)
                .build());
        byte[] out = new byte[length];
        generator.generateBytes(
                Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8), out);
        return out;
    }
}
