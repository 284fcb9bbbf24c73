package fr.teleservices.faults;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.run.Mode;
import fr.teleservices.run.RunService;
import fr.teleservices.testing.TestDatabase;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same start many times at once. Of the page's form: HeadingPagesTest and RunPagesTest. */
@ShortFault
@Tag("fault-9")
class DoubleClickTest {
    private static final int ROUNDS = Integer.getInteger("faults.click.rounds", 2);
    private static final int CLICKS = 20;

    @Test
    void twentyStartsOfOneKeyAtOnceAreOneRunAndEveryoneGetsOneMail() throws Exception {
        long from = System.nanoTime();
        long selected = 0;
        long duplicated = 0;
        try (Engine engine = new Engine("2026-09-07T08:00:00Z", "Europe/Paris", 30)) {
            engine.work();
            for (int round = 1; round <= ROUNDS; round++) {
                String key = "click-" + round;
                List<Future<RunService.Started>> starts = new ArrayList<>();
                for (int click = 0; click < CLICKS; click++) {
                    starts.add(engine.order(Mode.BOTH, key));
                }
                TestDatabase.await(Future.all(starts));
                assertThat(starts.stream()
                                .map(start -> start.result().run().id())
                                .distinct())
                        .hasSize(1);
                assertThat(starts.stream().filter(start -> start.result().created()))
                        .hasSize(1);
                long run = starts.get(0).result().run().id();
                engine.awaitDone(run);
                Reckoning end = engine.reckon(run);
                assertThat(end.lost()).isZero();
                selected += end.selected();
                duplicated += end.duplicated();
                // going back and sending the form again later is the same run as well
                assertThat(engine.start(Mode.BOTH, key)).isEqualTo(run);
                engine.test.execute(
                        "UPDATE account SET state = 'NOT_NOTIFIED', credential_id = NULL, credential_key = NULL, credential_at = NULL");
                engine.smtp.reset();
            }
        }
        Verdict.tell(
                new Verdict.Figures(9, ROUNDS, selected, 0, duplicated, (System.nanoTime() - from) / 1e9),
                "clicks=" + ROUNDS * CLICKS);
        assertThat(duplicated).isZero();
    }
}
