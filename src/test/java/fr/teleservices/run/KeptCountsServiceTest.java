package fr.teleservices.run;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.testing.MovableClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeptCountsServiceTest {
    private static final long RUN = 1;
    private static final long MANY = KeptCountsService.LARGE + 1;

    private final MovableClock clock = MovableClock.at("2026-09-07T08:00:00Z");
    private final KeptCountsService<RunCounts> kept = new KeptCountsService<>(clock, RunCounts::selected);
    private final AtomicInteger waitedFor = new AtomicInteger();
    private final AtomicInteger aside = new AtomicInteger();
    private Promise<RunCounts> asideAnswers = Promise.promise();

    @Test
    void aRunOfTheUsualSizeIsCountedAtEveryLook() {
        look(RunStatus.RUNNING, sent(5, KeptCountsService.LARGE));
        assertThat(look(RunStatus.RUNNING, sent(6, KeptCountsService.LARGE)).sent())
                .isEqualTo(6);
        assertThat(waitedFor).hasValue(2);
    }

    @Test
    void aLargeRunIsCountedAgainWhileItsLastNumbersAreShown() {
        look(RunStatus.RUNNING, sent(5, MANY));
        assertThat(look(RunStatus.RUNNING, sent(6, MANY)).sent()).isEqualTo(5);
        assertThat(aside).hasValue(0);

        clock.advance(Duration.ofSeconds(1));
        assertThat(look(RunStatus.RUNNING, sent(6, MANY)).sent()).isEqualTo(5);
        assertThat(look(RunStatus.RUNNING, sent(6, MANY)).sent()).isEqualTo(5);
        assertThat(aside).as("counted once, however many look").hasValue(1);

        asideAnswers.complete(sent(7, MANY));
        assertThat(look(RunStatus.RUNNING, sent(8, MANY)).sent()).isEqualTo(7);
        assertThat(waitedFor).as("who looks waits the first time alone").hasValue(1);
    }

    @Test
    void whatTakesASecondToCountIsCountedEveryTwentySeconds() {
        kept.of(RUN, RunStatus.RUNNING, () -> slow(sent(5, MANY)), () -> slow(sent(6, MANY)));
        clock.advance(Duration.ofSeconds(18));
        look(RunStatus.RUNNING, sent(6, MANY));
        assertThat(aside).hasValue(0);
        clock.advance(Duration.ofSeconds(1));
        look(RunStatus.RUNNING, sent(6, MANY));
        assertThat(aside).hasValue(1);
    }

    @Test
    void whoWasAwayForAMinuteIsShownNothingOld() {
        look(RunStatus.RUNNING, sent(5, MANY));
        clock.advance(Duration.ofSeconds(61));
        assertThat(look(RunStatus.RUNNING, sent(9, MANY)).sent()).isEqualTo(9);
    }

    @Test
    void aRunThatHasEndedShowsNoNumberOfBefore() {
        look(RunStatus.RUNNING, sent(5, MANY));
        assertThat(look(RunStatus.DONE, sent(MANY, MANY)).sent()).isEqualTo(MANY);
    }

    @Test
    void failuresThatAreTriedAgainAreSeenAtOnce() {
        look(RunStatus.RUNNING, sent(5, MANY));
        kept.forget(RUN);
        assertThat(look(RunStatus.RUNNING, sent(6, MANY)).sent()).isEqualTo(6);
    }

    @Test
    void whatWasCountedBeforeSomebodySteeredTheRunIsNotKept() {
        look(RunStatus.RUNNING, sent(5, MANY));
        clock.advance(Duration.ofSeconds(1));
        look(RunStatus.RUNNING, sent(5, MANY));
        kept.forget(RUN);
        asideAnswers.complete(sent(5, MANY));
        assertThat(look(RunStatus.RUNNING, sent(8, MANY)).sent()).isEqualTo(8);
    }

    @Test
    void aCountThatFailsIsTriedAgainAtTheNextLook() {
        look(RunStatus.RUNNING, sent(5, MANY));
        clock.advance(Duration.ofSeconds(1));
        look(RunStatus.RUNNING, sent(6, MANY));
        asideAnswers.fail("the database is away");
        asideAnswers = Promise.promise();
        assertThat(look(RunStatus.RUNNING, sent(6, MANY)).sent()).isEqualTo(5);
        assertThat(aside).hasValue(2);
    }

    private RunCounts look(RunStatus status, RunCounts counts) {
        return kept.of(
                        RUN,
                        status,
                        () -> {
                            waitedFor.incrementAndGet();
                            return Future.succeededFuture(counts);
                        },
                        () -> {
                            aside.incrementAndGet();
                            return asideAnswers.future();
                        })
                .result()
                .numbers();
    }

    private Future<RunCounts> slow(RunCounts counts) {
        clock.advance(Duration.ofSeconds(1));
        return Future.succeededFuture(counts);
    }

    private static RunCounts sent(long sent, long of) {
        return new RunCounts(of - sent, 0, sent, 0, 0, 0, 0);
    }
}
