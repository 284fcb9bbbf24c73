package fr.teleservices.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LightTextTest {
    /** All that may stand in angle brackets. */
    private static final Pattern TAG = Pattern.compile("</?(p|ul|li|strong|em|a)>|<br>"
            + "|<a href=\"(https?://|mailto:)[^\"<>\\s`{]+\" rel=\"noreferrer noopener\">");

    private static String html(String text) {
        return new LightText(text).html();
    }

    @Test
    void formattingThatASecretaryTypesIsShown() {
        assertThat(
                        html(
                                "Bonjour **à tous**,\n\nRéunion *lundi* :\n- 6e à 17 h\n- 5e à **18 h**\n\nVoir [le site](https://exemple.fr/a?b=1&c=2)."))
                .isEqualTo(
                        "<p>Bonjour <strong>à tous</strong>,</p>\n<p>Réunion <em>lundi</em> :</p>\n"
                                + "<ul><li>6e à 17 h</li><li>5e à <strong>18 h</strong></li></ul>\n"
                                + "<p>Voir <a href=\"https://exemple.fr/a?b=1&amp;c=2\" rel=\"noreferrer noopener\">le site</a>.</p>\n");
        assertThat(html("une ligne\nune autre")).isEqualTo("<p>une ligne<br>\nune autre</p>\n");
        assertThat(html("Écrire à [nous](mailto:accueil@exemple.fr)")).contains("href=\"mailto:accueil@exemple.fr\"");
        assertThat(html("Voir https://exemple.fr.")).contains(">https://exemple.fr</a>.</p>");
        assertThat(html("2 * 3 * 4 et **")).isEqualTo("<p>2 * 3 * 4 et **</p>\n");
    }

    @Test
    @Tag("trust-21")
    @Tag("trust-24")
    void nothingTypedIsAnythingButText() {
        for (String nasty : List.of(
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "**<b onclick=\"x\">**",
                "[ici](javascript:alert(1))",
                "[ici](JaVaScRiPt:alert(1))",
                "[ici](data:text/html;base64,PHN2Zz4=)",
                "[ici](https://a\"onmouseover=\"x)",
                "[ici](https://moi:secret@exemple.fr/)",
                "[ici](//exemple.fr)",
                "[ici](mailto:a@exemple.fr?bcc=b@exemple.fr)",
                "[<script>](https://exemple.fr/<script>)",
                "{{x}} {{{x}}}",
                "&lt;script&gt;",
                "https://exemple.fr/\"><script>alert(1)</script>",
                "```<iframe>```",
                "- <li onclick=x>",
                "****a****",
                "\u202etxet\u202c \u2066x\u2069 \u200f")) {
            String html = html(nasty);
            assertThat(TAG.matcher(html).replaceAll("")).as(nasty).doesNotContain("<", ">", "{{", "\"", "'");
            assertThat(html).as(nasty).doesNotContain("\u202e", "\u2066", "\u200f");
            assertThat(html.toLowerCase(java.util.Locale.ROOT))
                    .as(nasty)
                    .doesNotContain(
                            "href=\"javascript",
                            "href=\"data",
                            "href=\"https://moi",
                            "href=\"mailto:a@exemple.fr?",
                            "href=\"//");
        }
    }

    @Property
    void whateverIsTypedOnlyTheKnownTagsStandInTheHtml(@ForAll("markup") String text) {
        String html = html(text);
        assertThat(TAG.matcher(html).replaceAll("")).doesNotContain("<", ">", "\"", "{");
        assertThat(count(html, "<strong>")).isEqualTo(count(html, "</strong>"));
        assertThat(count(html, "<a ")).isEqualTo(count(html, "</a>"));
    }

    @Provide
    Arbitrary<String> markup() {
        return Arbitraries.of(
                        "**",
                        "*",
                        "[",
                        "](",
                        ")",
                        "https://",
                        "mailto:",
                        "a@b.fr",
                        "javascript:",
                        "<",
                        ">",
                        "\"",
                        "'",
                        "&",
                        "\n",
                        "\n\n",
                        "- ",
                        "é",
                        " ",
                        "a",
                        "{{",
                        "}}",
                        "\u202e",
                        "`")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    @Test
    void aLongTextOfMarksTakesNoTime() {
        assertThat(html("**a".repeat(660))).isNotEmpty();
        assertThat(html("[".repeat(2_000))).isNotEmpty();
        assertThat(html("*a ".repeat(660))).isNotEmpty();
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
