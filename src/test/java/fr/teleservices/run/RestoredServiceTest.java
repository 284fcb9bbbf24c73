package fr.teleservices.run;

import static fr.teleservices.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.db.Scope;
import fr.teleservices.testing.MovableClock;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestDatabase;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fault-11")
class RestoredServiceTest {
    private final MovableClock clock = MovableClock.at("2026-09-07T08:00:00Z");
    private final List<String> told = new ArrayList<>();
    private TestDatabase test;
    private RunService runs;
    private RestoredService restored;
    private long school;

    @BeforeEach
    void open() {
        test = TestDatabase.fresh();
        school = SchoolRows.insert(test, "0750001U", 3);
        RunService.Trail trail = (tx, id, staff, action, run) -> {
            told.add(action + " " + run);
            return Future.succeededFuture();
        };
        runs = new RunService(test.vertx(), test.database(), id -> Future.succeededFuture(true), trail, clock);
        restored = new RestoredService(test.database(), trail);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void theFirstStartAndThoseOnTheSameDatabasePauseNothing() {
        Run run = start(Holder.GUARDIAN);
        assertThat(await(restored.check())).isZero();
        assertThat(await(restored.check())).isZero();
        assertThat(status(run)).isEqualTo(RunStatus.SCHEDULED);
    }

    @Test
    void onAnotherDatabaseWhatWasGoingIsPausedOnceAndSaysWhyAndWhatStaffPausedIsLeftAlone() {
        await(restored.check());
        Run going = start(Holder.GUARDIAN);
        Run byHand = start(Holder.PUPIL);
        await(runs.pause(Scope.of(school), byHand.id(), null));
        told.clear();
        test.execute("UPDATE installation SET value = 'another/1' WHERE name = 'database'");

        assertThat(await(restored.check())).isEqualTo(1);

        assertThat(status(going)).isEqualTo(RunStatus.PAUSED);
        assertThat(test.value("SELECT paused_reason FROM run WHERE id = " + going.id()))
                .contains("restaurée depuis une sauvegarde");
        assertThat(test.value("SELECT paused_reason FROM run WHERE id = " + byHand.id()))
                .isEmpty();
        assertThat(told).containsExactly("run-paused " + going.id());
        await(runs.resume(Scope.of(school), going.id(), null));
        assertThat(await(restored.check())).isZero();
        assertThat(status(going)).isEqualTo(RunStatus.SCHEDULED);
    }

    @Test
    void theServicesOwnRoleLearnsClusterAndDatabase() {
        await(restored.check());
        assertThat(test.value("SELECT value FROM installation WHERE name = 'database'"))
                .matches("\\d{10,}/\\d+");
    }

    private Run start(Holder holder) {
        Selection selection = Selection.of(holder, Mode.PAPER, Set.of(AccountState.NOT_NOTIFIED));
        return await(runs.start(new RunService.Order(school, selection, holder.name(), null, clock.instant(), false)))
                .run();
    }

    private RunStatus status(Run run) {
        return await(runs.progress(Scope.of(school), run.id())).run().status();
    }
}
