package fr.teleservices.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MailFrameTest {
    @Test
    void theStylesOfAMailAreOneSheetWhoseHashIsAllowed() {
        String html = MailFrame.withStyleSheet(
                "<html><head></head><body style=\"margin:0\"><p style=\"font-family:&#39;Menlo&#39;\">a</p></body></html>");

        assertThat(html)
                .contains("[data-style=\"1\"]{margin:0}[data-style=\"2\"]{font-family:'Menlo'}")
                .contains("<body data-style=\"1\"><p data-style=\"2\">a</p>");
        assertThat(MailFrame.policy(html)).contains("style-src 'sha256-").doesNotContain("unsafe");
    }

    @Test
    void aStyleThatCouldEndTheSheetStaysWhereItIs() {
        String html = "<p style=\"}</style><b>\">a</p>";

        assertThat(MailFrame.withStyleSheet(html)).isEqualTo(html);
    }
}
