package fr.teleservices.credential;

import static fr.teleservices.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.testing.MovableClock;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key goes only when nothing that is still good hangs on it. */
class KeyUseTest {
    @TempDir
    private Path folder;

    private final TestDatabase database = TestDatabase.fresh();
    private final MovableClock clock = MovableClock.at("2026-09-07T08:00:00Z");
    private Keyring keyring;
    private long school;

    @BeforeEach
    void rotated() {
        school = SchoolRows.insert(database, "0750001U", 2);
        Keyring before = Keyring.open(folder);
        byte[] secret = new Seal(before, "totp").seal(new byte[] {7, 7});
        database.execute(
                "INSERT INTO staff (login, role, school_id, password_hash, totp_sealed) VALUES ('chef', 'CHEF', "
                        + school + ", 'x', '\\x" + java.util.HexFormat.of().formatHex(secret) + "')");
        keyring = Keyring.rotate(folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private KeyUse use() {
        return await(new KeyUseService(database.database(), keyring, clock).use(1, List.of(school)));
    }

    @Test
    void aTemporaryPasswordOfALetterThatIsOutKeepsItsKeyForNinetyDays() {
        database.execute("UPDATE account SET state = 'NOTIFIED', credential_id = gen_random_uuid(), credential_key = 1,"
                + " credential_at = '2026-09-07T08:00:00Z' WHERE id = (SELECT min(id) FROM account)");
        assertThat(use()).isEqualTo(new KeyUse(1, 0, 0, 1));
        assertThat(use().isNeeded()).isTrue();
        clock.advance(Duration.ofDays(89));
        assertThat(use().isNeeded()).isTrue();
        clock.advance(Duration.ofDays(2));
        assertThat(use().isNeeded()).isFalse();
    }

    @Test
    void aMailThatMayHaveLeftALinkAndALetterKeepItAsWell() {
        database.execute("""
                INSERT INTO notification (school_id, account_id, channel, status, maybe_left, credential_id, credential_key, credential_at, created_at)
                SELECT school_id, id, 'EMAIL', 'FAILED', true, gen_random_uuid(), 1, '2026-09-07T07:00:00Z', now() FROM account
                ORDER BY id LIMIT 1""");
        assertThat(use().passwords()).isEqualTo(1);
        database.execute("""
                INSERT INTO link (id, school_id, account_id, purpose, address, key_id, made_at, expires_at)
                SELECT gen_random_uuid(), school_id, id, 'VERIFY', 'a@example.org', 1, now(), '2026-09-08T07:00:00Z' FROM account LIMIT 1;
                INSERT INTO letter_key (school_id, wrapped, key_id, made_at) SELECT id, '\\x01', 1, now() FROM school""");
        assertThat(use()).isEqualTo(new KeyUse(1, 1, 1, 1));
        clock.advance(Duration.ofDays(91));
        assertThat(use()).isEqualTo(new KeyUse(0, 0, 1, 1));
        database.execute("UPDATE letter_key SET wrapped = NULL");
        assertThat(use().isNeeded()).isFalse();
    }

    @Test
    void secondFactorsAreSealedAnewAndTheirOwnersNoticeNothing() {
        assertThat(use().secondFactors()).isEqualTo(1);
        assertThat(await(new KeyUseService(database.database(), keyring, clock).reseal(1)))
                .isEqualTo(1);
        assertThat(use().secondFactors()).isZero();
        byte[] sealed =
                java.util.HexFormat.of().parseHex(database.value("SELECT encode(totp_sealed, 'hex') FROM staff"));
        Keyring.destroy(folder, 1);
        Optional<byte[]> opened = new Seal(Keyring.open(folder), "totp").open(sealed);
        assertThat(opened).contains(new byte[] {7, 7});
    }
}
