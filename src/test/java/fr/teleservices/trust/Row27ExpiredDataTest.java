package fr.teleservices.trust;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.account.By;
import fr.teleservices.account.Mode;
import fr.teleservices.boot.WholeSite;
import fr.teleservices.school.School;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Data that has expired: purged on schedule. */
@Tag("trust-27")
@ExtendWith(SharedSite.class)
class Row27ExpiredDataTest {
    private final WholeSite site;

    Row27ExpiredDataTest(WholeSite site) {
        this.site = site;
    }

    @Test
    void whoHasLeftIsErasedWithTheLettersAndTheAuditLeadsToNobody() {
        School school = site.school(2);
        long account = site.active(site.account(school, "1-1"));
        await(site.accounts.notify(By.staff(1), school.id(), account, Mode.PAPER));
        site.database.execute(
                "UPDATE person SET family_name = 'Effaçable', present = false WHERE id = (SELECT person_id FROM account WHERE id = "
                        + account + "); UPDATE account SET state = 'CLOSED', closed_reason = 'LEFT', closed_at = '"
                        + site.clock.instant() + "' WHERE id = " + account
                        + "; UPDATE notification SET status = 'CANCELLED', ended_at = now() WHERE account_id = "
                        + account);
        site.clock.advance(Duration.ofDays(800));
        await(site.purges.purge(school.id(), ZoneId.of("Europe/Paris")));
        assertThat(site.database.number("SELECT count(*) FROM person WHERE family_name = 'Effaçable'"))
                .isZero();
        assertThat(site.database.number(
                        "SELECT count(*) FROM pseudonym WHERE kind = 'ACCOUNT' AND subject = " + account))
                .isZero();
        assertThat(site.database.number("SELECT count(*) FROM audit_event WHERE school_id = " + school.id()))
                .isPositive();
    }
}
