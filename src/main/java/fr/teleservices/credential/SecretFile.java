package fr.teleservices.credential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;

/** A secret in a file of its own, which nobody else may read. */
public final class SecretFile {
    private static final int SHORTEST = 32;

    private SecretFile() {}

    /**
     * The secret, without its last line end.
     *
     * @param what names the setting in faults
     * @param faults takes what is wrong: unreadable, open to others, too short
     */
    public static Optional<String> read(Path file, String what, List<String> faults) {
        try {
            if (Files.getFileStore(file).supportsFileAttributeView("posix")
                    && Files.getPosixFilePermissions(file).stream().anyMatch(SecretFile::isOthers)) {
                faults.add(what + " can be read by others, its mode must be 600: " + file);
                return Optional.empty();
            }
            String secret = Files.readString(file).strip();
            if (secret.length() < SHORTEST) {
                faults.add(what + " must hold " + SHORTEST + " characters or more: " + file);
                return Optional.empty();
            }
            return Optional.of(secret);
        } catch (IOException e) {
            faults.add(what + " cannot be read: " + file);
            return Optional.empty();
        }
    }

    private static boolean isOthers(PosixFilePermission permission) {
        return !permission.name().startsWith("OWNER");
    }
}
