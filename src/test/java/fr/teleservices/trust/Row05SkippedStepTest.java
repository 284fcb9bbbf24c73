package fr.teleservices.trust;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A step skipped, the account of a form swapped: refused. */
@Tag("trust-5")
@ExtendWith(SharedSite.class)
class Row05SkippedStepTest {
    private final WholeSite site;
    private final Family family;

    Row05SkippedStepTest(WholeSite site) {
        this.site = site;
        family = new Family(site);
    }

    @Test
    void thePasswordOfOneAccountOpensNoOther() {
        long other = site.account(family.school, "2-2");
        String others = site.notified(other);
        assertThat(family.tried(others).status()).isEqualTo(422);
        assertThat(site.state(family.guardian)).isEqualTo("NOTIFIED");
        assertThat(site.state(other)).isEqualTo("NOTIFIED");
    }

    @Test
    void whoHasNotConfirmedTheAddressGetsNoFurtherThanItsPage() {
        Browser browser = site.browser();
        assertThat(family.tried(browser, family.password, 1).status()).isEqualTo(303);
        browser.post("/", "login", family.login, "password", WholeSite.PASSWORD);
        for (String page : List.of("/portail", "/portail/compte", "/portail/compte/enfants", "/portail/contact")) {
            Answer answer = browser.get(page);
            assertThat(answer.status()).as(page).isEqualTo(303);
            assertThat(answer.header("Location")).as(page).startsWith("/portail/");
        }
        assertThat(browser.get("/portail").body()).doesNotContain("Famille1");
        assertThat(site.state(family.guardian)).isEqualTo("ACTIVATING");
    }
}
