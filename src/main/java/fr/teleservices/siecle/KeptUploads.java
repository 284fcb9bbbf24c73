package fr.teleservices.siecle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files between the preview and the yes: for the member of staff and the school that sent them alone, for an hour at most.
 * Everything that has to be known stands in the folder's name, so that a restart loses nothing. Blocking.
 */
final class KeptUploads {
    private static final Duration KEPT = Duration.ofHours(1);
    /** School, staff, then the token: seconds and 128 random bits. */
    private static final Pattern FOLDER = Pattern.compile("\\d{1,19}-\\d{1,19}-(\\d{1,12})-[0-9a-f]{32}");

    private static final Pattern TOKEN = Pattern.compile("(\\d{1,12})-[0-9a-f]{32}");
    private static final String NAMES = "names";

    private final Path root;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    KeptUploads(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
    }

    /** Moves the files here. */
    String keep(long school, long staff, List<SiecleSource> files) {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        String token = clock.instant().getEpochSecond() + "-" + HexFormat.of().formatHex(bits);
        try {
            Files.createDirectories(root);
            Path folder = Files.createDirectory(
                    folder(school, staff, token),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            List<String> names = new ArrayList<>();
            for (SiecleSource file : files) {
                Path kept = Files.move(file.path(), folder.resolve(Integer.toString(names.size())));
                Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rw-------"));
                names.add(file.name());
            }
            Files.write(folder.resolve(NAMES), names);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return token;
    }

    /** Empty where there is none of that school and that person, or no longer. */
    List<SiecleSource> find(long school, long staff, String token) {
        Matcher matcher = TOKEN.matcher(token);
        Path folder =
                matcher.matches() && !isOld(matcher.group(1)) ? folder(school, staff, token) : root.resolve(NAMES);
        if (!Files.isRegularFile(folder.resolve(NAMES))) {
            return List.of();
        }
        try {
            List<SiecleSource> files = new ArrayList<>();
            for (String name : Files.readAllLines(folder.resolve(NAMES))) {
                files.add(new SiecleSource(folder.resolve(Integer.toString(files.size())), name));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(long school, long staff, String token) {
        if (TOKEN.matcher(token).matches()) {
            delete(folder(school, staff, token));
        }
    }

    void deleteOld() {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
            for (Path folder : folders) {
                Matcher matcher = FOLDER.matcher(folder.getFileName().toString());
                if (matcher.matches() && isOld(matcher.group(1))) {
                    delete(folder);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isOld(String seconds) {
        return Long.parseLong(seconds) + KEPT.toSeconds() < clock.instant().getEpochSecond();
    }

    private Path folder(long school, long staff, String token) {
        return root.resolve(school + "-" + staff + "-" + token);
    }
}
