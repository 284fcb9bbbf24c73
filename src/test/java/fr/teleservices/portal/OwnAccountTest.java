package fr.teleservices.portal;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a holder changes and reads in <em>Mon compte</em>. */
class OwnAccountTest {
    private static final String NEW = "un phare et quatre harengs";
    private static final String PASSWORD_PAGE = "/portail/compte/mot-de-passe";
    private static final String ADDRESS_PAGE = "/portail/compte/adresse";

    private final FamilySite family = new FamilySite();
    private long account;
    private Browser holder;

    @BeforeEach
    void aGuardianIsSignedIn() {
        account = family.active(family.here, 1, 1);
        holder = family.holder(account);
    }

    @AfterEach
    void close() {
        family.close();
    }

    private Answer change(String present, String next, String again) {
        return holder.post(PASSWORD_PAGE, "password", present, "newPassword", next, "newPasswordAgain", again);
    }

    private Answer signIn(String password) {
        return family.site.browser().post("/", "login", family.login(account), "password", password);
    }

    @Test
    @Tag("trust-12")
    void aNewPasswordEndsEveryOtherSessionAndThisOneGoesOnUnderANewId() {
        Browser elsewhere = family.holder(account);
        String before = holder.cookies().get("session");
        assertThat(change(FamilySite.PASSWORD, NEW, NEW).header("location")).contains("fait=mot-de-passe");
        assertThat(holder.get("/portail/compte?fait=mot-de-passe").body()).contains("Votre mot de passe est changé");
        assertThat(holder.cookies().get("session")).isNotEqualTo(before);
        assertThat(elsewhere.get("/portail").status()).isEqualTo(303);
        assertThat(signIn(FamilySite.PASSWORD).status()).isEqualTo(422);
        family.site.clock.advance(Duration.ofSeconds(5));
        assertThat(signIn(NEW).header("location")).isEqualTo("/portail");
    }

    @Test
    @Tag("trust-10")
    void withoutThePresentPasswordOrWithAWeakOneNothingChangesAndTriesAreCounted() {
        assertThat(change("faux", NEW, NEW).body()).contains("pas votre mot de passe actuel");
        assertThat(change(FamilySite.PASSWORD, NEW, NEW).status()).isEqualTo(429);
        family.site.clock.advance(Duration.ofSeconds(5));
        assertThat(change(FamilySite.PASSWORD, "court", "court").status()).isEqualTo(422);
        assertThat(change(FamilySite.PASSWORD, NEW, NEW + "!").body()).contains("pas les mêmes");
        assertThat(signIn(FamilySite.PASSWORD).status()).isEqualTo(303);
    }

    @Test
    void aNewAddressCountsOnceItsLinkIsConfirmedAndTheOldOneIsTold() {
        String before = family.value("SELECT email_verified FROM account WHERE id = " + account);
        assertThat(holder.post(ADDRESS_PAGE, "email", "nouvelle@example.org", "password", "faux")
                        .body())
                .contains("pas votre mot de passe actuel", "nouvelle@example.org");
        family.site.clock.advance(Duration.ofSeconds(5));
        assertThat(holder.post(ADDRESS_PAGE, "email", "nouvelle@", "password", FamilySite.PASSWORD)
                        .status())
                .isEqualTo(422);
        assertThat(holder.post(ADDRESS_PAGE, "email", "nouvelle@example.org", "password", FamilySite.PASSWORD)
                        .header("location"))
                .contains("fait=adresse");
        assertThat(holder.get("/portail/compte?fait=adresse").body()).contains("nouvelle@example.org", before);
        assertThat(family.value("SELECT email_verified FROM account WHERE id = " + account))
                .isEqualTo(before);
        assertThat(family.site
                        .browser()
                        .post("/activation/confirm", "token", family.token("VERIFY"))
                        .header("location"))
                .contains("adresse-verifiee");
        assertThat(family.value("SELECT email_verified FROM account WHERE id = " + account))
                .isEqualTo("nouvelle@example.org");
        assertThat(family.value(
                        "SELECT address FROM notification WHERE kind = 'ADDRESS_CHANGED' AND account_id = " + account))
                .isEqualTo(before);
        assertThat(holder.get("/portail").status()).isEqualTo(200);
    }

    @Test
    void nobodysMailboxIsFilled() {
        for (int i = 0; i < 5; i++) {
            assertThat(holder.post(ADDRESS_PAGE, "email", "n" + i + "@example.org", "password", FamilySite.PASSWORD)
                            .status())
                    .isEqualTo(303);
            family.site.clock.advance(Duration.ofSeconds(5));
        }
        assertThat(holder.post(ADDRESS_PAGE, "email", "n6@example.org", "password", FamilySite.PASSWORD)
                        .status())
                .isEqualTo(429);
    }

    @Test
    void theRecentActivityHasSignInsAndChangesAndTheOpenSessions() {
        change(FamilySite.PASSWORD, NEW, NEW);
        family.site.clock.advance(Duration.ofSeconds(5));
        family.site.browser().post("/", "login", family.login(account), "password", NEW);
        String page = holder.get("/portail/compte/activite").body();
        assertThat(page).contains("Connexion", "Mot de passe changé", "Cette connexion", "Un autre appareil");
        for (int i = 0; i < 30; i++) {
            family.site.clock.advance(Duration.ofMinutes(1));
            family.execute("UPDATE sign_in SET at = (ARRAY['" + family.site.clock.instant()
                    + "'::timestamptz] || at)[1:20] WHERE account_id = " + account);
        }
        signIn(NEW);
        assertThat(family.number("SELECT cardinality(at) FROM sign_in WHERE account_id = " + account))
                .isEqualTo(20);
    }

    @Test
    @Tag("trust-12")
    void signingOutEverywhereMeansHereToo() {
        Browser elsewhere = family.holder(account);
        assertThat(holder.post("/portail/compte/deconnecter-partout").header("location"))
                .isEqualTo("/");
        assertThat(elsewhere.get("/portail").status()).isEqualTo(303);
        assertThat(holder.get("/portail").status()).isEqualTo(303);
        assertThat(family.number("SELECT count(*) FROM session")).isZero();
    }

    @Test
    void aPupilHasTheSamePages() {
        Browser pupil = family.holder(family.active(family.here, 0, 2));
        for (String page : new String[] {"/portail/compte", PASSWORD_PAGE, ADDRESS_PAGE, "/portail/compte/activite"}) {
            assertThat(pupil.get(page).status()).as(page).isEqualTo(200);
        }
    }

    @Test
    void whoeverIsStillActivatingSeesTheActivationAlone() {
        family.execute(
                "UPDATE account SET state = 'ACTIVATING', email_pending = 'x@example.org' WHERE id = " + account);
        for (String page : new String[] {"/portail/compte", "/portail/compte/enfants", PASSWORD_PAGE}) {
            assertThat(holder.get(page).header("location")).as(page).isEqualTo("/portail/activation");
        }
        assertThat(change(FamilySite.PASSWORD, NEW, NEW).header("location")).isEqualTo("/portail/activation");
    }
}
