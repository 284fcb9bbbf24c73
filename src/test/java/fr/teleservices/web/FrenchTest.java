package fr.teleservices.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class FrenchTest {
    @Test
    void aMarkOrAGuillemetNeverStandsAloneAtTheBeginningOfALine() {
        assertThat(French.unbroken("Rien demandé ? « Oui » : a ; b ! c:d « e"))
                .isEqualTo("Rien demandé\u00a0? «\u00a0Oui\u00a0»\u00a0: a\u00a0; b\u00a0! c:d «\u00a0e");
    }

    @Test
    void aPageIsSetAsFrenchButNotItsTagsNorWhatIsTyped() {
        assertThat(French.unbrokenPage(
                        "<p title=\"a : b\">Oui ? « <b>Non</b> »</p><textarea>a : b</textarea> ; <code>c : d</code> :"))
                .isEqualTo(
                        "<p title=\"a : b\">Oui\u00a0? «\u00a0<b>Non</b>\u00a0»</p><textarea>a : b</textarea>\u00a0; <code>c : d</code>\u00a0:");
        assertThat(French.unbrokenPage("a < b : c")).isEqualTo("a < b : c");
    }

    @Test
    void aNumberAndItsUnitStayOnOneLineAndADivisionStaysAsItIs() {
        assertThat(French.unbroken("Campagne n° 2, 90 jours, 40 minutes, 6 D, 12 rue"))
                .isEqualTo("Campagne n°\u00a02, 90\u00a0jours, 40\u00a0minutes, 6 D, 12 rue");
        assertThat(French.unbrokenPage("<p>n° <b>2</b> 90 jours</p>"))
                .isEqualTo("<p>n°\u00a0<b>2</b> 90\u00a0jours</p>");
    }

    @Test
    void ofIsElidedBeforeAVowelWhateverItsAccent() {
        assertThat(French.of("Étienne")).isEqualTo("d’Étienne");
        assertThat(French.of("Ömer")).isEqualTo("d’Ömer");
        assertThat(French.of("Marie")).isEqualTo("de Marie");
        assertThat(French.of("Yann")).isEqualTo("de Yann");
        assertThat(French.of("")).isEqualTo("de ");
    }

    @Test
    void aMomentIsWrittenOutOnTheClocksOfItsZone() {
        Instant at = Instant.parse("2026-09-07T07:05:00Z");
        assertThat(French.dateTime(at, ZoneId.of("Europe/Paris")).replace('\u00a0', ' '))
                .isEqualTo("lundi 7 septembre 2026 à 9 h 05");
        assertThat(French.dateTime(at, ZoneId.of("Pacific/Noumea")).replace('\u00a0', ' '))
                .isEqualTo("lundi 7 septembre 2026 à 18 h 05");
    }

    @Test
    void theFirstOfAMonthIsPremier() {
        assertThat(French.date(LocalDate.of(2026, 9, 1))).isEqualTo("mardi 1er septembre 2026");
    }

    @Test
    void thousandsAreSetApart() {
        assertThat(French.number(999)).isEqualTo("999");
        assertThat(French.number(1_000_000)).isEqualTo("1\u202f000\u202f000");
        assertThat(French.count(1, "compte", "comptes")).isEqualTo("1\u00a0compte");
        assertThat(French.count(1200, "compte", "comptes")).isEqualTo("1\u202f200\u00a0comptes");
    }
}
