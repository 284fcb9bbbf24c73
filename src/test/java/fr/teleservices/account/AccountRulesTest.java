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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
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
    @Tag("trust-1")
    void theTemporaryPasswordIsDeadAfterTheActivation() {
        activate();
        assertThat(refusal(activation.activate(right(), CLIENT)).code()).isEqualTo("wrong-temporary-password");
        clock.advance(Duration.ofSeconds(10));
        assertThat(refusal(signIn.signIn(login, password, CLIENT)).kind()).isEqualTo(Refusal.Kind.INVALID);
    }

    @Test
    @Tag("trust-1")
    void theTemporaryPasswordIsDeadOnceANewerOneHasLeft() {
        String newer = notified(guardian);
        assertThat(refusal(activation.activate(right(), CLIENT)).code()).isEqualTo("wrong-temporary-password");
        clock.advance(Duration.ofSeconds(10));
        assertThat(await(activation.activate(form(login, newer, 1, "p@example.org"), CLIENT))
                        .login())
                .isEqualTo(login);
    }

    @Test
    @Tag("trust-1")
    void theTemporaryPasswordIsDeadAfterNinetyDaysAndSaysSo() {
        clock.advance(Duration.ofDays(90).plusSeconds(1));
        assertThat(refusal(activation.activate(right(), CLIENT)).code()).isEqualTo("expired");
        assertThat(state()).isEqualTo("NOTIFIED");
    }

    @Test
    @Tag("trust-3")
    void lookingAtTheLinkTenTimesChangesNothingAndOneConfirmationWins() {
        await(activation.activate(right(), CLIENT));
        String token = token("ACTIVATE");
        for (int i = 0; i < 10; i++) {
            await(links.look(token));
        }
        assertThat(state()).isEqualTo("ACTIVATING");
        await(links.confirm(token));
        assertThat(refusal(links.confirm(token)).kind()).isEqualTo(Refusal.Kind.GONE);
        assertThat(refusal(links.look(token)).kind()).isEqualTo(Refusal.Kind.GONE);
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
    @Tag("trust-4")
    void ofFiftyActivationsAtOnceOneSucceeds() {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(activation.activate(right(), CLIENT));
        }
        await(Future.join(all).otherwiseEmpty());
        assertThat(all.stream().filter(Future::succeeded).count()).isEqualTo(1);
        assertThat(test.number("SELECT count(*) FROM link WHERE purpose = 'ACTIVATE'"))
                .isEqualTo(1);
    }

    @Test
    @Tag("trust-5")
    void thePasswordOfOneAccountOpensNoOther() {
        long other = account("2-2");
        String others = notified(other);
        assertThat(refusal(activation.activate(form(loginOf(guardian), others, 1, "p@example.org"), CLIENT))
                        .code())
                .isEqualTo("wrong-temporary-password");
        assertThat(state()).isEqualTo("NOTIFIED");
        assertThat(state(other)).isEqualTo("NOTIFIED");
    }

    @Test
    @Tag("trust-6")
    void theBirthDateOfSomebodyElsesChildIsRefusedAndFiveWrongOnesFreezeTheCredential() {
        for (int i = 1; i <= 4; i++) {
            Refusal refusal = refusal(activation.activate(form(login, password, 2, "p@example.org"), CLIENT));
            assertThat(refusal.fields().get("birthDay")).contains("Il reste");
        }
        assertThat(refusal(activation.activate(form(login, password, 3, "p@example.org"), CLIENT))
                        .code())
                .isEqualTo("frozen");
        assertThat(refusal(activation.activate(right(), CLIENT)).code()).isEqualTo("frozen");
        assertThat(state()).isEqualTo("NOTIFIED");
        assertThat(test.value("SELECT credential_frozen FROM account WHERE id = " + guardian))
                .isEqualTo("t");

        String renewed = notified(guardian);
        await(activation.activate(form(login, renewed, 1, "p@example.org"), CLIENT));
    }

    @Test
    @Tag("trust-6")
    void ofFiftyWrongBirthDatesAtOnceFiveAtMostAreLookedAt() {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(activation.activate(form(login, password, 2, "p@example.org"), CLIENT));
        }
        await(Future.join(all).otherwiseEmpty());
        assertThat(all).allMatch(Future::failed);
        assertThat(test.number("SELECT wrong FROM credential_try")).isBetween(1L, 5L);
        long told = all.stream()
                .map(future -> ((Refused) future.cause()).refusal())
                .filter(refusal -> refusal.fields().containsKey("birthDay"))
                .count();
        assertThat(told).isLessThanOrEqualTo(4);
    }

    @Test
    @Tag("trust-7")
    void anUnknownLoginAndAWrongPasswordAreAnsweredAlikeInEveryState() {
        Refusal unknown = refusal(activation.activate(form("x.personne1", password, 1, "p@example.org"), "192.0.2.2"));
        Refusal wrong = refusal(activation.activate(form(login, "K7PM-X4RT-QW9D", 1, "p@example.org"), "192.0.2.3"));
        assertThat(wrong).isEqualTo(unknown);
        assertThat(refusal(signIn.signIn("x.personne2", NEW, "192.0.2.4")))
                .isEqualTo(refusal(signIn.signIn(loginOf(account("2-1")), NEW, "192.0.2.5")));
        assertThat(await(recovery.ask("x.personne1"))).isFalse();
        assertThat(await(recovery.ask(login))).isFalse();
    }

    @Test
    @Tag("trust-8")
    void failingOnPurposeMakesTheVictimWaitAndNeverLocksThemOut() {
        activate();
        int tries = 0;
        Refusal last = null;
        while (tries < 30) {
            last = refusal(signIn.signIn(login, "faux", CLIENT));
            tries++;
            if (last.kind() == Refusal.Kind.TOO_MANY) {
                if (tries <= 4) {
                    assertThat(last.retryAfterSeconds()).isLessThanOrEqualTo(10);
                }
                clock.advance(Duration.ofSeconds(last.retryAfterSeconds()));
            }
        }
        assertThat(last).isNotNull();
        clock.advance(Duration.ofHours(1));
        assertThat(await(signIn.signIn(login, NEW, "192.0.2.77")).state()).isEqualTo(AccountState.ACTIVE);
    }

    @Test
    @Tag("trust-9")
    void aHundredGuessesAtOnceAreOneBudget() {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(activation.activate(form(login, "K7PM-X4RT-QW9D", 1, "p@example.org"), CLIENT));
        }
        await(Future.join(all).otherwiseEmpty());
        long looked = all.stream()
                .map(Future::cause)
                .filter(cause -> ((Refused) cause).refusal().kind() != Refusal.Kind.TOO_MANY)
                .count();
        assertThat(looked).isLessThanOrEqualTo(5);
    }

    @Test
    @Tag("trust-10")
    void weakPasswordsAreRefusedWithTheReasonAndLongOnesTakenWhole() {
        for (String weak : List.of("court", "password1234", "motdepasse123", login + "2026!", "azertyuiopqs")) {
            Refusal refusal = refusal(activation.activate(
                    new ActivationForm(login, password, weak, weak, "2", "1", "2012", "p@example.org"), CLIENT));
            assertThat(refusal.fields()).as(weak).containsKey("newPassword");
        }
        String whole = "le chêne, une girafe et 47 tasses de café sur le quai n° 9 ; "
                        .repeat(5)
                        .substring(0, 240) + "quinze ruches, y";
        assertThat(whole).hasSize(256);
        await(activation.activate(
                new ActivationForm(login, password, whole, whole, "02", "01", "2012", "p@example.org"), CLIENT));
        assertThat(refusal(signIn.signIn(login, whole.substring(0, 255) + "z", "192.0.2.8"))
                        .kind())
                .isEqualTo(Refusal.Kind.INVALID);
        clock.advance(Duration.ofMinutes(1));
        assertThat(await(signIn.signIn(login, whole, "192.0.2.8")).state()).isEqualTo(AccountState.ACTIVATING);
    }

    @Test
    void aGuardianWithoutAnAddressIsAskedForOne() {
        assertThat(refusal(activation.activate(form(login, password, 1, ""), CLIENT))
                        .fields())
                .containsKey("email");
    }

    @Test
    @Tag("trust-12")
    void aForgottenPasswordIsSetOnceThroughTheVerifiedAddressAndEndsSessions() {
        activate();
        assertThat(await(recovery.ask(login))).isTrue();
        String token = token("FORGOTTEN");
        String other = "une toute autre phrase de passe";
        await(recovery.recover(token, other, other));
        assertThat(refusal(recovery.recover(token, other, other)).kind()).isEqualTo(Refusal.Kind.GONE);
        assertThat(refusal(signIn.signIn(login, NEW, CLIENT)).kind()).isEqualTo(Refusal.Kind.INVALID);
        clock.advance(Duration.ofMinutes(1));
        await(signIn.signIn(login, other, CLIENT));
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
    @Tag("trust-12")
    void aResetKillsPasswordSessionsAndLinksAtOnce() {
        activate();
        test.execute(
                "INSERT INTO session (token_hash, account_id, school_id, created_at, seen_at, expires_at) VALUES ('\\x01', "
                        + guardian + ", " + school + ", now(), now(), now() + interval '1 day')");
        await(recovery.ask(login));
        String forgotten = token("FORGOTTEN");
        await(accounts.reset(By.staff(1), school, guardian, Mode.BOTH));
        assertThat(state()).isEqualTo("NOT_NOTIFIED");
        assertThat(test.number("SELECT count(*) FROM session WHERE account_id = " + guardian))
                .isZero();
        assertThat(refusal(signIn.signIn(login, NEW, CLIENT)).kind()).isEqualTo(Refusal.Kind.INVALID);
        assertThat(refusal(recovery.recover(forgotten, NEW, NEW)).kind()).isEqualTo(Refusal.Kind.GONE);
        assertThat(test.number("SELECT count(DISTINCT credential_id) FROM notification WHERE account_id = " + guardian
                        + " AND kind = 'ACCESS'"))
                .isEqualTo(1);
    }

    @Test
    void aReminderKeepsThePasswordOfAnActiveAccount() {
        activate();
        await(accounts.notify(By.staff(1), school, guardian, Mode.EMAIL));
        assertThat(state()).isEqualTo("ACTIVE");
        await(signIn.signIn(login, NEW, CLIENT));
    }

    @Test
    @Tag("trust-14")
    void anAccountOfAnotherSchoolIsNotThere() {
        long elsewhere = SchoolRows.insert(test, "0750002V", 1);
        assertThat(refusal(accounts.reset(By.staff(1), elsewhere, guardian, Mode.PAPER))
                        .kind())
                .isEqualTo(Refusal.Kind.NOT_FOUND);
    }
}
