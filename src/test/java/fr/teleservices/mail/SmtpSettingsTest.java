package fr.teleservices.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SmtpSettingsTest {
    private static SmtpSettings to(String host, SmtpSettings.Tls tls, boolean plainElsewhere) {
        return new SmtpSettings(
                host,
                25,
                tls,
                "",
                "",
                Workers.FROM,
                "localhost",
                10,
                2,
                100,
                0,
                0,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Optional.empty(),
                plainElsewhere,
                false);
    }

    @Test
    void plainIsAcceptedTowardsThisMachine() {
        assertThat(to("localhost", SmtpSettings.Tls.NONE, false).validate()).isEmpty();
        assertThat(to("127.0.0.1", SmtpSettings.Tls.NONE, false).validate()).isEmpty();
        assertThat(to("::1", SmtpSettings.Tls.NONE, false).validate()).isEmpty();
    }

    @Test
    void plainElsewhereNeedsAWordOfItsOwn() {
        assertThat(to("smtp-example.org", SmtpSettings.Tls.NONE, false).validate())
                .singleElement()
                .asString()
                .contains("smtp-tls");
        assertThat(to("127.0.0.1.example.org", SmtpSettings.Tls.NONE, false).validate())
                .hasSize(1);
        assertThat(to("smtp-example.org", SmtpSettings.Tls.NONE, true).validate())
                .isEmpty();
        assertThat(to("smtp-example.org", SmtpSettings.Tls.STARTTLS, false).validate())
                .isEmpty();
    }

    @Test
    void everyFaultIsToldAtOnceAndNoSecret() {
        SmtpSettings bad = new SmtpSettings(
                "",
                0,
                SmtpSettings.Tls.TLS,
                "user",
                "",
                MailAddress.of("nobody"),
                "",
                0,
                0,
                0,
                0,
                0,
                Duration.ZERO,
                Duration.ZERO,
                Optional.of(new SmtpSettings.Dkim("", "", "secret-key")),
                false,
                false);

        assertThat(bad.validate()).hasSize(11).noneMatch(f -> f.contains("secret-key"));
        assertThat(bad.toString()).doesNotContain("secret-key");
    }
}
