package fr.teleservices.letter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AddressBlockTest {
    private static List<String> lines(String name, List<String> street, String postcode, String city, String country) {
        return AddressBlock.lines(new PostalAddress(name, street, postcode, city, country));
    }

    @Test
    void theLastThreeLinesAreInCapitals() {
        assertThat(lines("M. Paul Durand", List.of("Bâtiment C", "8, rue de l’Église", ""), "59000", "Lille", "France"))
                .containsExactly("M. Paul Durand", "BÂTIMENT C", "8 RUE DE L’ÉGLISE", "59000 LILLE");
    }

    @Test
    void abroadTheCountryHasTheLastLine() {
        assertThat(lines("Mme Anna Weiß", List.of("Hauptstraße 7"), "66117", "Saarbrücken", "Allemagne"))
                .containsExactly("Mme Anna Weiß", "HAUPTSTRASSE 7", "66117 SAARBRÜCKEN", "ALLEMAGNE");
    }

    @Test
    void fourComplementsAbroadStillGiveSixLinesOfThirtyEight() {
        List<String> lines = lines(
                "Mme Prudence de Bellefontaine",
                List.of("Appartement 12", "Escalier B", "Résidence des Lilas", "12 avenue de la Gare"),
                "1000",
                "Bruxelles",
                "Belgique");
        assertThat(lines).hasSize(6).allMatch(l -> l.length() <= 38);
        assertThat(String.join(" ", lines).toUpperCase(Locale.FRENCH))
                .contains("APPARTEMENT 12", "ESCALIER B", "RÉSIDENCE DES LILAS", "12 AVENUE DE LA GARE", "BELGIQUE");
    }

    @Test
    void aNameOfAHundredCharactersIsWrappedAtThirtyEight() {
        String name =
                "M. Jean-Christophe Maximilien Alexandre Philippe de la Rochefoucauld-Montmorency-Laval de Bellefonds";
        List<String> lines = lines(name, List.of("12 rue des Lilas"), "75011", "Paris", "");
        assertThat(name).hasSize(100);
        assertThat(lines).hasSizeLessThanOrEqualTo(6).allMatch(l -> l.length() <= 38);
        assertThat(String.join(" ", lines)).isEqualToIgnoringCase(name + " 12 rue des Lilas 75011 Paris");
    }

    @Test
    void aNameLongerThanALineIsBrokenBehindAHyphen() {
        PostalAddress address = new PostalAddress(
                "M. João de La Rochefoucauld-Montmorency-Châteaubriand du Plessis",
                List.of("42 SENTIER DES BICHES"),
                "21000",
                "DIJON",
                "");

        assertThat(AddressBlock.lines(address))
                .startsWith("M. João de La Rochefoucauld-", "MONTMORENCY-CHÂTEAUBRIAND DU PLESSIS");
    }

    @Test
    void absurdDataNeverGiveMoreThanSixLinesAndKeepTheTown() {
        String endless = "x".repeat(10_000);
        List<String> lines = lines(endless, List.of(endless, endless), "75011", "Paris", "Mali");
        assertThat(lines).hasSize(6).allMatch(l -> l.length() <= 64);
        assertThat(lines.subList(4, 6)).containsExactly("75011 PARIS", "MALI");
    }

    @Test
    void withoutATownThereIsNoPostalAddress() {
        assertThat(lines("M. Paul Durand", List.of("8 rue de l’Église"), "", " ", ""))
                .isEmpty();
        assertThat(lines("M. Paul Durand", List.of(""), "", "Lille", "")).isEmpty();
    }

    @Test
    @Tag("trust-21")
    void lineFeedsAndBidiMarksInTheDataAreInert() {
        assertThat(lines("M. Paul\nDurand", List.of("\u202E8 rue\tHaute"), "59000", "Lille", ""))
                .containsExactly("M. PAUL DURAND", "8 RUE HAUTE", "59000 LILLE");
    }
}
