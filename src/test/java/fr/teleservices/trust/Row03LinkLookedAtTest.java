package fr.teleservices.trust;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.testing.HeldRow;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An activation link that was looked at ten times still works, and one confirmation wins. */
@Tag("trust-3")
@ExtendWith(SharedSite.class)
class Row03LinkLookedAtTest {
    private final WholeSite site;
    private final Family family;

    Row03LinkLookedAtTest(WholeSite site) {
        this.site = site;
        family = new Family(site);
    }

    @Test
    void tenLooksChangeNothingAndOfTwoConfirmationsOneWins() {
        assertThat(family.tried(family.password).status()).isEqualTo(303);
        String token = family.token("ACTIVATE");
        String link = "/activation/confirm?token=" + token;
        for (int i = 0; i < 5; i++) {
            assertThat(site.browser().get(link).status()).isEqualTo(200);
            assertThat(site.browser().send("HEAD", link, null).status()).isEqualTo(200);
        }
        assertThat(site.state(family.guardian)).isEqualTo("ACTIVATING");
        List<Future<?>> both;
        try (HeldRow held =
                new HeldRow(site.database, "SELECT 1 FROM account WHERE id = " + family.guardian + " FOR UPDATE")) {
            both = List.of(site.links.confirm(token), site.links.confirm(token));
            held.untilWaiting(2, both);
        }
        await(Future.join(both).otherwiseEmpty());
        assertThat(both.stream().filter(Future::succeeded)).hasSize(1);
        assertThat(site.state(family.guardian)).isEqualTo("ACTIVE");
        assertThat(site.browser().post("/activation/confirm", "token", token).status())
                .isEqualTo(410);
        assertThat(site.browser().get(link).status()).isEqualTo(410);
    }
}
