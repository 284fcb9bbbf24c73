package fr.teleservices.run;

import fr.teleservices.credential.Keyring;
import fr.teleservices.mail.MailAddress;
import fr.teleservices.testing.MovableClock;
import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestDatabase;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A school of twenty families and the services of a run over it, without workers: nothing happens unless the test says so. */
abstract class RunServices {
    static final int FAMILIES = 20;

    final MovableClock clock = MovableClock.at("2026-09-07T08:00:00Z");
    final Keyring keyring = Keyring.of(Map.of(1, new byte[32]));
    TestDatabase test;
    RunService runs;
    KeeperService keeper;
    AccessMailService mails;
    AccessLetterService letters;
    long school;

    @BeforeEach
    void open() {
        test = TestDatabase.fresh();
        school = SchoolRows.insert(test, "0750001U", FAMILIES);
        runs = runs(test, clock);
        keeper = new KeeperService(test.vertx(), test.database(), keyring, clock);
        mails = mails(test, keyring, clock);
        letters = new AccessLetterService(
                test.vertx(), test.database(), keyring, () -> "http://localhost:8080", clock, Duration.ofSeconds(60));
    }

    /** Of schools that all have a service open; nothing is kept of what is done. */
    static RunService runs(TestDatabase test, Clock clock) {
        return new RunService(
                test.vertx(),
                test.database(),
                id -> Future.succeededFuture(true),
                (tx, id, staff, action, run) -> Future.succeededFuture(),
                clock);
    }

    static AccessMailService mails(TestDatabase test, Keyring keyring, Clock clock) {
        return new AccessMailService(
                test.vertx(),
                test.database(),
                keyring,
                MailAddress.of("ne-pas-repondre@example.org"),
                () -> "http://localhost:8080",
                clock,
                Duration.ofSeconds(20));
    }

    @AfterEach
    void close() {
        test.close();
    }
}
