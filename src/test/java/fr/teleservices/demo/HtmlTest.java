package fr.teleservices.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {
    @Test
    void theStylesOfAMailAreOneSheetWhoseHashIsAllowed() {
        String html = Html.withStyleSheet(
                "<html><head></head><body style=\"margin:0\"><p style=\"font-family:&#39;Menlo&#39;\">a</p></body></html>");

        assertThat(html)
                .contains("[data-style=\"1\"]{margin:0}[data-style=\"2\"]{font-family:'Menlo'}")
                .contains("<body data-style=\"1\"><p data-style=\"2\">a</p>");
        assertThat(Html.policyForMail(html)).contains("style-src 'sha256-").doesNotContain("unsafe");
    }

    @Test
    void aStyleThatCouldEndTheSheetStaysWhereItIs() {
        String html = "<p style=\"}</style><b>\">a</p>";

        assertThat(Html.withStyleSheet(html)).isEqualTo(html);
    }
}
