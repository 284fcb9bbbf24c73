package fr.teleservices.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Logins of names as French schools have them: what is only spelling makes no difference, and what is no name stops nothing. */
class LoginPropertiesTest {
    private static final String FORM = "([a-z]\\.)?[a-z]{1,30}";

    @Property
    void accentsAndCaseMakeNoDifference(@ForAll("names") String given, @ForAll("names") String family) {
        String plain = Login.firstBase(given, family);
        assertThat(plain).matches(FORM);
        assertThat(Login.firstBase(accented(given), accented(family))).isEqualTo(plain);
        assertThat(Login.firstBase(given.toUpperCase(Locale.ROOT), family.toUpperCase(Locale.ROOT)))
                .isEqualTo(plain);
        assertThat(Login.firstBase(
                        Normalizer.normalize(given, Normalizer.Form.NFD),
                        Normalizer.normalize(family, Normalizer.Form.NFD)))
                .isEqualTo(plain);
    }

    @Property
    void particlesApostrophesHyphensAndBlanksAreHandledAsOneWord(
            @ForAll("particles") String particle, @ForAll("joints") String joint, @ForAll("names") String family) {
        assertThat(Login.firstBase("Zoé", particle + joint + family))
                .isEqualTo(Login.firstBase("Zoé", particle + family))
                .isEqualTo(Login.firstBase("Zoé", " " + particle + " " + family + " "));
    }

    @Property
    void aNameOfOurLettersIsNeverLost(@ForAll("names") String family) {
        assertThat(Login.firstBase("", family)).matches("[a-z]{1,30}").isNotEqualTo("compte");
        assertThat(Login.replacementBase("", family)).isEqualTo(Login.firstBase("", family));
    }

    /** Else the third homonym of one base could be the first of another: a number always follows letters alone. */
    @Property
    void basesWithNumbersAreOnlyTheSameWhereBaseAndNumberAre(
            @ForAll String one,
            @ForAll String other,
            @ForAll @IntRange(min = 1, max = 200_000) int first,
            @ForAll @IntRange(min = 1, max = 200_000) int second) {
        String base = Login.firstBase(one, other);
        String second30 = Login.firstBase(other, one);
        assertThat((base + first).equals(second30 + second)).isEqualTo(base.equals(second30) && first == second);
    }

    @Property
    void aFirstAccountsLoginIsNeverANewAccounts(@ForAll("names") String given, @ForAll("names") String family) {
        assertThat(Login.firstBase(given, family).indexOf('.')).isEqualTo(1);
        assertThat(Login.replacementBase(given, family)).matches("[a-z]{1,30}\\.[a-z]{1,30}");
    }

    @Property
    void whatIsTypedIsTakenWithBlanksAndCapitals(@ForAll("names") String given, @ForAll("names") String family) {
        String login = Login.firstBase(given, family) + "12";
        assertThat(Login.typed(" " + login.toUpperCase(Locale.ROOT) + "\t")).isEqualTo(login);
        assertThat(Login.typed(Login.typed(login))).isEqualTo(login);
    }

    private static String accented(String name) {
        return name.replace('e', 'é')
                .replace('a', 'à')
                .replace('u', 'ü')
                .replace('c', 'ç')
                .replace('y', 'ÿ');
    }

    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> letters =
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(60);
        Arbitrary<String> first = Arbitraries.of("A", "É", "Œ", "Ÿ", "Ç", "N");
        return Combinators.combine(first, letters).as((a, b) -> a + b);
    }

    @Provide
    Arbitrary<String> particles() {
        return Arbitraries.of(List.of("d", "de La", "Le", "N", "L", "van der", "Saint", "M", "O"));
    }

    @Provide
    Arbitrary<String> joints() {
        return Arbitraries.of("'", "’", "-", " ", "‑", "  ", "\u00A0", "`", ".");
    }
}
