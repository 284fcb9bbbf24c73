package fr.teleservices.assistance;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.web.StaffMenu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guide as it stands in {@code docs/guide}: what it links to and shows is there, and nothing else. */
class GuideTest {
    private static final Path FOLDER = Path.of("docs", "guide");
    private static final Pattern LINK = Pattern.compile("(!?)\\[[^]]*]\\(([^)]+)\\)");
    private static final Pattern PICTURE = Pattern.compile("[gG]uide(?:Picture)?\\((?:\\w+, )?\"([a-z-]+)\"\\)");
    private static final int MOST_BYTES = 100_000;

    private static Map<String, String> pages() throws IOException {
        Map<String, String> pages = new TreeMap<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                pages.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return pages;
    }

    private static Set<String> pictures() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve("images"))) {
            return files.map(file -> file.getFileName().toString()).collect(TreeSet::new, Set::add, Set::addAll);
        }
    }

    @Test
    void everyLinkLeadsToAPageAndEveryPictureIsShownAndSmall() throws IOException {
        Map<String, String> pages = pages();
        Set<String> shown = new TreeSet<>();
        pages.forEach((name, text) -> {
            for (Matcher link = LINK.matcher(text); link.find(); ) {
                String to = link.group(2);
                if (!link.group(1).isEmpty()) {
                    assertThat(to).as(name).matches("images/[a-z-]+\\.png");
                    shown.add(to.substring("images/".length()));
                } else if (to.startsWith("menu:")) {
                    assertThat(StaffMenu.valueOf(to.substring("menu:".length())))
                            .as(name)
                            .isNotNull();
                } else if (!to.startsWith("ecran:")) { // HelpTest follows these in the service
                    assertThat(pages).as(name).containsKey(to);
                }
            }
        });
        assertThat(shown).isEqualTo(pictures());
        for (String picture : shown) {
            assertThat(Files.size(FOLDER.resolve("images").resolve(picture)))
                    .as(picture)
                    .isLessThan(MOST_BYTES);
        }
    }

    @Test
    void theStoriesWriteExactlyThePicturesThatTheGuideShows() throws IOException {
        Set<String> written = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src", "test", "java"))) {
            for (Path source : sources.filter(file -> file.toString().endsWith("Test.java"))
                    .toList()) {
                for (Matcher call = PICTURE.matcher(Files.readString(source)); call.find(); ) {
                    assertThat(written.add(call.group(1) + ".png"))
                            .as(call.group(1) + " is written once")
                            .isTrue();
                }
            }
        }
        assertThat(written).isEqualTo(pictures());
    }

    @Test
    void theTableOfContentsNamesEveryPageByItsTitle() throws IOException {
        Map<String, String> pages = pages();
        String contents = pages.remove("README.md");
        pages.forEach((name, text) -> assertThat(contents)
                .contains("[" + text.lines().findFirst().orElseThrow().substring(2) + "](" + name + ")"));
    }
}
