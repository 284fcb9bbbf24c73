package fr.teleservices.trust;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.ActivationForm;
import fr.teleservices.boot.WholeSite;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Weak passwords are refused with the reason, long ones taken whole. */
@Tag("trust-10")
@ExtendWith(SharedSite.class)
class Row10WeakPasswordsTest {
    private final WholeSite site;
    private final Family family;

    Row10WeakPasswordsTest(WholeSite site) {
        this.site = site;
        family = new Family(site);
    }

    @Test
    void weakOnesAreRefusedWithTheReasonAndLongOnesTakenWhole() {
        for (String weak : List.of(
                "court", "wQ7mZr4tXpK", "password1234", "motdepasse123", family.login + "2026!", "azertyuiopqs")) {
            Refusal refusal = Family.refusal(site.activation.activate(
                    new ActivationForm(family.login, family.password, weak, weak, "2", "1", "2012", "p@example.org"),
                    Family.CLIENT));
            assertThat(refusal.fields()).as(weak).containsKey("newPassword");
        }
        String whole = "le chêne, une girafe et 47 tasses de café sur le quai n° 9 ; "
                        .repeat(5)
                        .substring(0, 240) + "quinze ruches, y";
        assertThat(whole).hasSize(256);
        await(site.activation.activate(
                new ActivationForm(family.login, family.password, whole, whole, "02", "01", "2012", "p@example.org"),
                Family.CLIENT));
        assertThat(Family.refusal(site.signIn.signIn(family.login, whole.substring(0, 255) + "z", "192.0.2.8"))
                        .kind())
                .isEqualTo(Refusal.Kind.INVALID);
        site.later();
        assertThat(await(site.signIn.signIn(family.login, whole, "192.0.2.8")).state())
                .isEqualTo(AccountState.ACTIVATING);
    }

    @Test
    void aPasswordThatWasSentIsNeverOnesOwnHoweverItIsTyped() {
        String sent = family.password;
        for (String own : List.of(
                sent, sent.replace("-", ""), sent.toLowerCase(Locale.ROOT).replace('-', ' '))) {
            assertThat(Family.refusal(site.activation.activate(
                                    new ActivationForm(family.login, sent, own, own, "2", "1", "2012", "p@example.org"),
                                    Family.CLIENT))
                            .fields())
                    .as(own)
                    .containsOnlyKeys("newPassword");
        }
        assertThat(site.state(family.guardian)).isEqualTo("NOTIFIED");
        family.activate();
        String earlier = site.sentBefore(family.guardian);
        for (String own : List.of(earlier, WholeSite.PASSWORD)) {
            site.later();
            Browser holder = site.holder(family.guardian);
            Answer refused = holder.post(
                    "/portail/compte/mot-de-passe",
                    "password",
                    WholeSite.PASSWORD,
                    "newPassword",
                    own,
                    "newPasswordAgain",
                    own);
            assertThat(refused.status()).as(own).isEqualTo(422);
            assertThat(refused.body()).as(own).containsAnyOf("vous a été envoyé", "mot de passe actuel");
        }
        assertThat(await(site.recovery.ask(family.login))).isTrue();
        assertThat(Family.refusal(site.recovery.recover(family.token("FORGOTTEN"), earlier, earlier))
                        .fields())
                .containsOnlyKeys("newPassword");
    }
}
