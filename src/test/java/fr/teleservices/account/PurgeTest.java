package fr.teleservices.account;

import static fr.teleservices.testing.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.teleservices.audit.AuditService;
import fr.teleservices.audit.AuditStore;
import fr.teleservices.db.Scope;
import fr.teleservices.kernel.Refused;
import fr.teleservices.testing.MovableClock;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("trust-27")
class PurgeTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private final TestDatabase database = TestDatabase.fresh();
    private final MovableClock clock = MovableClock.at("2026-09-07T07:00:00Z");
    private final PurgeService purges = new PurgeService(database.database(), clock);
    private long school;

    @BeforeEach
    void fill() {
        school = SchoolRows.insert(database, "0750001U", 4);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void guardian(int family, String set) {
        database.execute("UPDATE account SET " + set + " WHERE person_id = (SELECT id FROM person WHERE school_id = "
                + school + " AND siecle_id = '1-" + family + "')");
    }

    private String state(int family) {
        return database.value(
                "SELECT state || coalesce(' ' || closed_reason, '') FROM account WHERE person_id = (SELECT id FROM person"
                        + " WHERE school_id = " + school + " AND siecle_id = '1-" + family + "')");
    }

    private PurgeService.Gone purge() {
        return await(purges.purge(school, PARIS));
    }

    @Test
    void nobodyIsErasedWhoWasNotifiedOrSeenInTime() {
        guardian(
                1,
                "state = 'NOTIFIED', created_at = '2025-09-01', notified_at = '2026-05-01', credential_at = '2026-05-01'");
        guardian(2, "state = 'ACTIVE', created_at = '2024-09-01', last_access_at = '2026-06-30'");
        assertThat(purge().accounts()).isZero();
        assertThat(state(1)).isEqualTo("NOTIFIED");
        assertThat(state(2)).isEqualTo("ACTIVE");
        assertThat(state(3)).isEqualTo("NOT_NOTIFIED");
    }

    @Test
    void anAccountNeverActivatedAndOneNotUsedForAYearGoOnceTheYearIsOver() {
        clock.set(Instant.parse("2026-07-31T21:59:00Z"));
        guardian(
                1,
                "state = 'NOTIFIED', created_at = '2025-09-01', notified_at = '2025-10-01', credential_at = '2025-10-01'");
        guardian(
                2,
                "state = 'ACTIVE', created_at = '2024-09-01', password_hash = 'x', password_at = '2024-09-02',"
                        + " last_access_at = '2025-08-02', email_verified = 'parent2@example.org'");
        guardian(
                3,
                "state = 'ACTIVATING', created_at = '2025-09-01', notified_at = '2025-10-01', email_pending = 'p3@example.org'");
        assertThat(purge().accounts()).isZero();
        clock.set(Instant.parse("2026-08-03T00:00:00Z"));
        assertThat(purge()).isEqualTo(new PurgeService.Gone(3, 0));
        assertThat(state(1)).isEqualTo("CLOSED PURGED");
        assertThat(database.number(
                        "SELECT count(*) FROM account WHERE num_nonnulls(password_hash, password_at, last_access_at,"
                                + " email_verified, email_pending, credential_at) > 0"))
                .isZero();
        assertThat(database.value("SELECT family_name FROM person WHERE siecle_id = '1-1'"))
                .isEqualTo("Famille1");
    }

    @Test
    void whoHasLeftIsErasedAltogetherAndTheAuditLeadsToNobody() {
        database.execute("UPDATE person SET present = false WHERE siecle_id IN ('1-4', '2-4', 'E4')");
        database.execute(
                "UPDATE account SET state = 'CLOSED', closed_reason = 'LEFT', closed_at = '2026-07-01' WHERE person_id IN"
                        + " (SELECT id FROM person WHERE NOT present)");
        long account = database.number(
                "SELECT a.id FROM account a JOIN person p ON p.id = a.person_id WHERE siecle_id = '1-4'");
        database.execute(
                "INSERT INTO link (id, school_id, account_id, purpose, address, key_id, made_at, expires_at) VALUES"
                        + " (gen_random_uuid(), " + school + ", " + account
                        + ", 'ACTIVATE', 'famille4@example.org', 1, now(), now())");
        database.execute(
                "INSERT INTO notification (school_id, account_id, channel, status, link_id, smtp_answer, created_at) SELECT school_id,"
                        + " account_id, 'EMAIL', 'FAILED', id, '550 famille4@example.org unknown', now() FROM link");
        await(database.database()
                .inScope(
                        Scope.of(school),
                        tx -> AuditStore.append(
                                tx,
                                school,
                                clock.instant(),
                                "HOLDER",
                                account,
                                "account.seen",
                                "ACCOUNT",
                                account,
                                new JsonObject())));
        assertThat(purge()).isEqualTo(new PurgeService.Gone(3, 3));
        for (String table : new String[] {"person", "account", "link", "notification", "guardianship"}) {
            assertThat(database.value("SELECT coalesce(string_agg(t::text, ' '), '') FROM " + table + " t")
                            .toLowerCase(java.util.Locale.ROOT))
                    .as(table)
                    .doesNotContain("famille4", "2012-01-05", "4 rue de la paix");
        }
        assertThat(database.number("SELECT count(*) FROM pseudonym WHERE subject = " + account))
                .isZero();
        assertThat(database.number(
                        "SELECT count(*) FROM audit_event WHERE action = 'account.seen' AND subject IS NOT NULL"))
                .isEqualTo(1);
        assertThat(await(new AuditService(database.database()).verify(school)).isWhole())
                .isTrue();
        assertThat(purge()).isEqualTo(new PurgeService.Gone(0, 0));
    }

    @Test
    void aClosedAccountWaitsForThoseWhoComeBackAndAGroupedOneForItsGroup() {
        guardian(1, "state = 'CLOSED', closed_reason = 'LEFT', closed_at = '2026-08-20'");
        guardian(
                2,
                "state = 'CLOSED', closed_reason = 'GROUPED', closed_at = '2024-01-01', grouped_into = (SELECT min(id) FROM account)");
        assertThat(purge().accounts()).isZero();
        await(purges.keep(school, new Retention(90, 365, 0), 1));
        assertThat(purge().accounts()).isEqualTo(1);
        assertThat(state(1)).isEqualTo("CLOSED PURGED");
        assertThat(state(2)).isEqualTo("CLOSED GROUPED");
        assertThatThrownBy(() -> await(purges.keep(school, new Retention(-1, 365, 0), 1)))
                .isInstanceOf(Refused.class);
    }

    @Test
    void anAccountWithAMessageUnderWayWaits() {
        guardian(1, "state = 'CLOSED', closed_reason = 'LEFT', closed_at = '2026-01-01'");
        database.execute(
                "INSERT INTO notification (school_id, account_id, channel, created_at) SELECT school_id, id, 'EMAIL', now() FROM"
                        + " account WHERE state = 'CLOSED'");
        assertThat(purge().accounts()).isZero();
        database.execute("UPDATE notification SET status = 'SENT'");
        assertThat(purge().accounts()).isEqualTo(1);
    }

    @Test
    void oneNodePurgesOnceANight() {
        assertThat(await(purges.isDue())).isTrue();
        assertThat(await(purges.isDue())).isFalse();
        clock.advance(Duration.ofHours(16));
        assertThat(await(purges.isDue())).as("before two in the morning").isFalse();
        clock.advance(Duration.ofHours(2));
        assertThat(await(purges.isDue())).isTrue();
    }
}
