package fr.teleservices;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.demo.MailCatcher;
import fr.teleservices.faults.Reckoning;
import fr.teleservices.faults.Stage;
import fr.teleservices.testing.TestPostgres;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} in the middle of a run, again and again: nobody is forgotten, no letter is there twice, a mail only where it
 * was in flight, and then it is the same mail. {@code -Dcrash.pupils=11000} makes it 20,000 guardians; the long form is
 * KillTest.
 */
class CrashTest {
    private static final int PUPILS = Integer.getInteger("crash.pupils", 800);
    private static final int KILLS = Integer.getInteger("crash.kills", 2);
    private static final long SEED = Long.getLong("crash.seed", System.nanoTime());

    private final Random random = new Random(SEED);

    @TempDir
    private Path folder;

    @Test
    @Tag("fault-1")
    void aRunSurvivesTheProcessThatWasKilledInTheMiddleOfIt() throws Exception {
        System.out.println("crash test: " + PUPILS + " pupils, seed " + SEED);
        try (MailCatcher catcher = MailCatcher.start(0, 200_000, 4_000_000_000L);
                Stage stage = new Stage(folder, TestPostgres.freshDatabase(), catcher.port())) {
            stage.start();
            stage.importPupils(PUPILS);
            long run = stage.run("crash", "BOTH");
            long selected = stage.selected(run);
            for (int kill = 1; kill <= KILLS; kill++) {
                awaitMails(catcher, selected, kill);
                stage.kill();
                stage.start();
                assertThat(stage.selected(run)).isEqualTo(selected);
            }
            stage.awaitStatus(run, 900, "DONE");
            Reckoning end = stage.reckon(run, catcher.messages("", 0, Integer.MAX_VALUE));
            System.out.println("crash test: " + end);
            assertThat(end.lost()).isZero();
            assertThat(end.unrecorded()).isZero();
            assertThat(end.duplicated()).isLessThanOrEqualTo((long) KILLS * Stage.IN_FLIGHT);
            assertThat(stage.ended(run)).isEqualTo(selected);
            assertThat(stage.stop()).isLessThan(30);
        }
    }

    /** Until a random share of the mails has come, more at each kill. */
    private void awaitMails(MailCatcher catcher, long selected, int kill) {
        long share = (long) (selected * 0.3 * (kill - 1 + random.nextDouble()) / KILLS);
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (catcher.received() < share && System.nanoTime() < end) {
            LockSupport.parkNanos(2_000_000); // the catcher has no call for "so many have come"
        }
    }
}
