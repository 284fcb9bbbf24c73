package fr.teleservices.siecle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Names and dates of one row, whatever stands in the file: within their limits and harmless, or refused by the name of the field. */
class FieldsPropertiesTest {
    private final List<String> warnings = new ArrayList<>();
    private final Fields fields = new Fields(Exports.TODAY, warnings::add);

    @Property
    void aNameIsCleanAndWithinItsLimitOrRefused(@ForAll("texts") String text) {
        fields.clear(1);
        fields.put("PRENOM", text);
        String expected = CleanText.line(text.substring(0, Math.min(text.length(), 1_001)));
        if (expected.codePointCount(0, expected.length()) > 100) {
            assertThatThrownBy(() -> fields.name("PRENOM"))
                    .isInstanceOf(RowFault.class)
                    .hasMessageContaining("PRENOM");
            return;
        }
        String name = fields.name("PRENOM");
        assertThat(name).isEqualTo(expected.isEmpty() ? null : expected);
        if (name != null) {
            assertThat(name).isEqualTo(name.strip()).doesNotContain("  ");
            assertThat(name.chars()).noneMatch(Character::isISOControl);
            fields.put("PRENOM", name);
            assertThat(fields.name("PRENOM")).isEqualTo(name);
        }
    }

    @Property
    void theFirstFieldThatSaysSomethingIsTaken(@ForAll("texts") String usage, @ForAll("texts") String birth) {
        fields.clear(1);
        fields.put("NOM_USAGE", usage);
        fields.put("NOM_DE_FAMILLE", birth);
        String first = fields.text("NOM_USAGE");
        assertThat(fields.text("NOM_USAGE", "NOM_DE_FAMILLE"))
                .isEqualTo(first == null ? fields.text("NOM_DE_FAMILLE") : first);
    }

    @Property
    void aTextOfSecondaryImportanceIsLeftOutWithAWarningWhereItIsTooLong(
            @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 60) int most) {
        fields.clear(1);
        warnings.clear();
        fields.put("LIGNE1_ADRESSE", text);
        String kept = fields.text("LIGNE1_ADRESSE", most);
        assertThat(kept == null || kept.length() <= most).isTrue();
        assertThat(warnings).hasSize(kept == null && fields.text("LIGNE1_ADRESSE") != null ? 1 : 0);
    }

    @Property
    void aBirthDateIsADayFromNineteenHundredToToday(@ForAll @LongRange(min = -10_000, max = 60_000) long day) {
        LocalDate date = LocalDate.of(1900, 1, 1).plusDays(day);
        fields.clear(1);
        fields.put("DATE_NAISS", " " + date.format(DateTimeFormatter.ofPattern("dd/MM/uuuu")) + "\n");
        if (date.getYear() < 1900 || date.isAfter(Exports.TODAY)) {
            assertThatThrownBy(() -> fields.pastDate("DATE_NAISS")).hasMessageContaining("DATE_NAISS");
        } else {
            assertThat(fields.pastDate("DATE_NAISS")).isEqualTo(date);
        }
    }

    /** Nobody knows the century. */
    @Property
    void aYearOfTwoFiguresIsRefused(
            @ForAll @IntRange(min = 1, max = 31) int day,
            @ForAll @IntRange(min = 1, max = 12) int month,
            @ForAll @IntRange(max = 99) int year) {
        fields.clear(1);
        for (String form : List.of("%02d/%02d/%02d", "%d/%d/%02d", "%02d/%02d/%4d", "%02d/%02d/00%02d")) {
            fields.put("DATE_NAISS", form.formatted(day, month, year));
            assertThatThrownBy(() -> fields.pastDate("DATE_NAISS")).hasMessageContaining("DATE_NAISS");
        }
    }

    @Property
    void aNumberIsReadOrRefused(@ForAll("texts") String text) {
        fields.clear(1);
        fields.put("ELEVE_ID", text);
        String clean = fields.text("ELEVE_ID");
        if (clean == null) {
            assertThat(fields.id("ELEVE_ID")).isNull();
        } else if (clean.matches("[0-9]{1,18}")) {
            assertThat(fields.id("ELEVE_ID")).isEqualTo(Long.parseLong(clean));
        } else {
            assertThatThrownBy(() -> fields.id("ELEVE_ID")).isInstanceOf(RowFault.class);
            assertThat(fields.readableId("ELEVE_ID")).isNull();
        }
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> names = Arbitraries.of(
                        "a",
                        "É",
                        "Œ",
                        " ",
                        "  ",
                        "'",
                        "’",
                        "-",
                        "\t",
                        "\n",
                        "\u00A0",
                        "\u202E",
                        "\u200B",
                        "e\u0301",
                        "Nguyễn",
                        "王",
                        "\uD83D\uDE00",
                        "0",
                        "12",
                        "?",
                        "/",
                        "x".repeat(40))
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
        return Arbitraries.oneOf(
                names,
                Arbitraries.strings().ofMaxLength(130),
                Arbitraries.strings().numeric().ofMaxLength(20));
    }
}
