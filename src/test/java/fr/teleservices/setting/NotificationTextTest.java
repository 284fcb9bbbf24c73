package fr.teleservices.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class NotificationTextTest {
    private static final NotificationText TEXT = new NotificationText("Objet", "Texte");

    @Test
    void whatIsShippedMayBeSaved() {
        for (TextKind kind : TextKind.all()) {
            for (boolean byLink : new boolean[] {false, true}) {
                NotificationText text = NotificationText.standard(kind, byLink);
                assertThat(text.faults()).isEmpty();
                if (byLink && kind.withPassword()) {
                    assertThat(text.body()).contains("lien ci-dessous").doesNotContain("mot de passe temporaire");
                }
            }
            assertThat(TextKind.parse(kind.slug())).contains(kind);
        }
        assertThat(TextKind.all()).hasSize(8).doesNotHaveDuplicates();
    }

    @Test
    void anUnknownPlaceholderIsRefusedByName() {
        NotificationText text = new NotificationText("Accès {nom}", "Bonjour {prenom} {nom}, {mot de passe}");
        assertThat(text.faults()).containsOnlyKeys("body");
        assertThat(text.faults().get("body"))
                .contains("{prenom}, {mot de passe}")
                .doesNotContain("{nom}");
        assertThat(new NotificationText("{x}", "a").faults().get("subject")).contains("{x}");
    }

    @Test
    void anEmptyOrEndlessTextIsRefused() {
        assertThat(new NotificationText(" ", " ").faults()).containsOnlyKeys("subject", "body");
        assertThat(new NotificationText("a".repeat(121), "a".repeat(3_001)).faults())
                .containsOnlyKeys("subject", "body");
        assertThat(TEXT.faults()).isEmpty();
    }

    @Property
    void aValueIsNeverLookedThroughAgain(@ForAll("values") String value) {
        Map<String, String> values = new HashMap<>();
        NotificationText.PLACEHOLDERS.forEach(name -> values.put(name, value));
        for (String name : NotificationText.PLACEHOLDERS) {
            NotificationText filled = new NotificationText("{" + name + "}", "<{" + name + "}>").filled(values);
            assertThat(filled.subject()).isEqualTo(value);
            assertThat(filled.body()).isEqualTo("<" + value + ">");
        }
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.of("{nom}", "{identifiant}", "$1", "\\", "{", "}", "{{x}}", "D’Alembert", "<b>", "\n")
                .list()
                .ofMaxSize(6)
                .map(parts -> String.join("", parts));
    }
}
