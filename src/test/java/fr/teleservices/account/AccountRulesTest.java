package fr.teleservices.account;

import static fr.teleservices.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.credential.Keyring;
import fr.teleservices.credential.LinkToken;
import fr.teleservices.credential.PasswordService;
import fr.teleservices.credential.TemporaryPassword;
import fr.teleservices.credential.TryService;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.testing.MovableClock;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestDatabase;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a family, or somebody who is not of it, can do with one account. */
class AccountRulesTest {
    private static final String NEW = "une phrase de passe assez longue";
    private static final String CLIENT = "192.0.2.1";

    private final MovableClock clock = MovableClock.at("2026-09-07T08:00:00Z");
    private final Keyring keyring = Keyring.of(Map.of(1, new byte[32]));
    private final TestDatabase test = TestDatabase.fresh();
    private final TemporaryPassword temporary = new TemporaryPassword(keyring);
    private final PasswordService passwords = new PasswordService(test.vertx(), 2);
    private final LinkService links = new LinkService(test.vertx(), test.database(), clock, keyring);
    private final ActivationService activation =
            new ActivationService(test.vertx(), test.database(), clock, keyring, passwords, tries(), links);
    private final SignInService signIn = new SignInService(test.database(), clock, passwords, tries());
    private final RecoveryService recovery =
            new RecoveryService(test.vertx(), test.database(), clock, passwords, links);
    private final AccountService accounts = new AccountService(
            test.vertx(),
            test.database(),
            clock,
            keyring,
            school -> Future.succeededFuture(true),
            (tx, school, notification) -> Future.succeededFuture());
    private long school;
    private long guardian;
    private String login;
    private String password;

    private Tries tries() {
        TryService tries = new TryService(test.database(), clock);
        return (name, client) -> tries.charge(name, client).map(charged -> new Tries.Try() {
            @Override
            public Future<Void> succeeded() {
                return charged.succeeded();
            }

            @Override
            public Future<Void> failed() {
                return charged.failed();
            }
        });
    }

    @BeforeEach
    void aGuardianIsNotified() {
        school = SchoolRows.insert(test, "0750001U", 3);
        guardian = account("1-1");
        login = loginOf(guardian);
        password = notified(guardian);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private long account(String siecleId) {
        return test.number("SELECT a.id FROM account a JOIN person p ON p.id = a.person_id WHERE p.siecle_id = '"
                + siecleId + "'");
    }

    private String loginOf(long account) {
        return test.value("SELECT login FROM account WHERE id = " + account);
    }

    /** As if a message had left. */
    private String notified(long account) {
        UUID credential = UUID.randomUUID();
        test.execute("UPDATE account SET state = 'NOTIFIED', notified_by = 'PAPER', notified_at = '" + clock.instant()
                + "', credential_id = '" + credential + "', credential_key = 1, credential_at = '" + clock.instant()
                + "', credential_frozen = false WHERE id = " + account);
        return temporary.of(credential, 1);
    }

    /** Of the child of that family: 1 January 2012 and as many days as its number. */
    private static ActivationForm form(String login, String password, int day, String email) {
        return new ActivationForm(login, password, NEW, NEW, Integer.toString(day + 1), "1", "2012", email);
    }

    private ActivationForm right() {
        return form(login, password, 1, "parent@example.org");
    }

    private static Refusal refusal(Future<?> future) {
        try {
            await(future);
        } catch (Refused refused) {
            return refused.refusal();
        }
        throw new AssertionError("was not refused");
    }

    private String state() {
        return state(guardian);
    }

    private String state(long account) {
        return test.value("SELECT state FROM account WHERE id = " + account);
    }

    private String token(String purpose) {
        String id = test.value(
                "SELECT id FROM link WHERE purpose = '" + purpose + "' AND NOT dead ORDER BY made_at DESC LIMIT 1");
        return new LinkToken(keyring).of(UUID.fromString(id), 1);
    }

    private void activate() {
        await(activation.activate(right(), CLIENT));
        await(links.confirm(token("ACTIVATE")));
    }

    @Test
    void aGuardianActivatesInTwoSteps() {
        assertThat(await(activation.activate(right(), CLIENT)).state()).isEqualTo(AccountState.ACTIVATING);
        assertThat(await(signIn.signIn(login, NEW, CLIENT)).state()).isEqualTo(AccountState.ACTIVATING);
        assertThat(test.value("SELECT last_access_at FROM account WHERE id = " + guardian))
                .isEmpty();
        await(links.confirm(token("ACTIVATE")));
        assertThat(state()).isEqualTo("ACTIVE");
        assertThat(await(signIn.signIn(login, NEW, CLIENT)).state()).isEqualTo(AccountState.ACTIVE);
        assertThat(test.value("SELECT last_access_at FROM account WHERE id = " + guardian))
                .isNotEmpty();
    }

    @Test
    void aPupilActivatesInOneStepWithTheOwnBirthDateAndNoAddress() {
        long pupil = account("E2");
        String own = notified(pupil);
        assertThat(await(activation.activate(form(loginOf(pupil), own, 2, ""), CLIENT))
                        .state())
                .isEqualTo(AccountState.ACTIVE);
    }

    @Test
    void aPupilsAddressCountsOnceItsLinkIsConfirmedAndTheAccountIsInUseBefore() {
        long pupil = account("E2");
        String own = notified(pupil);
        await(activation.activate(form(loginOf(pupil), own, 2, "eleve@example.org"), CLIENT));
        assertThat(test.value("SELECT state FROM account WHERE id = " + pupil)).isEqualTo("ACTIVE");
        assertThat(test.value("SELECT email_verified FROM account WHERE id = " + pupil))
                .isEmpty();
        await(links.confirm(token("VERIFY")));
        assertThat(test.value("SELECT state || ' ' || email_verified FROM account WHERE id = " + pupil))
                .isEqualTo("ACTIVE eleve@example.org");
    }

    @Test
    void aLinkIsDeadAfterFortyEightHoursAndWhenANewerOneWasSent() {
        await(activation.activate(right(), CLIENT));
        String first = token("ACTIVATE");
        await(links.sendAgain(By.holder(guardian), school, guardian, "autre@example.org"));
        assertThat(refusal(links.confirm(first)).kind()).isEqualTo(Refusal.Kind.GONE);
        String second = token("ACTIVATE");
        clock.advance(Duration.ofDays(2).plusSeconds(1));
        assertThat(refusal(links.confirm(second)).kind()).isEqualTo(Refusal.Kind.GONE);
        assertThat(state()).isEqualTo("ACTIVATING");
    }

    @Test
    void aGuardianWithoutAnAddressIsAskedForOne() {
        assertThat(refusal(activation.activate(form(login, password, 1, ""), CLIENT))
                        .fields())
                .containsKey("email");
    }

    @Test
    void aForgottenPasswordsLinkIsDeadAfterAnHour() {
        activate();
        await(recovery.ask(login));
        String token = token("FORGOTTEN");
        clock.advance(Duration.ofMinutes(61));
        assertThat(refusal(recovery.recover(token, NEW, NEW)).kind()).isEqualTo(Refusal.Kind.GONE);
    }

    @Test
    void whoeverIsNotTheGuardianSaysSoAndTheAccountIsHeldUntilItIsReleased() {
        await(activation.notMe(login, password, CLIENT));
        assertThat(state()).isEqualTo("NOT_NOTIFIED");
        assertThat(refusal(activation.activate(right(), CLIENT)).code()).isEqualTo("wrong-temporary-password");
        assertThat(refusal(accounts.notify(By.staff(1), school, guardian, Mode.PAPER))
                        .kind())
                .isEqualTo(Refusal.Kind.CONFLICT);
        await(accounts.release(By.staff(1), school, guardian));
        assertThat(await(accounts.notify(By.staff(1), school, guardian, Mode.PAPER)))
                .hasSize(1);
    }

    @Test
    void aReminderKeepsThePasswordOfAnActiveAccount() {
        activate();
        await(accounts.notify(By.staff(1), school, guardian, Mode.EMAIL));
        assertThat(state()).isEqualTo("ACTIVE");
        await(signIn.signIn(login, NEW, CLIENT));
    }
}
