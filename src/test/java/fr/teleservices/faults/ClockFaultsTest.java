package fr.teleservices.faults;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.run.Mode;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The service's clock jumps by hours, over the end of summer time, in schools near and far. */
@ShortFault
@Tag("fault-8")
class ClockFaultsTest {
    private static final int FAMILIES = Integer.getInteger("faults.clock.families", 60);

    @Test
    void hoursForwardAndBackInTheNightOfSummerTimesEndTakeNobodysLeaseAndSendNothingTwice() throws Exception {
        jumps("Europe/Paris");
    }

    @Test
    void norDoTheyInASchoolOnTheOtherSideOfTheEarth() throws Exception {
        jumps("Pacific/Noumea");
    }

    private static void jumps(String zone) throws Exception {
        long from = System.nanoTime();
        Random random = new Random(7);
        try (Engine engine = new Engine("2026-10-25T00:58:00Z", zone, FAMILIES)) {
            // each mail a jump: what is claimed before one is recorded after it
            engine.smtp.server.onEnd = message -> {
                engine.clock.advance(Duration.ofHours(random.nextInt(11) - 5));
                return "250 2.0.0 queued";
            };
            engine.work();
            long run = engine.start(Mode.BOTH, "clock");
            engine.awaitDone(run);
            Reckoning end = engine.reckon(run);
            Verdict.tell(
                    new Verdict.Figures(
                            8,
                            end.mails(),
                            end.selected(),
                            end.lost(),
                            end.duplicated(),
                            (System.nanoTime() - from) / 1e9),
                    "zone=" + zone);
            assertThat(end.lost()).isZero();
            assertThat(end.duplicated()).isZero();
            assertThat(engine.rows.count(run, "'SENT', 'IN_LETTER'")).isEqualTo(3L * FAMILIES);
            assertThat(engine.rows.number("SELECT count(*) FROM notification WHERE unsure OR attempts > 1"))
                    .as("leases taken from a living worker")
                    .isZero();
        }
    }
}
