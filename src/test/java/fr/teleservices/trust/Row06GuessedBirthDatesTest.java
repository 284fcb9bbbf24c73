package fr.teleservices.trust;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.kernel.Refused;
import fr.teleservices.kernel.Role;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Birth dates that are guessed: five for one credential, then it is frozen and staff see it. */
@Tag("trust-6")
@ExtendWith(SharedSite.class)
class Row06GuessedBirthDatesTest {
    private final WholeSite site;
    private final Family family;

    Row06GuessedBirthDatesTest(WholeSite site) {
        this.site = site;
        family = new Family(site);
    }

    @Test
    void fiveWrongOnesFreezeTheCredentialAndStaffSeeIt() {
        for (int i = 1; i <= 4; i++) {
            Answer answer = family.tried(site.browser(), family.password, 2);
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.body()).contains("Il reste");
        }
        family.tried(site.browser(), family.password, 3);
        assertThat(Family.refusal(site.activation.activate(family.right(), Family.CLIENT))
                        .code())
                .isEqualTo("frozen");
        assertThat(site.state(family.guardian)).isEqualTo("NOTIFIED");
        Browser assistance = site.signedIn(site.staff(Role.ASSISTANCE, family.school));
        assertThat(assistance.get("/gestion/comptes/" + family.guardian).body()).contains("bloqué");
        String renewed = site.notified(family.guardian);
        assertThat(family.tried(renewed).status()).isEqualTo(303);
    }

    @Test
    void ofFiftyWrongOnesAtOnceFiveAtMostAreLookedAt() {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(site.activation.activate(family.form(family.password, 2), Family.CLIENT));
        }
        await(Future.join(all).otherwiseEmpty());
        assertThat(all).allMatch(Future::failed);
        assertThat(site.database.number(
                        "SELECT wrong FROM credential_try WHERE credential_id = (SELECT credential_id FROM account WHERE id = "
                                + family.guardian + ")"))
                .isBetween(1L, 5L);
        long told = all.stream()
                .map(future -> ((Refused) future.cause()).refusal())
                .filter(refusal -> refusal.fields().containsKey("birthDay"))
                .count();
        assertThat(told).isLessThanOrEqualTo(4);
    }
}
