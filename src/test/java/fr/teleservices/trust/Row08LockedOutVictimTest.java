package fr.teleservices.trust;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.testing.Browser.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Failing on purpose makes a victim wait, and never locks anybody out. */
@Tag("trust-8")
@ExtendWith(SharedSite.class)
class Row08LockedOutVictimTest {
    private final WholeSite site;
    private final Family family;

    Row08LockedOutVictimTest(WholeSite site) {
        this.site = site;
        family = new Family(site);
    }

    @Test
    void theWaitGrowsAndEndsAndTheFirstThreeAreShort() {
        family.activate();
        site.later();
        int failures = 0;
        int waits = 0;
        for (int tries = 0; tries < 30; tries++) {
            Answer answer = site.browser().post("/", "login", family.login, "password", "faux");
            if (answer.status() == 429) {
                int wait = Integer.parseInt(answer.header("Retry-After"));
                assertThat(wait).isLessThanOrEqualTo(failures <= 3 ? 10 : 900);
                site.clock.advance(Duration.ofSeconds(wait));
                waits++;
            } else {
                assertThat(answer.status()).isEqualTo(422);
                failures++;
            }
        }
        assertThat(waits).isGreaterThan(5);
        site.clock.advance(Duration.ofMinutes(15));
        assertThat(site.browser()
                        .post("/", "login", family.login, "password", WholeSite.PASSWORD)
                        .status())
                .isEqualTo(303);
    }

    @Test
    void aResetStillWorksMeanwhile() {
        family.activate();
        site.browser().post("/", "login", family.login, "password", "faux");
        site.browser().post("/", "login", family.login, "password", "faux");
        assertThat(await(site.recovery.ask(family.login))).isTrue();
        String token = family.token("FORGOTTEN");
        String other = "une toute autre phrase de passe";
        assertThat(site.browser()
                        .post(
                                "/mot-de-passe-oublie/nouveau",
                                "token",
                                token,
                                "newPassword",
                                other,
                                "newPasswordAgain",
                                other)
                        .status())
                .isEqualTo(200);
    }
}
