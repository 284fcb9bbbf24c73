package fr.teleservices.run;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.run.MailQueueStore.Turn;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunTurnsTest {
    private static final Turn HUGE = new Turn(1, 10L);
    private static final Turn SMALL = new Turn(2, 20L);
    private static final Turn LATE = new Turn(3, 30L);

    private final AtomicLong nanos = new AtomicLong(1);
    private final RunTurns turns = new RunTurns(nanos::get);

    @Test
    void runsTakeTurnsSoThatAHugeOneStarvesNobody() {
        turns.renew(List.of(HUGE, SMALL));

        assertThat(List.of(next(), next(), next(), next())).containsExactly(HUGE, SMALL, HUGE, SMALL);
    }

    @Test
    void aRunThatHasJustBegunComesBeforeThoseThatWait() {
        turns.renew(List.of(HUGE, SMALL));
        next();

        turns.renew(List.of(HUGE, SMALL, LATE));

        assertThat(List.of(next(), next(), next())).containsExactly(LATE, SMALL, HUGE);
    }

    @Test
    void aRunWithoutMailsHasNoTurnUntilItIsNamedAgain() {
        turns.renew(List.of(HUGE, SMALL));
        turns.nothingAt(HUGE);
        assertThat(List.of(next(), next())).containsExactly(SMALL, SMALL);
        turns.nothingAt(SMALL);
        assertThat(turns.next()).isEmpty();

        turns.renew(List.of(HUGE));

        assertThat(next()).isEqualTo(HUGE);
    }

    @Test
    void whatIsKnownGetsOldByAMonotonicClock() {
        assertThat(turns.isOld()).isTrue();
        turns.renew(List.of());
        assertThat(turns.isOld()).isFalse();
        nanos.addAndGet(RunTurns.LOOK_AGAIN.toNanos());
        assertThat(turns.isOld()).isTrue();
    }

    @Test
    void theMarkNeverGoesBackAndIsForgottenFromTimeToTimeSoThatNobodyIsPassedOverForLong() {
        turns.renew(List.of(HUGE, SMALL));
        turns.claimedUpTo(10, 62);
        turns.claimedUpTo(10, 31);
        assertThat(turns.markOf(10)).isEqualTo(62);
        assertThat(turns.markOf(20)).isZero();

        nanos.addAndGet(RunTurns.FROM_THE_START.toNanos() - 1);
        turns.claimedUpTo(10, 93);
        assertThat(turns.markOf(10)).isEqualTo(93);
        nanos.addAndGet(1);

        assertThat(turns.markOf(10)).isZero();
    }

    @Test
    void aRunThatIsOverLeavesNoMark() {
        turns.renew(List.of(HUGE));
        turns.claimedUpTo(10, 31);
        turns.renew(List.of());
        assertThat(turns.markOf(10)).isZero();
    }

    private Turn next() {
        return turns.next().orElseThrow();
    }
}
