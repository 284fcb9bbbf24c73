package fr.teleservices.faults;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.mail.FakeSmtp;
import fr.teleservices.testing.TestPostgres;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM in the middle of a run, also while the mail server stands still. The short form is in CrashTest. */
@LongFault
class SigtermTest {
    private static final int PUPILS = Integer.getInteger("faults.term.pupils", 2_500);
    private static final int ROUNDS = Integer.getInteger("faults.term.rounds", 3);

    @TempDir
    private Path folder;

    @Test
    @Tag("fault-10")
    void itEndsInTimeMarksNothingEarlyAndTheNextStartGoesOn() throws Exception {
        try (FaultySmtp smtp = new FaultySmtp();
                Stage stage = new Stage(folder, TestPostgres.freshDatabase(), smtp.port())
                        .with("SMTP_WORKERS", "1")
                        .with("SMTP_POOL_SIZE", "2")) {
            stage.start();
            stage.importPupils(PUPILS);
            long from = System.nanoTime();
            double longest = 0;
            long run = stage.run("term", "BOTH");
            long selected = stage.selected(run);
            long mails =
                    stage.rows.number("SELECT count(*) FROM notification WHERE channel = 'EMAIL' AND run_id = " + run);
            AtomicBoolean hangs = new AtomicBoolean();
            try (SumWatch watch = SumWatch.over(stage.rows, run)) {
                for (int round = 1; round <= ROUNDS; round++) {
                    long target = stage.rows.count(run, "'SENT'") + mails / (3L * ROUNDS);
                    if (round < ROUNDS) {
                        Rows.await("further", 120, () -> smtp.server.delivered.size() >= target);
                    } else {
                        Rows.await("a mail that hangs", 60, hangs::get);
                    }
                    longest = Math.max(longest, stage.stop());
                    assertThat(stage.rows.count(run, "'CLAIMED'"))
                            .as("given back")
                            .isZero();
                    assertThat(Reckoning.mailsLost(stage.rows, run, smtp.mails()))
                            .as("marked as sent too early")
                            .isZero();
                    boolean nextHangs = round == ROUNDS - 1;
                    smtp.server.onData = to -> {
                        hangs.set(nextHangs);
                        return nextHangs ? FakeSmtp.STALL : "354 go on";
                    };
                    stage.start();
                }
                stage.awaitStatus(run, 300, "DONE");
                int looks = watch.sound();
                Reckoning end = stage.reckon(run, smtp.mails());
                Verdict.tell(
                        new Verdict.Figures(
                                10,
                                ROUNDS,
                                end.selected(),
                                end.lost(),
                                end.duplicated(),
                                (System.nanoTime() - from) / 1e9),
                        String.format(java.util.Locale.ROOT, "longest_stop=%.1f looks=%d", longest, looks));
                assertThat(longest).isLessThan(30);
                assertThat(end.lost()).isZero();
                assertThat(end.unrecorded()).isZero();
                assertThat(end.duplicated()).isZero();
                assertThat(stage.ended(run)).isEqualTo(selected);
            }
        }
    }
}
