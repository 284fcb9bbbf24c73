package fr.teleservices.demo;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** PostgreSQL as the jar carries it, unpacked once into a folder that all servers of this version share. */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /**
     * Unpacks below {@code cache} unless that was done before. Two JVMs may do so at once: the first one unpacks beside
     * the goal and renames, the other waits for the lock and finds it there.
     *
     * @return the folder with {@code bin}, {@code lib} and {@code share}
     */
    static synchronized Path unpackInto(Path cache) throws IOException {
        URL archive = archive();
        Path home = cache.resolve("postgresql-" + fingerprint(archive));
        if (Files.isDirectory(home)) {
            return home;
        }
        Files.createDirectories(cache);
        try (FileChannel channel = FileChannel.open(
                        cache.resolve("unpacking.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !Files.isDirectory(home)) {
                Path beside = cache.resolve(home.getFileName() + ".new");
                deleteTree(beside);
                try (InputStream in = archive.openStream()) {
                    unpack(in, beside);
                }
                Files.move(beside, home, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return home;
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> deepestLast = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(root)) {
            tree.forEach(deepestLast::add);
        }
        for (int i = deepestLast.size() - 1; i >= 0; i--) {
            Files.deleteIfExists(deepestLast.get(i));
        }
    }

    private static void unpack(InputStream archive, Path into) throws IOException {
        boolean posix = Files.getFileStore(Files.createDirectories(into)).supportsFileAttributeView("posix");
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new XZCompressorInputStream(new BufferedInputStream(archive, 1 << 16)), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = into.resolve(entry.getName()).normalize();
                if (!target.startsWith(into)) {
                    throw new IOException("the archive leaves its folder: " + entry.getName());
                }
                // Not every folder has an entry of its own.
                Files.createDirectories(entry.isDirectory() ? target : target.resolveSibling(""));
                if (entry.isDirectory()) {
                    continue;
                }
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, target);
                    if (posix) {
                        boolean executable = (entry.getMode() & 0100) != 0;
                        Files.setPosixFilePermissions(
                                target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                    }
                }
            }
        }
    }

    private static URL archive() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        boolean intel = arch.equals("amd64") || arch.equals("x86_64");
        String machine = intel ? "x86_64" : arch.equals("aarch64") ? "arm_64" : arch;
        String name;
        if (os.contains("mac")) {
            // Apple's own processors run the Intel build through Rosetta when the jar has no other.
            name = resource("darwin-" + machine) == null ? "darwin-x86_64" : "darwin-" + machine;
        } else if (os.contains("windows")) {
            name = "windows-x86_64";
        } else {
            name = "linux-" + machine + (Files.exists(Path.of("/etc/alpine-release")) ? "-alpine_linux" : "");
        }
        URL found = resource(name);
        if (found == null) {
            throw new EmbeddedPostgresException("This jar carries no PostgreSQL for " + os + "/" + arch
                    + "; name a server of your own in TELESERVICES_DB_URI and TELESERVICES_DB_ADMIN_URI.");
        }
        return found;
    }

    private static @Nullable URL resource(String name) {
        return PostgresBinaries.class.getResource("/postgres-" + name + ".txz");
    }

    /** The checksum that the jar's own directory states: exact, and nothing has to be read. */
    private static String fingerprint(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        long sum = connection instanceof JarURLConnection jar
                ? jar.getJarEntry().getCrc()
                : connection.getContentLengthLong();
        return Long.toHexString(sum);
    }
}
