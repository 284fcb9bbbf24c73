package fr.teleservices.run;

import static fr.teleservices.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.db.Scope;
import fr.teleservices.letter.LetterJob;
import fr.teleservices.letter.LetterResult;
import fr.teleservices.mail.MailJob;
import fr.teleservices.mail.MailOutcome;
import fr.teleservices.mail.MailQueue;
import fr.teleservices.testing.HeldRow;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A cancel in the very moment in which a worker writes: a row that the test holds makes them meet. */
@Tag("fault-3")
class CancelRaceTest extends RunServices {

    @Test
    void aMailThatIsGivenBackWhileTheRunIsCancelledDoesNotWaitForEver() {
        Run run = start(Mode.EMAIL);
        List<MailJob> claimed = await(mails.claim("w", 64, MailQueue.Kind.ANY));

        meet(
                "SELECT 1 FROM notification WHERE id = " + claimed.get(0).notificationId() + " FOR UPDATE",
                () -> mails.record(claimed.stream()
                        .<MailOutcome>map(job -> new MailOutcome.Returned(job.notificationId(), job.token()))
                        .toList()),
                () -> runs.cancel(Scope.of(school), run.id(), null));

        assertThat(counts(run)).isEqualTo(new RunCounts(0, 0, 0, 0, 0, FAMILIES, FAMILIES));
    }

    @Test
    void aMailThatIsTakenBackFromADeadWorkerWhileTheRunIsCancelledDoesNotEither() {
        Run run = start(Mode.EMAIL);
        await(mails.claim("w", 64, MailQueue.Kind.ANY));
        test.execute("UPDATE notification SET lease_until = now() - interval '1 s' WHERE status = 'CLAIMED'");

        meet(
                "SELECT 1 FROM run WHERE id = " + run.id() + " FOR UPDATE",
                () -> keeper.round(),
                () -> runs.cancel(Scope.of(school), run.id(), null));

        assertThat(counts(run)).isEqualTo(new RunCounts(0, 0, 0, 0, 0, FAMILIES, FAMILIES));
    }

    @Test
    void aPartThatIsStoredWhileTheRunIsCancelledIsThereOrNotAndNobodyDeadlocks() {
        Run run = start(Mode.PAPER);
        LetterJob job = await(letters.claim("w")).orElseThrow();
        List<LetterResult> results = new ArrayList<>();
        job.items().forEach(item -> results.add(new LetterResult.InLetter(item.notificationId(), results.size() + 1)));

        meet(
                "SELECT 1 FROM account WHERE holder = 'GUARDIAN' ORDER BY id LIMIT 1 FOR UPDATE",
                () -> letters.store(job, new byte[] {1}, results),
                () -> runs.cancel(Scope.of(school), run.id(), null));

        assertThat(counts(run)).isEqualTo(new RunCounts(0, 0, 0, 2 * FAMILIES, 0, 0, 0));
    }

    /** The first waits for a row that the test holds when the second begins; the row is let go when that one waits or is done. */
    private void meet(String row, Supplier<Future<?>> first, Supplier<Future<?>> second) {
        Future<?> one;
        Future<?> other;
        try (HeldRow held = new HeldRow(test, row)) {
            one = first.get();
            held.untilWaiting(1, List.of());
            other = second.get();
            held.untilWaiting(2, List.of(one, other));
        }
        await(one);
        await(other);
    }

    private Run start(Mode mode) {
        Selection selection = Selection.of(Holder.GUARDIAN, mode, Set.of(AccountState.NOT_NOTIFIED));
        Run run = await(runs.start(new RunService.Order(school, selection, "k", null, clock.instant(), false)))
                .run();
        await(keeper.round());
        return run;
    }

    private RunCounts counts(Run run) {
        return await(runs.progress(Scope.of(school), run.id())).counts();
    }
}
