package fr.teleservices.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the stories rely on: a page that is no good is found out. */
class ChromiumTest {
    @Test
    void whatScrollsSidewaysAndWhatIsShutToAScreenReaderIsFound(@TempDir Path pictures) {
        Optional<Path> executable = Chromium.executable();
        assumeTrue(executable.isPresent(), "no Chromium here");
        try (Chromium chromium = Chromium.start(executable.get(), pictures)) {
            Page page = chromium.person("http://localhost");
            page.setContent(
                    "<!DOCTYPE html><html lang=\"fr\"><title>Essai – Téléservices</title><main><h1>Essai</h1><p>Bon</p></main></html>");
            chromium.look(page, "good");
            assertThat(chromium.faults()).isEmpty();
            page.setContent(
                    "<!DOCTYPE html><html lang=\"fr\"><title>Essai – Téléservices</title><main><h1>Essai</h1>"
                            + "<img src=\"x.png\"><h3>« Oui »</h3><p style=\"width:700px\">Large</p><p style=\"color:#ccc\">Pâle</p></main></html>");
            chromium.look(page, "bad");
            assertThat(chromium.faults())
                    .hasSize(Chromium.PICTURES ? 9 : 7)
                    .anySatisfy(fault -> assertThat(fault).contains("an h3 under an h1"))
                    .anySatisfy(fault -> assertThat(fault).contains("not set as French"))
                    .anySatisfy(fault -> assertThat(fault).contains("px wide on a screen of 360"))
                    .anySatisfy(fault -> assertThat(fault).contains("<img"))
                    .anySatisfy(fault -> assertThat(fault).contains("Pâle"));
        }
    }
}
