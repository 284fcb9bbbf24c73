package fr.teleservices.run;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunProgressTest {
    private static final Instant BEGUN = Instant.parse("2026-09-07T08:00:00Z");

    @Test
    void lettersThatWereReadyAtOncePromiseNothingOfTheMails() {
        RunProgress progress = after(10, RunStatus.RUNNING, new RunCounts(98, 0, 40, 451, 0, 0, 0), 0);
        assertThat(progress.rate()).isEqualTo(4);
        assertThat(progress.etaSeconds()).hasValue(25);
    }

    @Test
    void theSlowerOfTheTwoSaysHowLongItTakes() {
        RunProgress progress = after(10, RunStatus.RUNNING, new RunCounts(1_100, 0, 100, 1_000, 0, 0, 0), 1_000);
        assertThat(progress.rate()).isEqualTo(110);
        assertThat(progress.etaSeconds()).hasValue(10);
        assertThat(after(10, RunStatus.RUNNING, new RunCounts(2_000, 0, 100, 1_000, 0, 0, 0), 1_000)
                        .etaSeconds())
                .hasValue(100);
    }

    @Test
    void aKindThatHasNotBegunIsTakenToGoAsTheOther() {
        RunProgress progress = after(10, RunStatus.RUNNING, new RunCounts(150, 0, 150, 0, 0, 0, 0), 150);
        assertThat(progress.rate()).isEqualTo(15);
        assertThat(progress.etaSeconds()).hasValue(10);
    }

    @Test
    void nothingIsSaidBeforeTheFirstAndWhileItIsPaused() {
        assertThat(after(10, RunStatus.RUNNING, new RunCounts(100, 0, 0, 0, 0, 0, 0), 50)
                        .etaSeconds())
                .isEmpty();
        assertThat(after(10, RunStatus.PAUSED, new RunCounts(100, 0, 5, 0, 0, 0, 0), 0)
                        .etaSeconds())
                .isEmpty();
    }

    @Test
    void aRunThatIsOverHasNoTimeLeft() {
        assertThat(after(10, RunStatus.DONE, new RunCounts(0, 0, 5, 0, 0, 0, 0), 0)
                        .etaSeconds())
                .hasValue(0);
        assertThat(after(10, RunStatus.RUNNING, new RunCounts(0, 0, 5, 0, 0, 0, 0), 0)
                        .etaSeconds())
                .hasValue(0);
    }

    private static RunProgress after(int seconds, RunStatus status, RunCounts counts, long lettersToWrite) {
        Selection selection = Selection.of(Holder.GUARDIAN, Mode.BOTH, Set.of(AccountState.NOT_NOTIFIED));
        Run run = new Run(1, 1, null, selection, status, null, null, BEGUN, BEGUN, BEGUN, BEGUN, null);
        return RunProgress.of(run, counts, lettersToWrite, BEGUN.plusSeconds(seconds));
    }
}
