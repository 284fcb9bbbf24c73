package fr.teleservices.faults;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.demo.MailCatcher;
import fr.teleservices.testing.TestPostgres;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at random moments, again and again until the run ends. The short form is CrashTest. */
@LongFault
class KillTest {
    private static final int PUPILS = Integer.getInteger("faults.kill.pupils", 2_500);
    private static final int KILLS = Integer.getInteger("faults.kill.rounds", 8);
    private static final long SEED = Long.getLong("faults.seed", System.nanoTime());

    @TempDir
    private Path folder;

    @Test
    @Tag("fault-1")
    void aRunThatIsKilledUntilItEndsServesEveryoneAndWritesEachLetterOnce() throws Exception {
        System.out.println("fault 1: seed " + SEED);
        Random random = new Random(SEED);
        try (MailCatcher catcher = MailCatcher.start(0, 1_000_000, 4_000_000_000L);
                Stage stage = new Stage(folder, TestPostgres.freshDatabase(), catcher.port())) {
            stage.start();
            stage.importPupils(PUPILS);
            long from = System.nanoTime();
            long run = stage.run("kill", "BOTH");
            long selected = stage.selected(run);
            int kills = 0;
            try (SumWatch watch = SumWatch.over(stage.rows, run)) {
                while (kills < KILLS && !stage.rows.statusOf(run).equals("DONE")) {
                    long share = kills == 0 && random.nextBoolean() ? 0 : random.nextLong(selected / KILLS) + 1;
                    long target = stage.rows.count(run, "'SENT', 'IN_LETTER', 'CLAIMED'") + share;
                    Rows.await(
                            "further",
                            120,
                            () -> stage.rows.count(run, "'SENT', 'IN_LETTER', 'CLAIMED'") >= target
                                    || stage.rows.statusOf(run).equals("DONE"));
                    stage.kill();
                    kills++;
                    stage.start();
                }
                stage.awaitStatus(run, 300, "DONE");
                int looks = watch.sound();
                Reckoning end = stage.reckon(run, catcher.messages("", 0, Integer.MAX_VALUE));
                Verdict.tell(
                        new Verdict.Figures(
                                1,
                                kills,
                                end.selected(),
                                end.lost(),
                                end.duplicated(),
                                (System.nanoTime() - from) / 1e9),
                        "mails=" + end.mails() + " letters=" + end.letters() + " looks=" + looks);
                assertThat(end.lost()).isZero();
                assertThat(end.unrecorded()).isZero();
                assertThat(stage.ended(run)).isEqualTo(selected);
                assertThat(end.duplicated()).isLessThanOrEqualTo((long) kills * Stage.IN_FLIGHT);
            }
        }
    }
}
