package fr.teleservices.faults;

import static fr.teleservices.testing.TestDatabase.await;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.bus.Addresses;
import fr.teleservices.credential.Keyring;
import fr.teleservices.db.Scope;
import fr.teleservices.letter.ArchiveOptions;
import fr.teleservices.letter.LetterVerticle;
import fr.teleservices.mail.MailAddress;
import fr.teleservices.mail.MailPace;
import fr.teleservices.mail.MailVerticle;
import fr.teleservices.mail.SmtpSettings;
import fr.teleservices.mail.WorkerSettings;
import fr.teleservices.run.AccessLetterService;
import fr.teleservices.run.AccessMailService;
import fr.teleservices.run.KeeperService;
import fr.teleservices.run.MailTroubles;
import fr.teleservices.run.Mode;
import fr.teleservices.run.ReportService;
import fr.teleservices.run.RunService;
import fr.teleservices.run.RunVerticle;
import fr.teleservices.run.Selection;
import fr.teleservices.testing.MovableClock;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Keeper, mail and letter workers at work in this process, over a school of rows, with a clock that a test moves. */
final class Engine implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final String ORIGIN = "https://teleservices.example.org";

    final MovableClock clock;
    final FaultySmtp smtp = new FaultySmtp();
    final TestDatabase test = TestDatabase.fresh();
    final Rows rows = new Rows(test.uri());
    final Keyring keyring = Keyring.of(Map.of(1, new byte[32]));
    final RunService runs;
    final long school;
    private final Vertx vertx = test.vertx();

    /** @param families with two guardians each, of whom one has an address */
    Engine(String instant, String zone, int families) {
        clock = MovableClock.at(instant);
        school = SchoolRows.insert(test, "0750001U", families);
        test.execute("UPDATE school SET timezone = '" + zone + "'");
        runs = new RunService(
                vertx,
                test.database(),
                id -> Future.succeededFuture(true),
                (tx, id, staff, action, run) -> Future.succeededFuture(),
                clock);
    }

    void work() {
        await(vertx.deployVerticle(new RunVerticle(new KeeperService(vertx, test.database(), keyring, clock), POLL)));
        await(vertx.deployVerticle(new LetterVerticle(
                new AccessLetterService(vertx, test.database(), keyring, () -> ORIGIN, clock, Duration.ofSeconds(30)),
                Addresses.LETTERS_DUE.name(),
                POLL,
                "letters")));
        MailAddress from = MailAddress.of("ne-pas-repondre@example.org");
        WorkerSettings settings = WorkerSettings.defaults();
        for (int i = 0; i < 2; i++) {
            await(vertx.deployVerticle(new MailVerticle(
                    "mails-" + i,
                    Addresses.MAILS_DUE.name(),
                    SmtpSettings.loopback(smtp.port(), from),
                    settings,
                    new AccessMailService(vertx, test.database(), keyring, from, () -> ORIGIN, clock, settings.lease()),
                    MailPace.unlimited(),
                    new MailTroubles(vertx, test.database()),
                    clock)));
        }
    }

    /** A run over all guardians who were never notified. */
    long start(Mode mode, String key) {
        return order(mode, key)
                .map(started -> started.run().id())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    Future<RunService.Started> order(Mode mode, String key) {
        Selection selection = Selection.of(Holder.GUARDIAN, mode, Set.of(AccountState.NOT_NOTIFIED));
        return runs.start(new RunService.Order(school, selection, key, null, clock.instant(), false));
    }

    void awaitDone(long run) {
        Rows.await("done", 60, () -> rows.statusOf(run).equals("DONE"));
    }

    Reckoning reckon(long run) throws Exception {
        ReportService reports = new ReportService(vertx, test.database(), keyring, clock);
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        if (rows.count(run, "'IN_LETTER'") > 0) {
            await(reports.letters(Scope.of(school), run)
                    .compose(letters -> reports.writeZip(letters, ArchiveOptions.PLAIN, zip)));
        }
        return Reckoning.of(rows, run, smtp.mails(), zip.toByteArray());
    }

    @Override
    public void close() throws SQLException {
        rows.close();
        test.close();
        smtp.close();
    }
}
