package fr.teleservices.trust;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.school.School;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Grouping another family's account: both proofs are needed. */
@Tag("trust-18")
@ExtendWith(SharedSite.class)
class Row18OtherFamiliesAccountTest {
    private final WholeSite site;

    Row18OtherFamiliesAccountTest(WholeSite site) {
        this.site = site;
    }

    private static final String GROUP = "/portail/compte/enfants/regrouper";

    @Test
    void withoutItsPasswordWithoutASessionAndUnderAnotherNameNothingIsGrouped() {
        School here = site.school(2);
        School there = site.school(2);
        Browser holder = site.holder(site.active(site.account(here, "1-1")));
        long own = site.active(site.account(there, "1-1"));
        long stranger = site.active(site.account(there, "1-2"));
        assertThat(holder.post(GROUP, "login", site.login(own), "password", "une autre phrase de passe")
                        .status())
                .isEqualTo(422);
        site.clock.advance(Duration.ofSeconds(10));
        assertThat(site.browser()
                        .post(GROUP, "login", site.login(own), "password", WholeSite.PASSWORD)
                        .status())
                .isEqualTo(303);
        Answer answer = holder.post(GROUP, "login", site.login(stranger), "password", WholeSite.PASSWORD);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body()).contains("même nom et le même prénom");
        assertThat(site.state(own) + site.state(stranger)).isEqualTo("ACTIVEACTIVE");
        assertThat(holder.post(GROUP, "login", site.login(own), "password", WholeSite.PASSWORD)
                        .status())
                .isEqualTo(303);
        assertThat(site.state(own)).isEqualTo("CLOSED");
    }

    @Test
    void aTemporaryPasswordNeedsTheChildsBirthDateToo() {
        School here = site.school(2);
        School there = site.school(2);
        Browser holder = site.holder(site.active(site.account(here, "1-1")));
        long other = site.account(there, "1-1");
        String password = site.notified(other);
        assertThat(holder.post(
                                GROUP,
                                "login",
                                site.login(other),
                                "password",
                                password,
                                "birthDay",
                                "9",
                                "birthMonth",
                                "9",
                                "birthYear",
                                "2009")
                        .status())
                .isEqualTo(422);
        assertThat(site.state(other)).isEqualTo("NOTIFIED");
        site.clock.advance(Duration.ofSeconds(10));
        assertThat(holder.post(
                                GROUP,
                                "login",
                                site.login(other),
                                "password",
                                password,
                                "birthDay",
                                "2",
                                "birthMonth",
                                "1",
                                "birthYear",
                                "2012")
                        .status())
                .isEqualTo(303);
        assertThat(site.state(other)).isEqualTo("CLOSED");
    }
}
