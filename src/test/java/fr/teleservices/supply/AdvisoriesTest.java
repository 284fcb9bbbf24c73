package fr.teleservices.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No version of the lock has a hole that {@code docs/decisions/advisories.txt} knows of, unless the list says why it is harmless. */
class AdvisoriesTest {
    private static final Path DECISIONS = Path.of("docs", "decisions");

    @Test
    void noLockedVersionHasAKnownHole() throws IOException {
        List<Advisory> known = Advisory.read(DECISIONS.resolve("advisories.txt"));
        List<String> lock = Files.readAllLines(DECISIONS.resolve("dependency-lock.txt"));
        assertThat(known).hasSizeGreaterThan(20);
        assertThat(lock).hasSizeGreaterThan(80);
        List<String> open = lock.stream()
                .map(line -> line.split(" "))
                .flatMap(cells -> known.stream()
                        .filter(advisory -> advisory.notOurs().isEmpty() && advisory.concerns(cells[0], cells[1]))
                        .map(advisory -> cells[0] + " " + cells[1] + " has " + advisory.id() + ": " + advisory.what()))
                .toList();
        assertThat(open).isEmpty();
    }

    @Test
    void whatIsExcusedIsStillThere() throws IOException {
        List<String> lock = Files.readAllLines(DECISIONS.resolve("dependency-lock.txt"));
        assertThat(Advisory.read(DECISIONS.resolve("advisories.txt")))
                .filteredOn(advisory -> !advisory.notOurs().isEmpty())
                .allSatisfy(advisory -> assertThat(lock)
                        .as("%s is excused for nothing: take the excuse away", advisory.id())
                        .anyMatch(line -> advisory.concerns(line.split(" ")[0], line.split(" ")[1])));
    }

    @Test
    void rangesAreReadAsTheyAreWritten() {
        Advisory advisory = Advisory.of("CVE-1 | io.netty:* | >=4.1 <4.1.138 ; >=4.2 <4.2.18 | smuggling");
        assertThat(advisory.concerns("io.netty:netty-codec-http", "4.2.9.Final"))
                .isTrue();
        assertThat(advisory.concerns("io.netty:netty-codec-http", "4.1.137.Final"))
                .isTrue();
        assertThat(advisory.concerns("io.netty:netty-codec-http", "4.2.18.Final"))
                .isFalse();
        assertThat(advisory.concerns("io.netty:netty-codec-http", "4.1.138.Final"))
                .isFalse();
        assertThat(advisory.concerns("io.vertx:vertx-core", "4.2.9")).isFalse();
        Advisory one = Advisory.of("CVE-2 | a:b | <2 | what | never called");
        assertThat(one.concerns("a:b", "1.9")).isTrue();
        assertThat(one.concerns("a:b:linux", "1.9")).isTrue();
        assertThat(one.concerns("a:bc", "1.9")).isFalse();
    }
}
