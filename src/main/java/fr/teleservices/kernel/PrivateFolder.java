package fr.teleservices.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;

/** A folder for files that name people: nobody else on the machine may look into it, or have made it. */
public final class PrivateFolder {
    /** Nothing that is still being written or read is as old. */
    private static final Duration LEFT = Duration.ofDays(1);

    private PrivateFolder() {}

    /**
     * Makes it, or shuts it where it lies open; files that a killed process has left there are deleted.
     *
     * @throws IllegalStateException where it is a link, or somebody else's
     */
    public static void at(Path folder) {
        try {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(folder);
            }
            if (Files.isSymbolicLink(folder)) {
                throw new IllegalStateException(
                        "the folder " + folder + " is a link: name the folder that it leads to");
            }
            shut(folder);
            deleteLeft(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be used", e);
        }
    }

    private static void shut(Path folder) throws IOException {
        if (!Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            return;
        }
        Path own = Files.createTempFile(folder, "own", null);
        boolean same = Files.getOwner(own).equals(Files.getOwner(folder));
        Files.delete(own);
        if (!same) {
            throw new IllegalStateException(
                    "the folder " + folder + " is another user's: name one of this service's own");
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    private static void deleteLeft(Path folder) throws IOException {
        Instant before = Instant.now().minus(LEFT);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
