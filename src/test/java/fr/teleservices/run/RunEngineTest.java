package fr.teleservices.run;

import static fr.teleservices.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.credential.TemporaryPassword;
import fr.teleservices.db.Scope;
import fr.teleservices.kernel.Refused;
import fr.teleservices.letter.LetterJob;
import fr.teleservices.letter.LetterResult;
import fr.teleservices.mail.MailJob;
import fr.teleservices.mail.MailOutcome;
import fr.teleservices.mail.MailQueue;
import fr.teleservices.testing.SchoolRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RunEngineTest extends RunServices {
    private static final Set<AccountState> ALL =
            Set.of(AccountState.NOT_NOTIFIED, AccountState.NOTIFIED, AccountState.ACTIVATING, AccountState.ACTIVE);

    private final TemporaryPassword passwords = new TemporaryPassword(keyring);

    @Test
    void aMailForThoseWithAnAddressAndALetterForTheOthers() {
        Run run = start(Mode.EMAIL_OR_PAPER);
        sendAllMails();
        writeAllLetters();
        await(keeper.round());

        RunProgress progress = progress(run);
        assertThat(progress.run().status()).isEqualTo(RunStatus.DONE);
        assertThat(progress.counts()).isEqualTo(new RunCounts(0, 0, FAMILIES, FAMILIES, 0, 0, 0));
        assertThat(
                        test.number(
                                "SELECT count(*) FROM account WHERE holder = 'GUARDIAN' AND state = 'NOTIFIED'"
                                        + " AND notified_by = CASE WHEN person_id IN (SELECT id FROM person WHERE email IS NOT NULL) THEN 'EMAIL' ELSE 'PAPER' END"))
                .isEqualTo(2 * FAMILIES);
    }

    @Test
    void theSelectionIsTheSumAtEveryStep() {
        Run run = start(Mode.BOTH);
        assertThat(progress(run).counts().selected()).isEqualTo(3 * FAMILIES);
        List<MailJob> claimed = await(mails.claim("w", 7, MailQueue.Kind.ANY));
        assertThat(progress(run).counts()).isEqualTo(new RunCounts(3 * FAMILIES - 7, 7, 0, 0, 0, 0, 0));
        await(mails.record(claimed.stream().map(RunEngineTest::sent).toList()));
        assertThat(progress(run).counts()).isEqualTo(new RunCounts(3 * FAMILIES - 7, 0, 7, 0, 0, 0, 0));
        await(runs.cancel(Scope.of(school), run.id(), null));
        assertThat(progress(run).counts()).isEqualTo(new RunCounts(0, 0, 7, 0, 0, 0, 3 * FAMILIES - 7));
    }

    @Test
    void mailAndLetterOfOneAccountBearTheSamePassword() {
        start(Mode.BOTH);
        Map<String, String> mailed = new HashMap<>();
        sendAllMails().forEach(job -> mailed.put(login(job), password(job)));
        Map<String, String> printed = writeAllLetters();

        assertThat(printed).hasSize(2 * FAMILIES).containsAllEntriesOf(mailed);
        assertThat(test.number("SELECT count(*) FROM account WHERE notified_by = 'BOTH'"))
                .isEqualTo(FAMILIES);
        for (String login : printed.keySet()) {
            assertThat(printed.get(login)).isEqualTo(livePassword(login));
        }
    }

    @Test
    void everyMailGoesToTheAddressOfItsOwnAccountWithThatAccountsPassword() {
        start(Mode.EMAIL);
        for (MailJob job : sendAllMails()) {
            String login = login(job);
            assertThat(job.mail().to().address())
                    .isEqualTo(
                            test.value("SELECT email FROM person p JOIN account a ON a.person_id = p.id WHERE login = '"
                                    + login + "'"));
            assertThat(password(job)).isEqualTo(livePassword(login));
        }
    }

    @Test
    void aRefusedMailTakesNothingAway() {
        start(Mode.EMAIL);
        List<MailJob> first = sendAllMails();
        String login = login(first.get(0));
        String before = livePassword(login);
        clock.advance(Duration.ofDays(1));
        Run second = start(Mode.EMAIL);
        List<MailJob> again = await(mails.claim("w", 64, MailQueue.Kind.ANY));
        await(mails.record(again.stream().map(RunEngineTest::refused).toList()));

        assertThat(livePassword(login)).isEqualTo(before);
        assertThat(progress(second).counts().failed()).isEqualTo(FAMILIES);
        assertThat(test.number("SELECT count(*) FROM notification WHERE status = 'FAILED' AND maybe_left"))
                .isZero();
    }

    @Test
    void aMailOfWhichNobodyKnowsWhetherItLeftKeepsItsPasswordValidAndBearsTheSameOneAgain() {
        Run run = start(Mode.EMAIL);
        List<MailJob> claimed = await(mails.claim("w", 3, MailQueue.Kind.ANY));
        Map<Long, String> before = new HashMap<>();
        claimed.forEach(job ->
                before.put(job.notificationId(), job.mail().text() + job.mail().messageId()));
        test.execute("UPDATE notification SET lease_until = now() - interval '1 s' WHERE status = 'CLAIMED'");
        await(keeper.round());

        assertThat(test.number("SELECT count(*) FROM notification WHERE status = 'PENDING' AND maybe_left"))
                .isEqualTo(3);
        Map<Long, String> after = new HashMap<>();
        sendAllMails()
                .forEach(job -> after.put(
                        job.notificationId(), job.mail().text() + job.mail().messageId()));
        assertThat(after).containsAllEntriesOf(before);
        assertThat(progress(run).counts().sent()).isEqualTo(FAMILIES);
    }

    @Test
    @Tag("fault-2")
    void aLateWorkersOutcomeIsRefused() {
        Run run = start(Mode.EMAIL);
        List<MailJob> late = await(mails.claim("late", 64, MailQueue.Kind.ANY));
        test.execute("UPDATE notification SET lease_until = now() - interval '1 s' WHERE status = 'CLAIMED'");
        await(keeper.round());
        List<MailJob> other = await(mails.claim("other", 64, MailQueue.Kind.ANY));
        await(mails.record(late.stream().map(RunEngineTest::refused).toList()));

        assertThat(progress(run).counts()).isEqualTo(new RunCounts(0, FAMILIES, 0, 0, 0, FAMILIES, 0));
        await(mails.record(other.stream().map(RunEngineTest::sent).toList()));
        assertThat(progress(run).counts().sent()).isEqualTo(FAMILIES);
    }

    @Test
    void anOutcomeNeverMovesAnActivatedAccountBack() {
        start(Mode.EMAIL);
        List<MailJob> claimed = await(mails.claim("w", 64, MailQueue.Kind.ANY));
        test.execute("UPDATE account SET state = 'ACTIVE', credential_id = NULL, epoch = epoch + 1 WHERE login = '"
                + login(claimed.get(0)) + "'");
        await(mails.record(claimed.stream().map(RunEngineTest::sent).toList()));

        assertThat(test.value("SELECT state || coalesce(credential_id::text, '') FROM account WHERE login = '"
                        + login(claimed.get(0)) + "'"))
                .isEqualTo("ACTIVE");
    }

    @Test
    void whoActivatedMeanwhileGetsTheReminderAndWhoIsHeldIsLeftOut() {
        Run run = start(Mode.PAPER);
        test.execute(
                "UPDATE account SET state = 'ACTIVE' WHERE id = (SELECT min(id) FROM account WHERE holder = 'GUARDIAN')");
        test.execute(
                "UPDATE account SET held = true WHERE id = (SELECT max(id) FROM account WHERE holder = 'GUARDIAN')");
        Map<String, String> printed = writeAllLetters();

        assertThat(printed.values().stream().filter(String::isEmpty)).hasSize(1);
        assertThat(progress(run).counts()).isEqualTo(new RunCounts(0, 0, 0, 2 * FAMILIES - 1, 0, 1, 0));
    }

    @Test
    @Tag("fault-3")
    void pausedRunsGiveNothingAndResumedOnesGoOn() {
        Run run = start(Mode.EMAIL);
        for (int i = 0; i < 50; i++) {
            await(runs.pause(Scope.of(school), run.id(), null));
            assertThat(await(mails.claim("w", 64, MailQueue.Kind.ANY))).isEmpty();
            await(runs.resume(Scope.of(school), run.id(), null));
            await(mails.record(await(mails.claim("w", 1, MailQueue.Kind.ANY)).stream()
                    .map(RunEngineTest::sent)
                    .toList()));
            await(keeper.round());
            if (progress(run).run().status() == RunStatus.DONE) {
                break;
            }
        }
        assertThat(progress(run).counts().sent()).isEqualTo(FAMILIES);
        assertThat(test.number("SELECT count(DISTINCT account_id) FROM notification WHERE status = 'SENT'"))
                .isEqualTo(FAMILIES);
    }

    @Test
    @Tag("fault-3")
    void cancelIsFinalAndAPartInAWorkersHandsIsRefused() {
        Run run = start(Mode.PAPER);
        LetterJob job = await(letters.claim("w")).orElseThrow();
        await(runs.cancel(Scope.of(school), run.id(), null));

        assertThat(await(letters.store(job, new byte[] {1}, inLetter(job)))).isFalse();
        assertThat(progress(run).counts()).isEqualTo(new RunCounts(0, 0, 0, 0, 0, 0, 2 * FAMILIES));
        assertThat(test.number("SELECT count(*) FROM account WHERE state <> 'NOT_NOTIFIED'"))
                .isZero();
        assertThatThrownBy(() -> await(runs.resume(Scope.of(school), run.id(), null)))
                .isInstanceOf(Refused.class);
    }

    @Test
    void retryTakesTheFailuresAloneAndTheRunGoesOn() {
        Run run = start(Mode.EMAIL);
        List<MailJob> claimed = await(mails.claim("w", 64, MailQueue.Kind.ANY));
        List<MailOutcome> outcomes = new ArrayList<>();
        claimed.forEach(job -> outcomes.add(outcomes.size() < 5 ? refused(job) : sent(job)));
        await(mails.record(outcomes));
        await(keeper.round());
        assertThat(progress(run).run().status()).isEqualTo(RunStatus.DONE);

        await(runs.retry(Scope.of(school), run.id(), null));
        assertThat(sendAllMails()).hasSize(5);
        await(keeper.round());
        assertThat(progress(run).counts()).isEqualTo(new RunCounts(0, 0, FAMILIES, 0, 0, FAMILIES, 0));
    }

    @Test
    void failedLettersAreRetriedAsAPartOfTheirOwn() {
        Run run = start(Mode.PAPER);
        LetterJob job = await(letters.claim("w")).orElseThrow();
        List<LetterResult> results = new ArrayList<>();
        job.items()
                .forEach(item -> results.add(
                        results.isEmpty()
                                ? new LetterResult.Failed(item.notificationId(), "missing-glyph", "Une lettre manque.")
                                : new LetterResult.InLetter(item.notificationId(), results.size())));
        await(letters.store(job, new byte[] {1}, results));
        writeAllLetters();
        await(keeper.round());
        assertThat(progress(run).counts().failed()).isEqualTo(1);

        await(runs.retry(Scope.of(school), run.id(), null));
        assertThat(writeAllLetters()).hasSize(1);
        await(keeper.round());
        assertThat(progress(run).counts()).isEqualTo(new RunCounts(0, 0, 0, 2 * FAMILIES, 0, 0, 0));
    }

    @Test
    void lettersWhoseKeyIsDestroyedAreNotTriedAgainAndOneIsToldSo() {
        Run run = start(Mode.PAPER);
        LetterJob job = await(letters.claim("w")).orElseThrow();
        await(letters.store(
                job,
                new byte[] {1},
                job.items().stream()
                        .<LetterResult>map(item -> new LetterResult.Failed(item.notificationId(), "missing-glyph", "x"))
                        .toList()));
        await(keeper.round());
        test.execute("UPDATE letter_key SET wrapped = NULL, destroyed_at = now()");

        assertThatThrownBy(() -> await(runs.retry(Scope.of(school), run.id(), null)))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.refusal().code()).isEqualTo("letters-destroyed"));
        assertThat(progress(run).run().status()).isEqualTo(RunStatus.DONE);
        assertThat(progress(run).counts().failed()).isEqualTo(2 * FAMILIES);
    }

    @Test
    @Tag("fault-9")
    void theSameKeyIsTheSameRunAndOverlappingPeopleAreRefusedUnlessConfirmed() {
        Selection selection = Selection.of(Holder.GUARDIAN, Mode.EMAIL, ALL);
        RunService.Started first = await(runs.start(order(selection, "k", false)));
        assertThat(await(runs.start(order(selection, "k", false))).run().id())
                .isEqualTo(first.run().id());
        await(keeper.round());
        assertThatThrownBy(() -> await(runs.start(order(selection, "other", false))))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.refusal().code()).isEqualTo("run-overlaps"));
        assertThat(await(runs.start(order(selection, "other", true))).created()).isTrue();
    }

    @Test
    @Tag("trust-12")
    void aMassResetKillsPasswordsAndSessionsWhenItIsPrepared() {
        start(Mode.PAPER);
        writeAllLetters();
        test.execute(
                "UPDATE account SET state = 'ACTIVE', password_hash = 'x', credential_id = NULL WHERE holder = 'GUARDIAN'");
        test.execute(
                "INSERT INTO session (token_hash, account_id, created_at, seen_at, expires_at) SELECT '\\x01', min(id), now(), now(), now() FROM account WHERE holder = 'GUARDIAN'");
        await(keeper.round());
        Selection all = Selection.of(Holder.GUARDIAN, Mode.EMAIL, ALL);
        Selection reset = new Selection(
                Holder.GUARDIAN,
                Mode.PAPER,
                all.states(),
                List.of(),
                List.of(),
                all.responsibilities(),
                "",
                null,
                null,
                false,
                false,
                null,
                true,
                Selection.Exclusions.NONE,
                Selection.PrintOrder.YOUNGEST);
        await(runs.start(order(reset, UUID.randomUUID().toString(), false)));
        await(keeper.round());

        assertThat(test.number("SELECT count(*) FROM session")).isZero();
        assertThat(
                        test.number(
                                "SELECT count(*) FROM account WHERE holder = 'GUARDIAN' AND state = 'NOT_NOTIFIED' AND password_hash IS NULL"))
                .isEqualTo(2 * FAMILIES);
        assertThat(writeAllLetters().values()).noneMatch(String::isEmpty).hasSize(2 * FAMILIES);
    }

    @Test
    @Tag("trust-14")
    void anotherSchoolsRunIsAsAbsentAsNone() {
        Run run = start(Mode.EMAIL);
        long other = SchoolRows.insert(test, "0750002V", 1);
        assertThatThrownBy(() -> await(runs.progress(Scope.of(other), run.id())))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> await(runs.cancel(Scope.of(other), run.id(), null)))
                .isInstanceOf(Refused.class);
    }

    @Test
    void thePreviewCountsWhatTheRunThenMakes() {
        Selection selection = Selection.of(Holder.PUPIL, Mode.EMAIL, Set.of(AccountState.NOT_NOTIFIED));
        test.execute("UPDATE person SET division = NULL WHERE holder = 'PUPIL' AND siecle_id = 'E3'");
        test.execute("UPDATE person SET birth_date = NULL WHERE holder = 'PUPIL' AND siecle_id = 'E6'");
        Preview preview = await(runs.preview(school, selection));
        Run run = await(runs.start(order(selection, "p", false))).run();
        await(keeper.round());

        assertThat(preview.mails()).isEqualTo(4);
        assertThat(preview.leftOut())
                .isEqualTo(Map.of(Reason.NO_DIVISION, 1L, Reason.NO_BIRTH_DATE, 1L, Reason.NO_ADDRESS, 14L));
        assertThat(progress(run).counts()).isEqualTo(new RunCounts(4, 0, 0, 0, 0, 16, 0));
        assertThat(preview.notifications()).isEqualTo(progress(run).counts().selected());
    }

    private Run start(Mode mode) {
        Selection selection = Selection.of(Holder.GUARDIAN, mode, ALL);
        Run run = await(runs.start(order(selection, UUID.randomUUID().toString(), false)))
                .run();
        await(keeper.round());
        return run;
    }

    private RunService.Order order(Selection selection, String key, boolean confirmed) {
        return new RunService.Order(school, selection, key, null, clock.instant(), confirmed);
    }

    private RunProgress progress(Run run) {
        return await(runs.progress(Scope.of(school), run.id()));
    }

    private List<MailJob> sendAllMails() {
        List<MailJob> all = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        for (List<MailJob> batch = claim(); !batch.isEmpty(); batch = claim()) {
            batch.forEach(job -> assertThat(seen.add(job.notificationId())).isTrue());
            all.addAll(batch);
            await(mails.record(batch.stream().map(RunEngineTest::sent).toList()));
        }
        return all;
    }

    private List<MailJob> claim() {
        return await(mails.claim("w", 8, MailQueue.Kind.ANY));
    }

    /** @return the password of each letter by login, "" for a reminder */
    private Map<String, String> writeAllLetters() {
        Map<String, String> printed = new HashMap<>();
        for (Optional<LetterJob> job = await(letters.claim("w")); job.isPresent(); job = await(letters.claim("w"))) {
            job.get()
                    .items()
                    .forEach(item -> printed.put(
                            item.page().login(),
                            Optional.ofNullable(item.page().temporaryPassword()).orElse("")));
            assertThat(await(letters.store(job.get(), new byte[] {1}, inLetter(job.get()))))
                    .isTrue();
        }
        return printed;
    }

    private static List<LetterResult> inLetter(LetterJob job) {
        List<LetterResult> results = new ArrayList<>();
        job.items().forEach(item -> results.add(new LetterResult.InLetter(item.notificationId(), results.size() + 1)));
        return results;
    }

    private String livePassword(String login) {
        String row = test.value(
                "SELECT credential_id || ' ' || credential_key FROM account WHERE state = 'NOTIFIED' AND login = '"
                        + login + "'");
        return passwords.of(UUID.fromString(row.split(" ")[0]), Integer.parseInt(row.split(" ")[1]));
    }

    private static String login(MailJob job) {
        return line(job, "Identifiant : ");
    }

    private static String password(MailJob job) {
        return line(job, "Mot de passe temporaire : ");
    }

    private static String line(MailJob job, String label) {
        return job.mail()
                .text()
                .lines()
                .filter(l -> l.startsWith(label))
                .findFirst()
                .orElseThrow()
                .substring(label.length());
    }

    private static MailOutcome sent(MailJob job) {
        return new MailOutcome.Sent(job.notificationId(), job.token());
    }

    private static MailOutcome refused(MailJob job) {
        return new MailOutcome.Refused(
                job.notificationId(),
                job.token(),
                new fr.teleservices.mail.SmtpAnswer(550, "5.1.1", "no such user", "Cette adresse n’existe pas."));
    }
}
