package fr.teleservices.boot;

import static fr.teleservices.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.credential.Keyring;
import fr.teleservices.testing.MovableClock;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What goes by itself, in the night of the running service. */
class NightTest {
    @Test
    @Tag("trust-27")
    void accountsLettersAndPseudonymsGoInTheNightInWhichTheirTimeIsOver() {
        try (TestDatabase database = TestDatabase.fresh()) {
            MovableClock clock = MovableClock.at("2026-09-07T10:00:00Z");
            long school = SchoolRows.insert(database, "0750001U", 2);
            database.execute("""
                    UPDATE account SET state = 'CLOSED', closed_reason = 'LEFT', closed_at = '2026-09-07T10:00:00Z'
                      WHERE id = (SELECT min(id) FROM account);
                    INSERT INTO letter_key (school_id, wrapped, key_id, made_at) SELECT id, '\\x01', 1, '2026-09-07T10:00:00Z' FROM school;
                    INSERT INTO letter_part (school_id, part, letters, status, letter_key_id, sealed)
                      SELECT school_id, 1, 1, 'DONE', id, '\\x02' FROM letter_key;
                    INSERT INTO notification (school_id, account_id, channel, status, created_at)
                      SELECT school_id, min(id), 'PAPER', 'IN_LETTER', now() FROM account GROUP BY school_id;
                    SELECT audit_append(school_id, now(), 'HOLDER', min(id), 'account.begin', 'ACCOUNT', min(id), '{}') FROM account GROUP BY school_id;
                    SELECT audit_append(school_id, now(), 'SERVICE', NULL, 'letter-downloaded', 'NOTIFICATION', id, '{}') FROM notification;
                    """);
            Services services = new Services(
                    database.vertx(),
                    database.database(),
                    Keyring.of(Map.of(1, "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII))),
                    clock,
                    1);
            NightVerticle night = new NightVerticle(services, Duration.ofMinutes(1));
            await(night.look());
            clock.advance(Duration.ofDays(29));
            await(night.look());
            assertThat(database.number("SELECT count(*) FROM account WHERE closed_reason = 'PURGED'"))
                    .isZero();
            assertThat(database.number("SELECT count(*) FROM letter_part WHERE sealed IS NOT NULL"))
                    .isEqualTo(1);
            assertThat(database.number("SELECT count(*) FROM pseudonym")).isEqualTo(3);
            clock.advance(Duration.ofDays(2));
            await(night.look());
            assertThat(database.number("SELECT count(*) FROM account WHERE closed_reason = 'PURGED'"))
                    .isEqualTo(1);
            assertThat(database.number("SELECT count(*) FROM letter_part WHERE sealed IS NOT NULL"))
                    .isZero();
            assertThat(database.number("SELECT count(*) FROM letter_key WHERE wrapped IS NOT NULL"))
                    .isZero();
            assertThat(database.number("SELECT count(*) FROM pseudonym")).isZero();
            assertThat(database.number("SELECT count(*) FROM audit_event WHERE school_id = " + school
                            + " AND subject IS NOT NULL"))
                    .as("the events stay")
                    .isEqualTo(2);
        }
    }
}
