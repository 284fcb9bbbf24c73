package fr.teleservices.assistance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Staff read an account's history in sentences, whatever happened to it. */
class HistoryWordsTest {
    private static final Pattern ACTION = Pattern.compile("[\"'](account\\.[a-z-]+)[\"']");

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyActionOfAnAccountThatTheServiceWritesDownHasASentence() throws IOException {
        Set<String> actions = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("HistoryWords.java"))
                    .forEach(file -> ACTION.matcher(text(file))
                            .results()
                            .map((MatchResult found) -> found.group(1))
                            .forEach(actions::add));
        }
        assertThat(actions).contains("account.notify", "account.group-left", "account.take-over");
        assertThat(actions)
                .allSatisfy(action -> assertThat(HistoryWords.action(action))
                        .as(action)
                        .isNotEqualTo(action)
                        .matches("\\p{Lu}.*"));
    }
}
