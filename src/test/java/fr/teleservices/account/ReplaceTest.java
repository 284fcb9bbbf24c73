package fr.teleservices.account;

import static fr.teleservices.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.credential.Keyring;
import fr.teleservices.credential.LinkToken;
import fr.teleservices.credential.PasswordService;
import fr.teleservices.credential.TemporaryPassword;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.testing.MovableClock;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestDatabase;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** <em>Nouveau compte</em>: from when it can be used, what becomes of the old one. */
class ReplaceTest {
    private static final String OLD = "une phrase de passe assez longue";
    private static final String NEW = "une tout autre phrase de passe";
    private static final By STAFF = By.staff(1);

    private final MovableClock clock = MovableClock.at("2026-09-07T08:00:00Z");
    private final Keyring keyring = Keyring.of(Map.of(1, new byte[32]));
    private final TestDatabase test = TestDatabase.fresh();
    private final PasswordService passwords = new PasswordService(test.vertx(), 2);
    private final LinkService links = new LinkService(test.vertx(), test.database(), clock, keyring);
    private final Tries tries = (name, client) -> Future.succeededFuture(new Tries.Try() {
        @Override
        public Future<Void> succeeded() {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> failed() {
            return Future.succeededFuture();
        }
    });
    private final ActivationService activation =
            new ActivationService(test.vertx(), test.database(), clock, keyring, passwords, tries, links);
    private final SignInService signIn = new SignInService(test.database(), clock, passwords, tries);
    private boolean serviceOpen = true;
    private final AccountService accounts = new AccountService(
            test.vertx(),
            test.database(),
            clock,
            keyring,
            school -> Future.succeededFuture(serviceOpen),
            (tx, school, notification) -> Future.succeededFuture());
    private long school;
    private long guardian;

    @BeforeEach
    void aGuardianIsActive() {
        school = SchoolRows.insert(test, "0750001U", 3);
        guardian = account("1-1");
        test.execute("UPDATE account SET state = 'ACTIVE', password_hash = '" + await(passwords.hash(OLD))
                + "' WHERE id = " + guardian);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private long account(String siecleId) {
        return test.number("SELECT a.id FROM account a JOIN person p ON p.id = a.person_id WHERE p.siecle_id = '"
                + siecleId + "' ORDER BY a.id LIMIT 1");
    }

    private String of(long account, String column) {
        return test.value("SELECT " + column + " FROM account WHERE id = " + account);
    }

    /** As if the message of the new account had left; the password that it bore. */
    private String left(Replacement opened) {
        String credential = test.value("SELECT credential_id FROM notification WHERE id = "
                + opened.notifications().get(0));
        test.execute("UPDATE account SET state = 'NOTIFIED', notified_at = '" + clock.instant()
                + "', notified_by = 'PAPER', credential_id = '"
                + credential + "', credential_key = 1, credential_at = '" + clock.instant() + "' WHERE id = "
                + opened.accountId());
        return new TemporaryPassword(keyring).of(UUID.fromString(credential), 1);
    }

    private Future<?> activate(Replacement opened, String password) {
        return activation.activate(
                new ActivationForm(opened.login(), password, NEW, NEW, "2", "1", "2012", "parent@example.org"),
                "192.0.2.1");
    }

    private static Refusal refusal(Future<?> future) {
        try {
            await(future);
        } catch (Refused refused) {
            return refused.refusal();
        }
        throw new AssertionError("was not refused");
    }

    private Replacement replace(long account) {
        return await(accounts.replace(STAFF, school, account, Mode.PAPER));
    }

    private void activateAndSignIn(Replacement opened, String password) {
        clock.set(opened.usableFrom());
        await(activate(opened, password));
        String id = test.value(
                "SELECT id FROM link WHERE purpose = 'ACTIVATE' AND NOT dead AND account_id = " + opened.accountId());
        await(links.confirm(new LinkToken(keyring).of(UUID.fromString(id), 1)));
        assertThat(of(guardian, "state")).isEqualTo("ACTIVE");
        await(signIn.signIn(opened.login(), NEW, "192.0.2.1"));
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Paris, 2026-09-07T10:00, 2026-09-08T00:00",
        "Europe/Paris, 2026-09-07T23:59, 2026-09-08T00:00",
        "Pacific/Noumea, 2026-09-07T10:00, 2026-09-08T00:00",
        "Pacific/Noumea, 2026-09-08T00:30, 2026-09-09T00:00",
        "Europe/Paris, 2027-03-27T12:00, 2027-03-28T00:00",
        "Europe/Paris, 2027-03-28T01:30, 2027-03-29T00:00",
        "Europe/Paris, 2026-10-24T12:00, 2026-10-25T00:00",
        "Europe/Paris, 2026-10-25T12:00, 2026-10-26T00:00",
    })
    void itCanBeUsedFromTheNextDayOnTheSchoolsOwnClocksAndNotAMinuteBefore(
            String zone, LocalDateTime asked, LocalDateTime from) {
        test.execute("UPDATE school SET timezone = '" + zone + "'");
        clock.set(asked.atZone(ZoneId.of(zone)).toInstant());
        Replacement opened = replace(guardian);
        Instant midnight = from.atZone(ZoneId.of(zone)).toInstant();
        assertThat(opened.usableFrom()).isEqualTo(midnight);
        String password = left(opened);

        clock.set(midnight.minusSeconds(60));
        Refusal early = refusal(activate(opened, password));
        assertThat(early.code()).isEqualTo("not-yet-usable");
        assertThat(early.sentence()).contains(Integer.toString(from.getDayOfMonth()), "à 0 h 00");
        assertThat(of(opened.accountId(), "state")).isEqualTo("NOTIFIED");

        clock.set(midnight);
        await(activate(opened, password));
        assertThat(of(opened.accountId(), "state")).isEqualTo("ACTIVATING");
    }

    @Test
    void theOldAccountGoesOnUntilTheNewOneSignsInForTheFirstTime() {
        Replacement opened = replace(guardian);
        assertThat(of(guardian, "current")).isEqualTo("t");
        await(signIn.signIn(of(guardian, "login"), OLD, "192.0.2.1"));
        activateAndSignIn(opened, left(opened));
        assertThat(of(guardian, "state || ' ' || closed_reason || ' ' || current"))
                .isEqualTo("CLOSED REPLACED false");
        assertThat(of(opened.accountId(), "current")).isEqualTo("t");
        assertThat(refusal(signIn.signIn(of(guardian, "login"), OLD, "192.0.2.1"))
                        .kind())
                .isEqualTo(Refusal.Kind.INVALID);
    }

    @Test
    void theLoginIsTheNameWithANumberOnlyWhereItIsTakenAndIsNeverUsedAgain() {
        assertThat(replace(guardian).login()).isEqualTo("famille.parent");
        assertThat(replace(guardian).login()).isEqualTo("famille.parent1");
        assertThat(replace(account("2-1")).login()).isEqualTo("famille.parent2");
        test.execute("DELETE FROM notification; DELETE FROM account WHERE login = 'famille.parent'");
        assertThat(replace(account("E3")).login()).isEqualTo("famille.enfant");
        assertThat(replace(account("2-1")).login()).isEqualTo("famille.parent3");
    }

    @Test
    void twentyAtOnceLeaveOneThatWaitsAndNoTwoTheSameLogin() {
        List<Future<Replacement>> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(accounts.replace(STAFF, school, guardian, Mode.PAPER));
            all.add(accounts.replace(STAFF, school, account("2-1"), Mode.PAPER));
        }
        await(Future.join(all));
        assertThat(all.stream().map(one -> one.result().login())).doesNotHaveDuplicates();
        assertThat(test.number("SELECT count(*) FROM account WHERE NOT current AND state <> 'CLOSED'"))
                .isEqualTo(2);
    }

    @Test
    void aSecondOneClosesTheOneThatWaitedAndItsPasswordOpensNothing() {
        Replacement first = replace(guardian);
        String password = left(first);
        Replacement second = replace(first.accountId());
        assertThat(of(first.accountId(), "closed_reason")).isEqualTo("REPLACED");
        assertThat(of(guardian, "state || current")).isEqualTo("ACTIVEtrue");
        clock.set(second.usableFrom());
        assertThat(refusal(activate(first, password)).code()).isEqualTo("wrong-temporary-password");
        await(activate(second, left(second)));
    }

    @Test
    void aPupilsAccountAHeldOneAndAGroupedOneCanBeReplaced() {
        test.execute(
                "UPDATE account SET state = 'CLOSED', closed_reason = 'GROUPED', closed_at = now(), grouped_into = "
                        + account("2-2") + " WHERE id = " + guardian);
        Replacement opened = replace(guardian);
        assertThat(of(guardian, "closed_reason")).isEqualTo("GROUPED");
        assertThat(of(opened.accountId(), "current")).isEqualTo("f");
        replace(account("E1"));
        test.execute("UPDATE account SET held = true WHERE id = " + account("2-2"));
        replace(account("2-2"));
        assertThat(of(account("2-2"), "held")).isEqualTo("t");
    }

    @Test
    void whoeverHasLeftGetsNoneAndNeitherDoesAnybodyWhileNoServiceIsOpen() {
        test.execute("UPDATE person SET present = false WHERE siecle_id = '2-2'");
        assertThat(refusal(accounts.replace(STAFF, school, account("2-2"), Mode.PAPER))
                        .code())
                .isEqualTo("person-gone");
        assertThat(refusal(accounts.replace(STAFF, school, account("2-1"), Mode.EMAIL))
                        .code())
                .isEqualTo("no-address");
        serviceOpen = false;
        assertThat(refusal(accounts.replace(STAFF, school, guardian, Mode.PAPER))
                        .code())
                .isEqualTo("no-active-service");
        assertThat(test.number("SELECT count(*) FROM account WHERE NOT current"))
                .isZero();
        assertThat(test.number("SELECT count(*) FROM login_counter")).isZero();
    }

    @Test
    @Tag("trust-14")
    void anotherSchoolsAccountIsNotThereAndBothAccountsAreInTheAudit() {
        long elsewhere = SchoolRows.insert(test, "0750002V", 1);
        assertThat(refusal(accounts.replace(STAFF, elsewhere, guardian, Mode.PAPER))
                        .kind())
                .isEqualTo(Refusal.Kind.NOT_FOUND);
        replace(guardian);
        clock.advance(Duration.ofMinutes(1));
        assertThat(test.value("SELECT string_agg(action, ' ' ORDER BY seq) FROM audit_event"))
                .isEqualTo("account.replace account.open");
        assertThat(test.number("SELECT count(DISTINCT subject) FROM audit_event"))
                .isEqualTo(2);
    }
}
