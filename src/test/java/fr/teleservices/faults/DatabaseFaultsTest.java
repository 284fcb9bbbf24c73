package fr.teleservices.faults;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.demo.EmbeddedPostgres;
import fr.teleservices.testing.Browser;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL restarted, killed, and cut off in the middle of a run. */
@LongFault
@Tag("fault-5")
class DatabaseFaultsTest {
    private static final int PUPILS = Integer.getInteger("faults.database.pupils", 1_500);
    private static final int ROUNDS = Integer.getInteger("faults.database.rounds", 3);
    private static final int CUT_SECONDS = Integer.getInteger("faults.database.cut", 60);
    /** A request is given up after 30 s, see Web. */
    private static final double LONGEST_ANSWER = 35;

    @TempDir
    private Path folder;

    private final FaultySmtp smtp = new FaultySmtp();
    private EmbeddedPostgres postgres;
    private TcpProxy direct;
    private TcpProxy wire;
    private Stage stage;
    private Pages pages;

    @BeforeEach
    void open() throws Exception {
        postgres = server();
        direct = TcpProxy.to(postgres.port());
        wire = TcpProxy.to(postgres.port());
        URI admin = URI.create(postgres.adminUri());
        stage = new Stage(
                folder,
                "postgresql://" + admin.getUserInfo() + "@127.0.0.1:" + direct.port() + admin.getPath(),
                smtp.port());
        stage.databaseAt(wire.port());
        stage.start();
        stage.importPupils(PUPILS);
        pages = new Pages(stage.signedIn());
    }

    @AfterEach
    void close() throws Exception {
        pages.closed = true;
        stage.close();
        wire.close();
        direct.close();
        postgres.close();
        smtp.close();
    }

    /** Durable: what was committed before a crash is there after it. */
    private EmbeddedPostgres server() {
        return EmbeddedPostgres.start(
                EmbeddedPostgres.Options.in(folder.resolve("pg")).withStopAtExit(false));
    }

    @Test
    void aRunGoesOnByItselfAfterRestartsAndCrashesOfTheServer() throws Exception {
        long from = System.nanoTime();
        long run = stage.run("restart", "BOTH");
        long selected = stage.selected(run);
        pages.watch();
        try (SumWatch watch = SumWatch.over(stage.rows, run)) {
            for (int round = 1; round <= ROUNDS; round++) {
                int share = round;
                Rows.await(
                        "further",
                        180,
                        () -> stage.rows.count(run, "'SENT', 'IN_LETTER'") >= selected * share / (ROUNDS + 2));
                if (round % 2 == 0) {
                    postgres.close();
                } else {
                    crash();
                }
                LockSupport.parkNanos(2_000_000_000L); // away for a while
                postgres = server();
                direct.leadTo(postgres.port());
                wire.leadTo(postgres.port());
                Rows.await("pages are back", 60, pages::areWell);
            }
            end(run, selected, ROUNDS, from, watch, "restarted and killed");
        }
        assertThat(pages.answers).containsKey(503);
    }

    @Test
    void aRunGoesOnByItselfAfterTheServerWasCutOffForAMinute() throws Exception {
        long from = System.nanoTime();
        long run = stage.run("cut", "BOTH");
        long selected = stage.selected(run);
        pages.watch();
        try (SumWatch watch = SumWatch.over(stage.rows, run)) {
            Rows.await("under way", 180, () -> stage.rows.count(run, "'SENT', 'IN_LETTER'") >= selected / 4);
            wire.cut();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(CUT_SECONDS));
            wire.mend();
            Rows.await("pages are back", 60, pages::areWell);
            end(run, selected, 1, from, watch, "cut off for " + CUT_SECONDS + " s");
        }
        assertThat(pages.answers).containsKey(503);
    }

    private void end(long run, long selected, int rounds, long from, SumWatch watch, String what) throws Exception {
        stage.awaitStatus(run, 300, "DONE");
        int looks = watch.sound();
        Reckoning end = stage.reckon(run, smtp.mails());
        Verdict.tell(
                new Verdict.Figures(
                        5, rounds, end.selected(), end.lost(), end.duplicated(), (System.nanoTime() - from) / 1e9),
                what + ", pages=" + pages.answers + " longest_answer=" + pages.longest + " looks=" + looks);
        assertThat(end.lost()).isZero();
        assertThat(end.unrecorded()).isZero();
        assertThat(stage.ended(run)).isEqualTo(selected);
        assertThat(end.duplicated()).isLessThanOrEqualTo((long) rounds * Stage.IN_FLIGHT);
        assertThat(pages.answers.keySet()).as("nothing but pages and 503").isSubsetOf(200, 503);
        assertThat(pages.longest).isLessThan(LONGEST_ANSWER);
    }

    /** The server and all its sessions at once, as when the machine loses its power. */
    private void crash() throws IOException, InterruptedException {
        Path file = folder.resolve("pg/cluster/postmaster.pid");
        String pid =
                Files.readAllLines(file, StandardCharsets.ISO_8859_1).get(0).strip();
        assertThat(new ProcessBuilder("sh", "-c", "kill -QUIT " + pid).start().waitFor())
                .isZero();
        Rows.await("it is gone", 30, () -> !Files.exists(file));
        postgres.close();
    }

    /** Asks for a page of staff and the state of the run again and again. */
    private static final class Pages {
        private final Browser browser;
        private final Map<Integer, Integer> answers = new TreeMap<>();
        private volatile boolean closed;
        private volatile int last;
        private volatile double longest;

        Pages(Browser browser) {
            this.browser = browser;
        }

        void watch() {
            Thread thread = new Thread(this::ask, "pages");
            thread.setDaemon(true);
            thread.start();
        }

        private void ask() {
            while (!closed) {
                long from = System.nanoTime();
                int status = browser.get("/gestion/campagnes").status();
                answers.merge(status, 1, Integer::sum);
                longest = Math.max(longest, (System.nanoTime() - from) / 1e9);
                last = status;
                LockSupport.parkNanos(100_000_000);
            }
        }

        boolean areWell() {
            return last == 200;
        }
    }
}
