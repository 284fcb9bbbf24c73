package fr.teleservices.faults;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.demo.MailCatcher;
import fr.teleservices.testing.TestPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pause and resume again and again, then cancel. The short forms are in RunEngineTest. */
@LongFault
class PauseTest {
    private static final int PUPILS = Integer.getInteger("faults.pause.pupils", 4_000);
    private static final int ROUNDS = Integer.getInteger("faults.pause.rounds", 50);

    @TempDir
    private Path folder;

    @Test
    @Tag("fault-3")
    void nobodyIsServedTwiceHoweverOftenItIsPausedAndACancelIsFinal() throws Exception {
        try (MailCatcher catcher = MailCatcher.start(0, 1_000_000, 4_000_000_000L);
                Stage stage = new Stage(folder, TestPostgres.freshDatabase(), catcher.port())
                        .with("SMTP_WORKERS", "1")
                        .with("SMTP_POOL_SIZE", "1")) {
            stage.start();
            stage.importPupils(PUPILS);
            long from = System.nanoTime();
            long run = stage.run("pause", "BOTH");
            try (SumWatch watch = SumWatch.over(stage.rows, run)) {
                for (int round = 1; round <= ROUNDS; round++) {
                    stage.move(run, "pause");
                    stage.move(run, "pause");
                    if (round % 10 == 0) {
                        nothingMoreComes(stage, catcher, run);
                    }
                    long before = catcher.received();
                    stage.move(run, "resume");
                    Rows.await("more of them", 60, () -> catcher.received() > before);
                }
                assertThat(stage.rows.statusOf(run))
                        .as("raise faults.pause.pupils")
                        .isEqualTo("RUNNING");
                stage.move(run, "cancel");
                nothingMoreComes(stage, catcher, run);
                assertThat(stage.rows.count(run, "'PENDING', 'CLAIMED'")).isZero();
                assertThat(stage.rows.count(run, "'CANCELLED'")).isPositive();
                for (String how : new String[] {"resume", "pause", "retry"}) {
                    assertThat(stage.api()
                                    .call("POST", "/runs/" + run + "/" + how, null)
                                    .statusCode())
                            .isEqualTo(409);
                }
                long came = catcher.received();
                stage.kill();
                stage.start();
                nothingMoreComes(stage, catcher, run);
                assertThat(catcher.received()).isEqualTo(came);
                int looks = watch.sound();
                Reckoning end = stage.reckon(run, catcher.messages("", 0, Integer.MAX_VALUE));
                Verdict.tell(
                        new Verdict.Figures(
                                3,
                                ROUNDS,
                                end.selected(),
                                end.lost(),
                                end.duplicated(),
                                (System.nanoTime() - from) / 1e9),
                        "mails=" + end.mails() + " letters=" + end.letters() + " cancelled="
                                + stage.rows.count(run, "'CANCELLED'") + " looks=" + looks);
                assertThat(end.lost()).isZero();
                assertThat(end.duplicated()).isZero();
                assertThat(end.unrecorded()).isZero();
            }
        }
    }

    /** What is in flight comes to its end, and then three polls of every worker bring nothing. */
    private static void nothingMoreComes(Stage stage, MailCatcher catcher, long run) {
        Rows.await(
                "in flight no more",
                60,
                () -> stage.rows.count(run, "'CLAIMED'") == 0
                        && stage.rows.number(
                                        "SELECT count(*) FROM letter_part WHERE status = 'CLAIMED' AND run_id = " + run)
                                == 0);
        long settled = catcher.received();
        long written = stage.rows.count(run, "'SENT', 'IN_LETTER'");
        long until = System.nanoTime() + 3_000_000_000L;
        Rows.await("three polls later", 10, () -> System.nanoTime() > until);
        assertThat(catcher.received()).isEqualTo(settled);
        assertThat(stage.rows.count(run, "'SENT', 'IN_LETTER'")).isEqualTo(written);
    }
}
