package fr.teleservices.trust;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.account.By;
import fr.teleservices.account.Mode;
import fr.teleservices.boot.WholeSite;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Role;
import fr.teleservices.school.Staff;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sessions that were fixed, stolen, or have ended: dead at the next request. */
@Tag("trust-12")
@ExtendWith(SharedSite.class)
class Row12DeadSessionsTest {
    private final WholeSite site;

    Row12DeadSessionsTest(WholeSite site) {
        this.site = site;
    }

    private Browser thiefOf(Browser browser) {
        Browser thief = site.browser();
        thief.cookies().putAll(browser.cookies());
        return thief;
    }

    @Test
    void aSessionDiesAtSignOutAlsoForAThiefOfTheCookie() {
        Browser browser = site.signedIn(site.staff(Role.CHEF, site.school(1)));
        Browser thief = thiefOf(browser);
        assertThat(thief.get("/gestion").status()).isEqualTo(200);
        browser.post("/gestion/deconnexion");
        assertThat(thief.get("/gestion").header("location")).isEqualTo("/gestion/connexion?next=%2Fgestion");
    }

    @Test
    void aSignInGivesANewIdEndsTheOldOneAndTakesUpNoneThatWasBrought() {
        Staff chef = site.staff(Role.CHEF, site.school(1));
        Browser browser = site.browser();
        String brought = "A".repeat(43);
        browser.cookies().put("session-staff", brought);
        Answer in = browser.post("/gestion/connexion", "login", chef.login(), "password", WholeSite.PASSWORD);
        assertThat(in.headers().allValues("set-cookie"))
                .anySatisfy(cookie -> assertThat(cookie).contains("HTTPOnly", "SameSite=Lax", "Path=/"));
        String old = browser.cookies().get("session-staff");
        assertThat(old).isNotEqualTo(brought).hasSize(43);
        site.later();
        browser.post("/gestion/connexion", "login", chef.login(), "password", WholeSite.PASSWORD);
        assertThat(browser.cookies().get("session-staff")).isNotEqualTo(old);
        Browser fixed = site.browser();
        fixed.cookies().put("session-staff", old);
        assertThat(fixed.get("/gestion").status()).isEqualTo(303);
    }

    @Test
    void aChangeOfRoleEndsSessionAndToken() {
        Staff moved = site.staff(Role.GESTIONNAIRE, site.school(1));
        Browser browser = site.signedIn(moved);
        String token = site.token(moved);
        await(site.staff.changeRole(moved.id(), Role.CHEF));
        assertThat(browser.get("/gestion").status()).isEqualTo(303);
        assertThat(site.browser()
                        .get("/api/v1/schools", "Authorization", "Bearer " + token)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aSessionEndsAfterHalfAnHourWithoutUseAndAfterTwelveHoursInAnyCase() {
        Staff chef = site.staff(Role.CHEF, site.school(1));
        Browser browser = site.signedIn(chef);
        for (int i = 0; i < 25; i++) {
            site.clock.advance(Duration.ofMinutes(28));
            assertThat(browser.get("/gestion").status()).isEqualTo(200);
        }
        site.clock.advance(Duration.ofMinutes(28));
        assertThat(browser.get("/gestion").status()).isEqualTo(303);
        Browser idle = site.signedIn(chef);
        site.clock.advance(Duration.ofMinutes(31));
        assertThat(idle.get("/gestion").status()).isEqualTo(303);
    }

    @Test
    void aForgottenPasswordIsSetOnceAndEndsSessions() {
        Family family = new Family(site);
        family.activate();
        Browser thief = site.holder(family.guardian);
        assertThat(thief.get("/portail").status()).isEqualTo(200);
        assertThat(await(site.recovery.ask(family.login))).isTrue();
        String token = family.token("FORGOTTEN");
        String other = "une toute autre phrase de passe";
        await(site.recovery.recover(token, other, other));
        assertThat(thief.get("/portail").status()).isEqualTo(303);
        assertThat(Family.refusal(site.recovery.recover(token, other, other)).kind())
                .isEqualTo(Refusal.Kind.GONE);
        assertThat(Family.refusal(site.signIn.signIn(family.login, WholeSite.PASSWORD, Family.CLIENT))
                        .kind())
                .isEqualTo(Refusal.Kind.INVALID);
    }

    @Test
    void aResetKillsPasswordSessionsAndLinksAtOnce() {
        Family family = new Family(site);
        family.activate();
        Browser thief = site.holder(family.guardian);
        await(site.recovery.ask(family.login));
        String forgotten = family.token("FORGOTTEN");
        await(site.accounts.reset(By.staff(1), family.school.id(), family.guardian, Mode.BOTH));
        assertThat(site.state(family.guardian)).isEqualTo("NOT_NOTIFIED");
        assertThat(thief.get("/portail").status()).isEqualTo(303);
        assertThat(Family.refusal(site.signIn.signIn(family.login, WholeSite.PASSWORD, Family.CLIENT))
                        .kind())
                .isEqualTo(Refusal.Kind.INVALID);
        assertThat(Family.refusal(site.recovery.recover(forgotten, WholeSite.PASSWORD, WholeSite.PASSWORD))
                        .kind())
                .isEqualTo(Refusal.Kind.GONE);
        assertThat(site.database.number("SELECT count(DISTINCT credential_id) FROM notification WHERE account_id = "
                        + family.guardian + " AND kind = 'ACCESS'"))
                .isEqualTo(1);
    }
}
