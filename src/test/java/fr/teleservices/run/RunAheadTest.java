package fr.teleservices.run;

import static fr.teleservices.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.bus.Addresses;
import fr.teleservices.db.Scope;
import fr.teleservices.mail.MailJob;
import fr.teleservices.mail.MailOutcome;
import fr.teleservices.mail.MailQueue;
import fr.teleservices.testing.HeldRow;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A run is stored while it can still be taken back: until its time has come nobody is written to, and nothing has changed. */
class RunAheadTest extends RunServices {
    private static final RunCounts WAITING = new RunCounts(3 * FAMILIES, 0, 0, 0, 0, 0, 0);
    private static final RunCounts CANCELLED = new RunCounts(0, 0, 0, 0, 0, 0, 3 * FAMILIES);

    private final BlockingQueue<Long> heard = new LinkedBlockingQueue<>();

    @Test
    void whatIsStoredAheadWaitsForItsTimeAndThenLeaves() {
        Run run = startIn(Duration.ofSeconds(60), false);
        await(keeper.ahead());
        await(keeper.round());

        assertThat(status(run)).isEqualTo(RunStatus.SCHEDULED);
        assertThat(counts(run)).isEqualTo(WAITING);
        nobodyIsWrittenTo();

        clock.advance(Duration.ofSeconds(60));
        await(keeper.round());
        assertThat(status(run)).isEqualTo(RunStatus.RUNNING);
        assertThat(counts(run)).isEqualTo(WAITING);
        sendAllMails();
        assertThat(counts(run)).isEqualTo(new RunCounts(2 * FAMILIES, 0, FAMILIES, 0, 0, 0, 0));
        assertThat(await(letters.claim("w"))).isPresent();
    }

    @Test
    void aRunForTomorrowIsForThoseWhoAreThereTomorrow() {
        Run run = startIn(Duration.ofDays(1), false);
        await(keeper.ahead());
        assertThat(counts(run).selected()).isZero();
        clock.advance(Duration.ofDays(1).minusSeconds(60));
        await(keeper.ahead());
        assertThat(counts(run)).isEqualTo(WAITING);
    }

    @Test
    void whatIsTakenBackIsCancelledAndNeverBegins() {
        Run run = startIn(Duration.ofSeconds(60), false);
        await(keeper.ahead());
        await(runs.cancel(Scope.of(school), run.id(), null));
        assertThat(counts(run)).isEqualTo(CANCELLED);

        clock.advance(Duration.ofSeconds(60));
        await(keeper.ahead());
        await(keeper.round());
        assertThat(status(run)).isEqualTo(RunStatus.CANCELLED);
        assertThat(counts(run)).isEqualTo(CANCELLED);
        nobodyIsWrittenTo();
        assertThat(test.number("SELECT count(*) FROM account WHERE state <> 'NOT_NOTIFIED'"))
                .isZero();
    }

    @Test
    void aRunThatIsTakenBackWhileItIsStoredIsTakenBackAtOnceAndLeavesNothing() {
        Run run = startIn(Duration.ofSeconds(60), false);
        Future<Void> storing;
        try (HeldRow held = new HeldRow(test, "LOCK TABLE letter_part IN SHARE MODE")) {
            storing = keeper.ahead();
            held.untilWaiting(1, List.of());
            // the notifications are written, the parts of letters wait; a cancel of these would wait as well
            test.execute("UPDATE run SET status = 'CANCELLED', ended_at = now() WHERE id = " + run.id());
        }
        await(storing);
        assertThat(status(run)).isEqualTo(RunStatus.CANCELLED);
        assertThat(counts(run).selected()).isZero();
        assertThat(test.number("SELECT count(*) FROM letter_part")).isZero();
        assertThat(test.number("SELECT count(*) FROM letter_key")).isZero();
    }

    @Test
    void oneWhoTakesItBackDoesNotWaitUntilItIsStored() {
        Run run = startIn(Duration.ofSeconds(60), false);
        Future<Void> storing;
        try (HeldRow held = new HeldRow(test, "LOCK TABLE letter_key IN SHARE MODE")) {
            storing = keeper.ahead();
            held.untilWaiting(1, List.of());
            await(runs.cancel(Scope.of(school), run.id(), null));
            assertThat(storing.isComplete()).isFalse();
        }
        await(storing);
        assertThat(status(run)).isEqualTo(RunStatus.CANCELLED);
        assertThat(counts(run).selected()).isZero();
    }

    @Test
    @Tag("fault-2")
    void severalNodesStoreEverybodyOnce() {
        Run run = startIn(Duration.ofSeconds(60), false);
        KeeperService other = new KeeperService(test.vertx(), test.database(), keyring, clock);
        await(Future.join(keeper.ahead(), other.ahead(), keeper.ahead(), other.ahead()));
        assertThat(counts(run)).isEqualTo(WAITING);

        clock.advance(Duration.ofSeconds(60));
        await(Future.join(keeper.round(), other.round(), keeper.ahead(), other.ahead()));
        assertThat(counts(run)).isEqualTo(WAITING);
        assertThat(status(run)).isEqualTo(RunStatus.RUNNING);
    }

    @Test
    @Tag("fault-2")
    void aRunWhoseTimeComesWhileAnotherNodeStoresItIsStoredByThatOneAlone() throws Exception {
        Run run = startIn(Duration.ofSeconds(60), false);
        KeeperService other = new KeeperService(test.vertx(), test.database(), keyring, clock);
        Future<Void> storing;
        try (HeldRow held = new HeldRow(test, "LOCK TABLE letter_key IN SHARE MODE")) {
            storing = keeper.ahead();
            held.untilWaiting(1, List.of());
            Addresses.RUN_CHANGED.listen(test.vertx(), heard::add);
            await(other.ahead());
            assertThat(heardBeforeNow())
                    .as("it would wake itself again and again")
                    .isEmpty();
            clock.advance(Duration.ofSeconds(60));
            await(other.round());
            assertThat(status(run)).isEqualTo(RunStatus.SCHEDULED);
        }
        await(storing);
        await(other.round());
        assertThat(status(run)).isEqualTo(RunStatus.RUNNING);
        assertThat(counts(run)).isEqualTo(WAITING);
    }

    @Test
    @Tag("trust-12")
    void aMassResetEndsNothingBeforeItsTime() {
        test.execute("UPDATE account SET state = 'ACTIVE', password_hash = 'x' WHERE holder = 'GUARDIAN'");
        test.execute("INSERT INTO session (token_hash, account_id, created_at, seen_at, expires_at)"
                + " SELECT '\\x01', min(id), now(), now(), now() FROM account WHERE holder = 'GUARDIAN'");
        Run run = startIn(Duration.ofSeconds(60), true);
        await(keeper.ahead());
        await(runs.pause(Scope.of(school), run.id(), null));
        await(runs.resume(Scope.of(school), run.id(), null));
        await(keeper.round());
        assertThat(counts(run)).isEqualTo(WAITING);
        assertThat(status(run)).isEqualTo(RunStatus.SCHEDULED);
        assertThat(test.number("SELECT count(*) FROM session")).isEqualTo(1);
        assertThat(test.number("SELECT count(*) FROM account WHERE password_hash = 'x'"))
                .isEqualTo(2 * FAMILIES);

        clock.advance(Duration.ofSeconds(60));
        await(keeper.round());
        assertThat(status(run)).isEqualTo(RunStatus.RUNNING);
        assertThat(test.number("SELECT count(*) FROM session")).isZero();
        assertThat(test.number("SELECT count(*) FROM account WHERE password_hash IS NULL AND state = 'NOT_NOTIFIED'"
                        + " AND holder = 'GUARDIAN'"))
                .isEqualTo(2 * FAMILIES);
    }

    @Test
    @Tag("fault-3")
    void aRunThatIsPausedBeforeItsTimeBeginsWhenItIsResumedBehindIt() {
        Run run = startIn(Duration.ofSeconds(60), false);
        await(keeper.ahead());
        await(runs.pause(Scope.of(school), run.id(), null));
        clock.advance(Duration.ofSeconds(90));
        await(keeper.round());
        assertThat(status(run)).isEqualTo(RunStatus.PAUSED);
        nobodyIsWrittenTo();
        await(runs.resume(Scope.of(school), run.id(), null));
        await(keeper.round());
        assertThat(status(run)).isEqualTo(RunStatus.RUNNING);
        assertThat(counts(run)).isEqualTo(WAITING);
    }

    @Test
    void whoIsHeldOrClosedBetweenIsLeftOutAndAnAddressThatIsMendedCounts() {
        Run run = startIn(Duration.ofSeconds(60), false);
        await(keeper.ahead());
        test.execute(
                "UPDATE account SET held = true WHERE person_id = (SELECT id FROM person WHERE siecle_id = '1-1')");
        test.execute(
                "UPDATE account SET state = 'CLOSED', closed_reason = 'LEFT' WHERE person_id = (SELECT id FROM person WHERE siecle_id = '1-2')");
        test.execute("UPDATE person SET email = 'mended@example.org' WHERE siecle_id = '1-3'");
        clock.advance(Duration.ofSeconds(60));
        await(keeper.round());
        List<MailJob> sent = sendAllMails();
        assertThat(sent)
                .extracting(job -> job.mail().to().address())
                .contains("mended@example.org")
                .hasSize(FAMILIES - 2);
        assertThat(counts(run)).isEqualTo(new RunCounts(2 * FAMILIES, 0, FAMILIES - 2, 0, 0, 2, 0));
    }

    /** Also of an older version of the service, which knows nothing of runs that are stored ahead. */
    @Test
    void theDatabaseRefusesToStoreARunTwice() {
        Run run = startIn(Duration.ofSeconds(60), false);
        await(keeper.ahead());
        assertThatThrownBy(() -> test.execute("UPDATE run SET status = 'PREPARING' WHERE id = " + run.id()))
                .hasStackTraceContaining("are stored already");
    }

    private Run startIn(Duration wait, boolean reset) {
        Selection plain = Selection.of(
                Holder.GUARDIAN,
                Mode.BOTH,
                Set.of(AccountState.NOT_NOTIFIED, AccountState.NOTIFIED, AccountState.ACTIVE));
        Selection selection = new Selection(
                plain.holder(),
                plain.mode(),
                plain.states(),
                List.of(),
                List.of(),
                plain.responsibilities(),
                "",
                null,
                null,
                false,
                false,
                null,
                reset,
                Selection.Exclusions.NONE,
                Selection.PrintOrder.YOUNGEST);
        return await(runs.start(new RunService.Order(
                        school, selection, "k", null, clock.instant().plus(wait), false)))
                .run();
    }

    /** The runs of which something was said before this. */
    private List<Long> heardBeforeNow() throws InterruptedException {
        Addresses.RUN_CHANGED.publish(test.vertx(), -1);
        List<Long> before = new ArrayList<>();
        for (long id = heard.take(); id != -1; id = heard.take()) {
            before.add(id);
        }
        return before;
    }

    private void nobodyIsWrittenTo() {
        assertThat(await(mails.claim("w", 64, MailQueue.Kind.ANY))).isEmpty();
        assertThat(await(letters.claim("w"))).isEmpty();
    }

    private List<MailJob> sendAllMails() {
        List<MailJob> sent = await(mails.claim("w", 64, MailQueue.Kind.ANY));
        await(mails.record(sent.stream()
                .<MailOutcome>map(job -> new MailOutcome.Sent(job.notificationId(), job.token()))
                .toList()));
        return sent;
    }

    private RunStatus status(Run run) {
        return await(runs.progress(Scope.of(school), run.id())).run().status();
    }

    private RunCounts counts(Run run) {
        return await(runs.progress(Scope.of(school), run.id())).counts();
    }
}
