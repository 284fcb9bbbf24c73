package fr.teleservices.run;

import static fr.teleservices.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.credential.Keyring;
import fr.teleservices.mail.MailJob;
import fr.teleservices.mail.MailOutcome;
import fr.teleservices.mail.MailQueue;
import fr.teleservices.mail.SmtpAnswer;
import fr.teleservices.testing.MovableClock;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestDatabase;
import fr.teleservices.testing.TestPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Claims go on where the last one ended: whatever comes back behind that mark is served all the same, and once. */
@Tag("fault-1")
class ClaimMarkTest {
    private static final int FAMILIES = 40;

    private final MovableClock clock = MovableClock.at("2026-09-07T08:00:00Z");
    private final Keyring keyring = Keyring.of(Map.of(1, new byte[32]));
    private TestDatabase test;
    private KeeperService keeper;

    @BeforeEach
    void open() {
        test = TestDatabase.fresh();
        long school = SchoolRows.insert(test, "0750001U", FAMILIES);
        keeper = new KeeperService(test.vertx(), test.database(), keyring, clock);
        RunService runs = RunServices.runs(test, clock);
        Selection selection = Selection.of(Holder.GUARDIAN, Mode.EMAIL, Set.of(AccountState.NOT_NOTIFIED));
        await(runs.start(new RunService.Order(school, selection, "k", null, clock.instant(), false)));
        await(keeper.round());
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void whatAnotherWorkersLostTransactionHeldIsServed() throws Exception {
        AccessMailService mails = worker();
        List<MailJob> served;
        try (Connection other = TestPostgres.connect(test.uri());
                Statement claim = other.createStatement()) {
            other.setAutoCommit(false);
            claim.execute(
                    "SELECT 1 FROM notification WHERE status = 'PENDING' AND channel = 'EMAIL' ORDER BY id LIMIT 8 FOR UPDATE");
            served = claim(mails, 8);
            other.rollback();
        }
        everyoneOnce(mails, served);
    }

    @Test
    void whatWasTakenBackFromADeadWorkerIsServed() {
        List<MailJob> dead = claim(worker(), 8);
        AccessMailService mails = worker();
        List<MailJob> served = claim(mails, 8);
        test.execute("UPDATE notification SET lease_until = now() - interval '1 s' WHERE status = 'CLAIMED' AND id <= "
                + dead.get(7).notificationId());
        await(keeper.round());
        everyoneOnce(mails, served);
    }

    @Test
    void whatIsGivenBackIsServedByTheSameWorkerAndByAnother() {
        AccessMailService mails = worker();
        List<MailJob> back = claim(mails, 8);
        claimAndGiveBack(mails, back);
        List<MailJob> served = claim(mails, 8);
        everyoneOnce(worker(), served);
    }

    @Test
    void whatIsPutOffIsServedWhenItsTimeHasCome() {
        AccessMailService mails = worker();
        List<MailJob> late = claim(mails, 8);
        await(mails.record(late.stream()
                .<MailOutcome>map(job -> new MailOutcome.Postponed(
                        job.notificationId(),
                        job.token(),
                        new SmtpAnswer(450, "4.2.0", "Greylisted", "Plus tard."),
                        Duration.ofHours(1),
                        true))
                .toList()));
        List<MailJob> served = new ArrayList<>(all(mails));
        assertThat(served).hasSize(FAMILIES - 8);
        test.execute("UPDATE notification SET not_before = clock_timestamp() WHERE status = 'PENDING'");
        everyoneOnce(mails, served);
    }

    private void claimAndGiveBack(AccessMailService mails, List<MailJob> jobs) {
        await(mails.record(jobs.stream()
                .<MailOutcome>map(job -> new MailOutcome.Returned(job.notificationId(), job.token()))
                .toList()));
    }

    private void everyoneOnce(AccessMailService mails, List<MailJob> served) {
        List<Long> ids = Stream.concat(served.stream(), all(mails).stream())
                .map(MailJob::notificationId)
                .toList();
        assertThat(ids).doesNotHaveDuplicates().hasSize(FAMILIES);
    }

    private static List<MailJob> all(AccessMailService mails) {
        List<MailJob> all = new ArrayList<>();
        for (List<MailJob> batch = claim(mails, 8); !batch.isEmpty(); batch = claim(mails, 8)) {
            all.addAll(batch);
        }
        return all;
    }

    private static List<MailJob> claim(AccessMailService mails, int max) {
        return await(mails.claim("w", max, MailQueue.Kind.ANY));
    }

    private AccessMailService worker() {
        return RunServices.mails(test, keyring, clock);
    }
}
