package fr.teleservices.faults;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.mail.FakeSmtp;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.TestPostgres;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which a mail server can be in trouble, one run each. The short forms are in MailWorkerTest. */
@LongFault
@Tag("fault-4")
class SmtpFaultsTest {
    private static final int PUPILS = Integer.getInteger("faults.smtp.pupils", 80);
    private static final int DOWN_SECONDS = Integer.getInteger("faults.smtp.down", 25);
    private static final AtomicInteger KEY = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static FaultySmtp smtp;
    private static Stage stage;

    @BeforeAll
    static void open() throws Exception {
        smtp = new FaultySmtp();
        stage = new Stage(folder, TestPostgres.freshDatabase(), smtp.port()).with("SMTP_COMMAND_TIMEOUT_SECONDS", "2");
        stage.start();
        stage.importPupils(PUPILS);
    }

    @AfterAll
    static void close() throws Exception {
        stage.close();
        smtp.close();
    }

    @BeforeEach
    void well() {
        smtp.reset();
    }

    private static long start() {
        return stage.run("smtp-" + KEY.incrementAndGet(), "EMAIL");
    }

    private static long left(long run, String states) {
        return stage.rows.count(run, states);
    }

    /** All that have an address are served, or failed where they may. */
    private static Reckoning end(long run, long from, int rounds, boolean mayFail, String more) throws Exception {
        stage.awaitStatus(run, 240, "DONE");
        Reckoning end = stage.reckon(run, smtp.mails());
        Verdict.tell(
                new Verdict.Figures(
                        4, rounds, end.selected(), end.lost(), end.duplicated(), (System.nanoTime() - from) / 1e9),
                more + " sent=" + left(run, "'SENT'") + " failed=" + left(run, "'FAILED'"));
        assertThat(end.lost()).isZero();
        assertThat(end.unrecorded()).isZero();
        if (!mayFail) {
            assertThat(left(run, "'FAILED'")).isZero();
        }
        return end;
    }

    @Test
    void whileItRefusesConnectionsTheRunWaitsAndSaysSoAndThenGoesOnByItself() throws Exception {
        long from = System.nanoTime();
        smtp.down();
        long run = start();
        Browser staff = stage.signedIn();
        Rows.await(
                "the page says so",
                60,
                () -> staff.get("/gestion/campagnes/" + run).body().contains("L’envoi des courriels est interrompu."));
        Rows.await("a long while", DOWN_SECONDS + 10, () -> System.nanoTime() - from > DOWN_SECONDS * 1_000_000_000L);
        assertThat(left(run, "'SENT', 'FAILED'")).isZero();
        assertThat(stage.rows.number("SELECT coalesce(max(attempts), 0) FROM notification WHERE run_id = " + run))
                .as("nobody's tries are used up")
                .isZero();
        smtp.up();
        assertThat(end(run, from, 1, false, "refused connections for " + DOWN_SECONDS + " s")
                        .duplicated())
                .isZero();
        assertThat(staff.get("/gestion/campagnes/" + run).body())
                .doesNotContain("L’envoi des courriels est interrompu.");
    }

    @Test
    void aServerThatStallsAfterDataIsGivenUpInTimeAndAskedAgain() throws Exception {
        long from = System.nanoTime();
        AtomicInteger stalls = new AtomicInteger();
        smtp.server.onData =
                to -> stalls.getAndIncrement() % 20 == 0 && stalls.get() < 100 ? FakeSmtp.STALL : "354 go on";
        assertThat(end(start(), from, 5, false, "stalled after DATA").duplicated())
                .isZero();
    }

    @Test
    void aServerThatTookTheMessageAndNeverSaidSoGetsTheSameMailOnceMore() throws Exception {
        long from = System.nanoTime();
        Set<String> silent = ConcurrentHashMap.newKeySet();
        smtp.server.onEnd = message -> {
            if (silent.size() < 5 && silent.add(message.to().get(0))) {
                smtp.server.delivered.add(message);
                return FakeSmtp.STALL;
            }
            return "250 2.0.0 queued";
        };
        assertThat(end(start(), from, 5, false, "silent after the message").duplicated())
                .isEqualTo(5);
    }

    @Test
    void aConnectionResetWithinTheMessageCostsNobodyTheirMail() throws Exception {
        long from = System.nanoTime();
        AtomicInteger lines = new AtomicInteger();
        smtp.server.onLine = line -> lines.incrementAndGet() % 700 == 0 && lines.get() < 7_000 ? FakeSmtp.RESET : null;
        assertThat(end(start(), from, 10, false, "reset within DATA").duplicated())
                .isZero();
    }

    @Test
    void greylistedMailsComeAgainAfterAWhileAndNotAllInOneMoment() throws Exception {
        long from = System.nanoTime();
        Set<String> known = ConcurrentHashMap.newKeySet();
        smtp.server.greeting = n -> n % 7 == 0 ? "421 4.3.2 too busy" : "220 fake ESMTP";
        smtp.server.onRcpt = to -> known.add(to) ? "450 4.2.0 Greylisted" : "250 ok";
        long run = start();
        long addresses = stage.rows.number(
                "SELECT count(DISTINCT p.email) FROM notification n JOIN account a ON a.id = n.account_id"
                        + " JOIN person p ON p.id = a.person_id WHERE n.status <> 'LEFT_OUT' AND n.run_id = " + run);
        Rows.await("all asked once", 60, () -> known.size() == addresses && left(run, "'CLAIMED'") == 0);
        double spread = Double.parseDouble(stage.rows.value(
                "SELECT coalesce(stddev(extract(epoch FROM not_before)), 0) FROM notification WHERE run_id = " + run
                        + " AND status = 'PENDING'"));
        assertThat(spread).as("seconds of jitter").isGreaterThan(0.5);
        end(run, from, (int) addresses, false, "greylisted, 421 at each seventh greeting, jitter=" + spread);
    }

    @Test
    void oneDomainThatPutsOffKeepsNoOtherFromItsMails() throws Exception {
        long from = System.nanoTime();
        String slow = "lent.example.org";
        stage.rows.execute("UPDATE person SET email = 'parent.' || id || '@" + slow
                + "' WHERE holder = 'GUARDIAN' AND email IS NOT NULL AND id % 3 = 0");
        AtomicInteger putOff = new AtomicInteger();
        smtp.server.onRcpt =
                to -> to.endsWith("@" + slow) && putOff.incrementAndGet() > 0 ? "450 4.7.1 try later" : "250 ok";
        long run = start();
        String others =
                "SELECT count(*) FROM notification n JOIN account a ON a.id = n.account_id JOIN person p ON p.id = a.person_id WHERE n.run_id = "
                        + run + " AND n.status IN ('PENDING', 'CLAIMED') AND p.email NOT LIKE '%@" + slow + "'";
        Rows.await("all others have theirs", 60, () -> stage.rows.number(others) == 0);
        Rows.await("some of the slow one's were put off", 30, () -> putOff.get() > 5);
        smtp.server.onRcpt = to -> "250 ok";
        end(run, from, putOff.get(), false, "450 for one domain");
    }

    @Test
    void refusedAddressesFailAtOnceWithTheServersWordsAndALetterIsOffered() throws Exception {
        long from = System.nanoTime();
        smtp.server.onRcpt = to -> to.hashCode() % 5 == 0 ? "550 5.1.1 User unknown" : "250 ok";
        long run = start();
        end(run, from, 1, true, "550 for some");
        assertThat(left(run, "'FAILED'")).isPositive();
        assertThat(
                        stage.rows.number(
                                "SELECT count(*) FROM notification WHERE run_id = " + run
                                        + " AND status = 'FAILED' AND attempts = 1 AND reason = 'MAIL_REFUSED' AND smtp_answer LIKE '%550%'"))
                .isEqualTo(left(run, "'FAILED'"));
        assertThat(stage.signedIn().get("/gestion/campagnes/" + run).body()).contains("/apercu?");
    }

    @Test
    void aServerThatRefusesAllFailsEachOfThemOnceAndARetryServesThemAll() throws Exception {
        long from = System.nanoTime();
        smtp.server.onEnd = message -> "554 5.7.1 rejected";
        long run = start();
        end(run, from, 1, true, "554 for all");
        assertThat(left(run, "'SENT'")).isZero();
        smtp.reset();
        stage.move(run, "retry");
        end(run, from, 1, false, "554 for all, retried");
        assertThat(left(run, "'SENT'")).isPositive();
    }
}
