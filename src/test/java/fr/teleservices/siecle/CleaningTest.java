package fr.teleservices.siecle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleaningTest {
    private static final LocalDate TODAY = Exports.TODAY;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d'Alembert",
                "Le Goff",
                "N'Diaye",
                "Saint-Exupéry",
                "Œuvrard",
                "LOUŸS",
                "Nguyễn Thị Hồng",
                "محمد",
                "王小明",
                "Мария",
                "?",
                "M?LLER",
                "O",
                "d’Hondt"
            })
    void aNameInAnyScriptStaysAsItIs(String name) {
        assertThat(CleanText.line(name)).isEqualTo(name);
    }

    @Test
    void whiteSpaceBecomesSingleSpaces() {
        assertThat(CleanText.line(" \tLe \u00A0\n Goff\u2028 ")).isEqualTo("Le Goff");
    }

    @Test
    @Tag("trust-21")
    void marksThatTurnOrHideTextAreDropped() {
        assertThat(CleanText.line("a\u202Eb\u2066c\u200Bd\u0007e\u0090f\uFEFFg\u200Fh"))
                .isEqualTo("abcdefgh");
    }

    @Test
    void accentsAreComposed() {
        assertThat(CleanText.line("Zoe\u0301")).isEqualTo("Zoé");
    }

    @Property
    @net.jqwik.api.Tag("trust-21")
    void cleanTextIsHarmlessAndCleaningItAgainChangesNothing(@ForAll @StringLength(max = 60) String text) {
        String clean = CleanText.line(text);
        assertThat(CleanText.line(clean)).isEqualTo(clean);
        assertThat(clean).doesNotContain("  ", "\n", "\r", "\u202E").isEqualTo(clean.strip());
        assertThat(clean.chars()).noneMatch(Character::isISOControl);
    }

    @Property
    void everyDayIsReadAsItIsWritten(@ForAll @LongRange(min = 0, max = 46_000) long day) {
        LocalDate date = LocalDate.of(1900, 1, 1).plusDays(day);
        String text = date.format(DateTimeFormatter.ofPattern("dd/MM/uuuu"));
        assertThat(SiecleDate.parse(text, LocalDate.MAX)).contains(date);
        assertThat(SiecleDate.parse(text, TODAY).isPresent()).isEqualTo(!date.isAfter(TODAY));
    }

    @Property
    void figuresThatAreNoDayAreRefused(
            @ForAll @IntRange(max = 99) int day,
            @ForAll @IntRange(max = 99) int month,
            @ForAll @IntRange(max = 2026) int year) {
        String text = "%02d/%02d/%04d".formatted(day, month, year);
        assertThat(SiecleDate.parse(text, TODAY).stream())
                .allSatisfy(date -> assertThat(date.format(DateTimeFormatter.ofPattern("dd/MM/uuuu")))
                        .isEqualTo(text));
    }

    @Property
    void noTextMakesADateThrow(@ForAll String text, @ForAll @Size(10) char[] ten) {
        SiecleDate.parse(text, TODAY);
        assertThat(SiecleDate.parse(new String(ten), TODAY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1/2/2013", "01-02-2013", "2013/02/01", "01/02/13", "29/02/2013", "00/01/2013", "٠١/٠٢/٢٠١٣"})
    void anotherFormOfDateIsRefused(String text) {
        assertThat(SiecleDate.parse(text, TODAY)).isEmpty();
    }

    @Property(tries = 20)
    void theIndexOfIdentifiersKnowsWhatWasThere(@ForAll @Size(max = 5_000) long[] numbers) {
        IdSet ids = IdSet.ofIds();
        IdSet pairs = IdSet.ofPairs();
        Set<Long> expected = new HashSet<>();
        for (long number : numbers) {
            long id = (number & Long.MAX_VALUE) % 3_000;
            boolean fresh = expected.add(id);
            assertThat(ids.add(id)).isEqualTo(fresh);
            assertThat(pairs.add(id % 50, id / 50)).isEqualTo(fresh);
        }
        assertThat(ids.size()).isEqualTo(expected.size());
        assertThat(pairs.size()).isEqualTo(expected.size());
    }

    @Test
    void notesAreCountedAndTheFirstKept() {
        RowNotes notes = new RowNotes();
        for (int i = 0; i < 5_000; i++) {
            notes.add(new RowNote("a", i, "b"));
        }
        assertThat(notes.count()).isEqualTo(5_000);
        assertThat(notes.first()).hasSize(RowNotes.KEPT).last().isEqualTo(new RowNote("a", 999, "b"));
    }
}
