package fr.teleservices.supply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A known hole, one line of {@code docs/decisions/advisories.txt}: {@code id | artifact | versions | what | why it does not
 * concern us}.
 *
 * @param artifact {@code group:artifact} or {@code group:*}
 * @param versions ranges with {@code ;} between, each of bounds with spaces between: {@code >=2.19 <2.21.4}
 * @param notOurs empty: a version in the range fails the build
 */
record Advisory(String id, String artifact, String versions, String what, String notOurs) {

    static List<Advisory> read(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Advisory::of)
                    .toList();
        }
    }

    static Advisory of(String line) {
        List<String> cells =
                Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        if (cells.size() < 4 || cells.size() > 5) {
            throw new IllegalArgumentException("not an advisory: " + line);
        }
        return new Advisory(
                cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.size() == 5 ? cells.get(4) : "");
    }

    boolean concerns(String name, String version) {
        boolean named = artifact.endsWith(":*")
                ? name.startsWith(artifact.substring(0, artifact.length() - 1))
                : name.equals(artifact) || name.startsWith(artifact + ":");
        return named
                && Arrays.stream(versions.split(";"))
                        .anyMatch(range ->
                                Arrays.stream(range.strip().split(" +")).allMatch(bound -> holds(version, bound)));
    }

    private static boolean holds(String version, String bound) {
        if (bound.startsWith(">=")) {
            return compare(version, bound.substring(2)) >= 0;
        } else if (bound.startsWith("<")) {
            return compare(version, bound.substring(1)) < 0;
        }
        throw new IllegalArgumentException("not a bound: " + bound);
    }

    /** By numbers; {@code Final}, {@code GA} and the like count for nothing. */
    static int compare(String one, String other) {
        int[] a = numbers(one);
        int[] b = numbers(other);
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            int difference = Integer.compare(i < a.length ? a[i] : 0, i < b.length ? b[i] : 0);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("[.-]"))
                .takeWhile(part -> part.matches("\\d+"))
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
