package fr.teleservices.run;

import static fr.teleservices.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.credential.Keyring;
import fr.teleservices.letter.LetterJob;
import fr.teleservices.testing.MovableClock;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One huge letter run starves nobody. */
class LetterTurnsTest {
    private final MovableClock clock = MovableClock.at("2026-09-07T08:00:00Z");
    private final Keyring keyring = Keyring.of(Map.of(1, new byte[32]));
    private TestDatabase test;
    private KeeperService keeper;
    private RunService runs;

    @BeforeEach
    void open() {
        test = TestDatabase.fresh();
        keeper = new KeeperService(test.vertx(), test.database(), keyring, clock);
        runs = RunServices.runs(test, clock);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void theFirstPartOfASchoolThatBeganLaterGoesBeforeTheSecondOfAHugeRun() {
        long huge = prepared(SchoolRows.insert(test, "0750001U", 3));
        // as a run of some eight thousand letters has them
        test.execute(
                "INSERT INTO letter_part (school_id, run_id, part, letters, letter_key_id) SELECT school_id, run_id, n, 0, letter_key_id"
                        + " FROM letter_part, generate_series(2, 4) n WHERE run_id = " + huge);
        long small = prepared(SchoolRows.insert(test, "0750002V", 3));

        AccessLetterService letters = new AccessLetterService(
                test.vertx(), test.database(), keyring, () -> "http://localhost:8080", clock, Duration.ofSeconds(20));
        List<Long> claimed = new ArrayList<>();
        for (Optional<LetterJob> job = claim(letters); job.isPresent(); job = claim(letters)) {
            claimed.add(test.number(
                    "SELECT run_id FROM letter_part WHERE id = " + job.get().partId()));
        }

        assertThat(claimed).containsExactly(huge, small, huge, huge, huge);
    }

    private static Optional<LetterJob> claim(AccessLetterService letters) {
        return await(letters.claim("w"));
    }

    private long prepared(long school) {
        Selection selection = Selection.of(Holder.GUARDIAN, Mode.PAPER, Set.of(AccountState.NOT_NOTIFIED));
        long run = await(
                        runs.start(new RunService.Order(school, selection, "k" + school, null, clock.instant(), false)))
                .run()
                .id();
        await(keeper.round());
        return run;
    }
}
