package fr.teleservices.credential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The master keys, which live in a folder outside the database: {@code key-1}, {@code key-2}, … of 32 random bytes each, file
 * mode 600. The highest number is the current one. What is stored names the key that it hangs on; every use has its own key,
 * derived as {@code HMAC-SHA-256(master, purpose)}. A key that another process has made since is read when it is met.
 */
public final class Keyring {
    private static final Pattern NAME = Pattern.compile("key-(\\d{1,9})");
    private static final int BYTES = 32;

    private final TreeMap<Integer, byte[]> masters;
    private final @Nullable Path folder;
    private final Map<String, byte[]> derived = new ConcurrentHashMap<>();

    private Keyring(Map<Integer, byte[]> masters, @Nullable Path folder) {
        this.masters = new TreeMap<>(masters);
        this.folder = folder;
    }

    /** For tests and tools. */
    public static Keyring of(Map<Integer, byte[]> masters) {
        return new Keyring(masters, null);
    }

    /** Reads the folder; makes it and a first key where there is none. Safe when two processes start at once. */
    public static Keyring open(Path folder) {
        try {
            Files.createDirectories(folder);
            restrict(folder, "rwx------");
            Keyring found = read(folder);
            return found.masters.isEmpty() ? rotate(folder) : found;
        } catch (IOException e) {
            throw new UncheckedIOException("the keys in " + folder + " cannot be read", e);
        }
    }

    /** Adds a new current key; the earlier ones go on verifying. */
    public static Keyring rotate(Path folder) {
        try {
            Keyring before = read(folder);
            int next = before.masters.isEmpty() ? 1 : before.masters.lastKey() + 1;
            Path whole = Files.createTempFile(folder, "new-", ".tmp");
            restrict(whole, "rw-------");
            byte[] key = new byte[BYTES];
            new SecureRandom().nextBytes(key);
            Files.write(whole, key);
            try {
                Files.createLink(folder.resolve("key-" + next), whole); // whole or not at all
            } catch (FileAlreadyExistsException raced) {
                return read(folder);
            } finally {
                Files.delete(whole);
            }
            return read(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("a key cannot be made in " + folder, e);
        }
    }

    /**
     * Writes an earlier key over and takes its file away. What a file system keeps of it besides (snapshots, backups) is the
     * operator's to destroy.
     *
     * @return false where there is none
     * @throws IllegalArgumentException for the current key
     */
    public static boolean destroy(Path folder, int id) {
        try {
            Keyring found = read(folder);
            if (!found.masters.containsKey(id)) {
                return false;
            }
            if (id == found.current()) {
                throw new IllegalArgumentException("key " + id + " is the current one");
            }
            Path file = folder.resolve("key-" + id);
            Files.write(file, new byte[BYTES]);
            Files.delete(file);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("key " + id + " cannot be destroyed", e);
        }
    }

    private static Keyring read(Path folder) throws IOException {
        TreeMap<Integer, byte[]> masters = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    restrict(file, "rw-------"); // a copy from a backup may lie open
                    byte[] key = Files.readAllBytes(file);
                    if (key.length != BYTES) {
                        throw new IOException(file.getFileName() + " is not a key of " + BYTES + " bytes");
                    }
                    masters.put(Integer.valueOf(name.group(1)), key);
                }
            }
        }
        return new Keyring(masters, folder);
    }

    private static void restrict(Path path, String permissions) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    /** The number of the key for what is made from now on. */
    public int current() {
        return masters.lastKey();
    }

    /** Also one that another process has made since. */
    public boolean has(int id) {
        return master(id) != null;
    }

    /** The ids, the oldest first. */
    public Iterable<Integer> ids() {
        return masters.keySet();
    }

    /**
     * The key of one use, 32 bytes.
     *
     * @throws IllegalStateException when that master key is not there (any more)
     */
    public byte[] key(int id, String purpose) {
        byte[] master = master(id);
        if (master == null) {
            throw new IllegalStateException("key " + id + " is not in the keys folder");
        }
        return derived.computeIfAbsent(
                        id + " " + purpose, use -> hmac(master, purpose.getBytes(StandardCharsets.UTF_8)))
                .clone();
    }

    private byte @Nullable [] master(int id) {
        byte[] known = masters.get(id);
        if (known != null || folder == null) {
            return known;
        }
        try { // another process has rotated: this one goes on making things with its own current key until it is
            // restarted
            return read(folder).masters.get(id);
        } catch (IOException e) {
            throw new UncheckedIOException("key " + id + " cannot be read", e);
        }
    }

    /** HMAC-SHA-256, 32 bytes. */
    public static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
