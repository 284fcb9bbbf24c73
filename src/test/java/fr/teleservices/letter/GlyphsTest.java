package fr.teleservices.letter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GlyphsTest {
    @Test
    void decomposedAccentsAreComposed() {
        assertThat(Glyphs.clean("Le\u0301a")).isEqualTo("Léa");
        assertThat(Glyphs.missing("Le\u0301a Nguye\u0302\u0303n")).isEmpty();
    }

    @Test
    @Tag("trust-21")
    void bidiMarksAndControlsAreDropped() {
        assertThat(Glyphs.clean("\u202Egp\u2066j\u200F.\u00ADexe\u0007\uFEFF")).isEqualTo("gpj.exe");
    }

    @Test
    void everyBlankIsASpaceButTheUnbreakableOnes() {
        assertThat(Glyphs.clean("a\tb\u2003c\nd\u3000e\u00A0f\u202F!")).isEqualTo("a b c d e\u00A0f\u202F!");
    }

    @Test
    void latinExtendedAndVietnameseCanBePrinted() {
        for (int c = 0xC0; c < 0x250; c++) {
            assertThat(Glyphs.missing(Character.toString(c))).isEmpty();
        }
        for (int c = 0x1EA0; c < 0x1EFA; c++) {
            assertThat(Glyphs.missing(Character.toString(c))).isEmpty();
        }
        assertThat(Glyphs.missing("« L’œuvre — 12 € … ŒŸ »")).isEmpty();
    }

    @Test
    void scriptsThatNeedShapingAreReportedEachCharacterOnce() {
        assertThat(Glyphs.missing("سلام سلام")).containsExactly("س", "ل", "ا", "م");
        assertThat(Glyphs.missing("Li 李")).containsExactly("李");
        assertThat(Glyphs.missing("नमस्ते")).isNotEmpty();
        assertThat(Glyphs.missing("Zoé 😀")).containsExactly("😀");
    }

    @Test
    void aMarkThatDoesNotComposeIsReported() {
        assertThat(Glyphs.missing("x\u030C")).containsExactly("\u030C");
    }

    @Test
    void theReplacementCharacterIsDamageNotText() {
        assertThat(Glyphs.missing("Andr\uFFFD")).containsExactly("\uFFFD");
    }

    @Test
    void aLoneSurrogateIsNamedByItsNumber() {
        assertThat(Glyphs.named(Glyphs.missing("a\uD83D"))).isEqualTo("U+D83D");
    }
}
