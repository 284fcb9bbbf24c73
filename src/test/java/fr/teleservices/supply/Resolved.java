package fr.teleservices.supply;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * An artifact as the build resolved it.
 *
 * @param name {@code group:artifact}, with {@code :classifier} where there is one
 * @param scope {@code compile}, {@code runtime}, {@code provided} or {@code test}
 */
record Resolved(String name, String version, String scope, Path file) {

    /** What {@code dependency:list} has written, in the order of the names. */
    static List<Resolved> read(Path target) {
        try (Stream<String> lines = Files.lines(target.resolve("dependencies.txt"))) {
            return lines.map(line -> line.replaceFirst(" -- module .*", "").strip())
                    .filter(line -> line.contains(":jar:"))
                    .map(Resolved::of)
                    .sorted(java.util.Comparator.comparing(Resolved::name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code group:artifact:jar[:classifier]:version:scope:file}. */
    private static Resolved of(String line) {
        String[] parts = line.replace(" (optional)", "").split(":", 7);
        boolean plain = parts.length == 6;
        String name = parts[0] + ":" + parts[1] + (plain ? "" : ":" + parts[3]);
        int at = plain ? 3 : 4;
        return new Resolved(name, parts[at], parts[at + 1], Path.of(parts[at + 2].strip()));
    }

    boolean inJar() {
        return scope.equals("compile") || scope.equals("runtime");
    }

    /** {@code group:artifact[:classifier] version scope sha256:…}. */
    String lockLine() {
        return name + " " + version + " " + scope + " sha256:" + sha256();
    }

    String sha256() {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digested.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
