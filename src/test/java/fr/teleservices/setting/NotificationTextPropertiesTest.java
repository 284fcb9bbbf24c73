package fr.teleservices.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;

/** Texts that staff write: any placeholder that is not known is refused, and those that are known are replaced once, as they are. */
class NotificationTextPropertiesTest {
    @Property
    void aTextIsSavedExactlyWhereAllItsPlaceholdersAreKnown(@ForAll("texts") String body) {
        NotificationText text = new NotificationText("Objet", body.isBlank() ? "x" : body);
        List<String> unknown = text.unknownPlaceholders();
        assertThat(text.faults().containsKey("body")).isEqualTo(!unknown.isEmpty());
        assertThat(unknown).doesNotContainAnyElementsOf(NotificationText.PLACEHOLDERS);
        unknown.forEach(name -> assertThat(text.faults().get("body")).contains("{" + name + "}"));
    }

    @Property
    void anUnknownNameInBracesIsRefusedWhereverItStands(
            @ForAll("texts") String before, @ForAll @AlphaChars @StringLength(min = 1, max = 40) String name) {
        Assume.that(!NotificationText.PLACEHOLDERS.contains(name));
        NotificationText text = new NotificationText("Objet", before + "\n{" + name + "}");
        assertThat(text.faults().get("body")).contains("{" + name + "}");
    }

    @Property
    void whatMayBeSavedHasNoKnownPlaceholderLeftWhenItIsFilled(@ForAll("texts") String body) {
        NotificationText filled = new NotificationText("Objet", body).filled(values("v"));
        NotificationText.PLACEHOLDERS.forEach(name -> assertThat(filled.body()).doesNotContain("{" + name + "}"));
        assertThat(filled.filled(values("v"))).isEqualTo(filled);
    }

    @Property
    void unknownNamesAndTheRestStayAsTheyAre(@ForAll("texts") String body) {
        NotificationText text = new NotificationText("Objet", body);
        Map<String, String> asTheyAre = new HashMap<>();
        NotificationText.PLACEHOLDERS.forEach(name -> asTheyAre.put(name, "{" + name + "}"));
        assertThat(text.filled(asTheyAre)).isEqualTo(text);
        assertThat(text.filled(Map.of())).isEqualTo(text);
    }

    @Property
    void aValueStandsInTheTextToTheLetter(@ForAll("texts") String before, @ForAll String value) {
        Map<String, String> values = values("v");
        values.put("nom", value);
        String start =
                new NotificationText("Objet", before + "¦").filled(values).body();
        assertThat(new NotificationText("Objet", before + "¦{nom}")
                        .filled(values)
                        .body())
                .isEqualTo(start + value);
    }

    @Property
    void paragraphsLoseNothingButBlankLines(@ForAll("texts") String body) {
        String joined = String.join("", new NotificationText("Objet", body).paragraphs());
        assertThat(joined.replaceAll("\\s", "")).isEqualTo(body.replaceAll("\\s", ""));
    }

    private static Map<String, String> values(String value) {
        Map<String, String> values = new HashMap<>();
        NotificationText.PLACEHOLDERS.forEach(name -> values.put(name, value));
        return values;
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "{nom}",
                        "{identifiant}",
                        "{prénom}",
                        "{adresse}",
                        "{Nom}",
                        "{mot de passe}",
                        "{nom ",
                        "nom}",
                        "{{nom}}",
                        "{",
                        "}",
                        "{}",
                        "\n",
                        "\n \n",
                        "$1",
                        "\\",
                        "<b>",
                        "=cmd",
                        "{a{nom}b}",
                        "D’Alembert",
                        "{" + "x".repeat(41) + "}")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }
}
