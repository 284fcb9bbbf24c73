package fr.teleservices.trust;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.testing.Browser.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The temporary password after the activation, after a newer one, after ninety days: refused. */
@Tag("trust-1")
@ExtendWith(SharedSite.class)
class Row01DeadTemporaryPasswordTest {
    private final WholeSite site;
    private final Family family;

    Row01DeadTemporaryPasswordTest(WholeSite site) {
        this.site = site;
        family = new Family(site);
    }

    @Test
    void afterTheActivation() {
        family.activate();
        assertThat(family.tried(family.password).status()).isEqualTo(422);
        site.later();
        assertThat(site.browser()
                        .post("/", "login", family.login, "password", family.password)
                        .status())
                .isEqualTo(422);
        assertThat(site.state(family.guardian)).isEqualTo("ACTIVE");
    }

    @Test
    void onceANewerOneHasLeft() {
        String newer = site.notified(family.guardian);
        assertThat(family.tried(family.password).status()).isEqualTo(422);
        site.later();
        assertThat(family.tried(newer).status()).isEqualTo(303);
        assertThat(site.state(family.guardian)).isEqualTo("ACTIVATING");
    }

    @Test
    void afterNinetyDaysAndSaysSo() {
        site.clock.advance(Duration.ofDays(90).plusSeconds(1));
        Answer expired = family.tried(family.password);
        assertThat(expired.status()).isEqualTo(422);
        assertThat(expired.body()).contains("est expiré");
        assertThat(site.state(family.guardian)).isEqualTo("NOTIFIED");
    }
}
