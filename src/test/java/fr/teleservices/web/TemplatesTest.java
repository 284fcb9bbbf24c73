package fr.teleservices.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TemplatesTest {
    private static final Templates TEMPLATES = new Templates(new Assets());

    record View(String name, @Nullable String absent) {}

    record Wrong(String other) {}

    @Test
    @Tag("trust-21")
    void aPageEscapesWhatPeopleTyped() {
        String html = TEMPLATES.render("tests/hello", new View("<script>{{x}}</script>", null));
        assertThat(html).contains("&lt;script&gt;").doesNotContain("<script>").contains("<title>Essai");
    }

    @Test
    void aTextIsNotEscaped() {
        assertThat(TEMPLATES.render("tests/hello.txt", new View("d'Alembert & fils", null)))
                .isEqualTo("Bonjour d'Alembert & fils\n");
    }

    @Test
    void aVariableWithoutAValueThrows() {
        assertThatThrownBy(() -> TEMPLATES.render("tests/hello.txt", new Wrong("x")))
                .hasMessageContaining("name");
    }
}
