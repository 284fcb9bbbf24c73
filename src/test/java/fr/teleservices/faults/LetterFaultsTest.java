package fr.teleservices.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fr.teleservices.demo.EmbeddedPostgres;
import fr.teleservices.demo.MailCatcher;
import fr.teleservices.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker is killed, and the disk is full, while a file of letters is written: no half one is ever offered. */
@LongFault
@Tag("fault-6")
class LetterFaultsTest {
    private static final int PUPILS = Integer.getInteger("faults.letters.pupils", 2_000);
    private static final int KILLS = Integer.getInteger("faults.letters.rounds", 3);

    @TempDir
    private Path folder;

    @Test
    void aWorkerThatIsKilledWhileItWritesLeavesNoHalfFileAndEachLetterIsWrittenOnce() throws Exception {
        try (MailCatcher catcher = MailCatcher.start(0);
                Stage stage =
                        new Stage(folder, TestPostgres.freshDatabase(), catcher.port()).with("LETTER_WORKERS", "1")) {
            stage.start();
            stage.importPupils(PUPILS);
            long from = System.nanoTime();
            long run = stage.run("letters", "PAPER");
            int kills = 0;
            try (SumWatch watch = SumWatch.over(stage.rows, run)) {
                while (kills < KILLS && !stage.rows.statusOf(run).equals("DONE")) {
                    Rows.await(
                            "a part is being written",
                            120,
                            () -> parts(stage, run, "CLAIMED") > 0 || parts(stage, run, "PENDING") == 0);
                    stage.kill();
                    kills++;
                    // whatever has no file has no letter, and whatever has one is whole
                    assertThat(stage.rows.number(
                                    "SELECT count(*) FROM notification n LEFT JOIN letter_part p ON p.id = n.part_id"
                                            + " WHERE n.run_id = " + run
                                            + " AND n.status = 'IN_LETTER' AND p.sealed IS NULL"))
                            .isZero();
                    stage.start();
                    wholeSoFar(stage, run);
                }
                stage.awaitStatus(run, 240, "DONE");
                watch.sound();
            }
            end(stage, run, kills, from, "killed while a part was written");
        }
    }

    @Test
    void aFullDiskKeepsLettersWaitingAndTheyAreWrittenWhenThereIsRoom() throws Exception {
        Path small = Files.createDirectories(folder.resolve("small"));
        assumeTrue(mount(small, "size=3m"), "a small file system needs root and mount(8)");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedPostgres.Options.in(folder.resolve("pg"))
                        .withDurable(false)
                        .withStopAtExit(false));
                MailCatcher catcher = MailCatcher.start(0);
                Stage stage = new Stage(folder, postgres.adminUri(), catcher.port())) {
            Path place = Files.createDirectories(small.resolve("letters"));
            Files.setAttribute(place, "unix:uid", Files.getAttribute(folder.resolve("pg/cluster"), "unix:uid"));
            stage.rows.execute("CREATE TABLESPACE small LOCATION '" + place + "'");
            stage.start();
            stage.rows.execute("ALTER TABLE letter_part SET TABLESPACE small");
            stage.importPupils(PUPILS);
            long from = System.nanoTime();
            Files.write(small.resolve("ballast"), new byte[2_600_000]);
            long run = stage.run("full", "PAPER");
            try (SumWatch watch = SumWatch.over(stage.rows, run)) {
                Rows.await(
                        "the disk is full", 120, () -> stage.service().output().contains("No space left"));
                LockSupport.parkNanos(3_000_000_000L); // some more tries
                assertThat(stage.rows.count(run, "'PENDING'")).isPositive();
                assertThat(stage.rows.count(run, "'FAILED'")).isZero();
                assertThat(stage.rows.statusOf(run)).isEqualTo("RUNNING");
                wholeSoFar(stage, run);
                assertThat(mount(small, "remount,size=200m")).isTrue();
                stage.awaitStatus(run, 240, "DONE");
                watch.sound();
            }
            end(stage, run, 1, from, "disk full");
        } finally {
            new ProcessBuilder("umount", "-l", small.toString()).start().waitFor();
        }
    }

    private static void end(Stage stage, long run, int rounds, long from, String what) throws Exception {
        Reckoning end = stage.reckon(run, List.of());
        Verdict.tell(
                new Verdict.Figures(
                        6, rounds, end.selected(), end.lost(), end.duplicated(), (System.nanoTime() - from) / 1e9),
                what + ", letters=" + end.letters());
        assertThat(end.lost()).isZero();
        assertThat((long) end.letters()).isEqualTo(stage.rows.count(run, "'IN_LETTER'"));
        assertThat(stage.ended(run)).isEqualTo(end.selected());
    }

    /** What is offered now opens, page by page, and is what is recorded. */
    private static void wholeSoFar(Stage stage, long run) throws IOException {
        var answer = stage.api().call("GET", "/runs/" + run + "/letters.zip", null);
        assertThat(answer.statusCode()).isIn(200, 404, 409);
        if (answer.statusCode() == 200) {
            Reckoning.of(stage.rows, run, List.of(), answer.body());
        }
    }

    private static long parts(Stage stage, long run, String status) {
        return stage.rows.number(
                "SELECT count(*) FROM letter_part WHERE run_id = " + run + " AND status = '" + status + "'");
    }

    private static boolean mount(Path at, String options) throws IOException, InterruptedException {
        return new ProcessBuilder("mount", "-t", "tmpfs", "-o", options, "none", at.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
