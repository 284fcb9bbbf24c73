package fr.teleservices.mail;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.mail.FakeSmtp.Await;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailPaceTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);
    private final Vertx vertx = Vertx.vertx();
    private final FakeSmtp server = new FakeSmtp(vertx);
    private final InMemoryMailQueue queue = new InMemoryMailQueue(vertx);
    private final Workers workers = new Workers(vertx, queue);

    @AfterEach
    void close() {
        workers.stop();
        Await.get(vertx.close());
    }

    private static MailJob to(String address) {
        return new MailJob(1, 1, false, 0, Workers.mail(address, 1));
    }

    private int admittedWithin(MailPace pace, Duration time, int step) {
        int admitted = 0;
        for (long passed = 0; passed < time.toNanos(); passed += step) {
            while (pace.admits(to("a@example.org"))) {
                admitted++;
            }
            nanos.addAndGet(step);
        }
        return admitted;
    }

    @Test
    void noMoreLeaveInASecondThanIsAllowedAlsoAfterALongRestAndWhenTheClockRunsOver() {
        MailPace pace = new MailPace(100, 0, nanos::get);
        nanos.addAndGet(3_000_000_000L);

        assertThat(admittedWithin(pace, Duration.ofSeconds(1), 1_000_000)).isBetween(100, 111);
        assertThat(admittedWithin(pace, Duration.ofSeconds(3), 1_000_000)).isBetween(298, 301);
    }

    @Test
    void anUrgentOneGoesAtOnceAndTheOthersWaitTheLonger() {
        MailPace pace = new MailPace(10, 0, nanos::get);
        admittedWithin(pace, Duration.ofMillis(1), 1_000_000);
        for (int i = 0; i < 5; i++) {
            pace.goes(to("a@example.org"));
        }

        assertThat(pace.admits(to("a@example.org"))).isFalse();
        assertThat(pace.untilNext(nanos.get())).isGreaterThan(Duration.ofMillis(450));
    }

    @Test
    void aDomainThatIsFullKeepsNobodyElseWaitingAndHasRoomWhenOneHasLeft() {
        MailPace pace = new MailPace(0, 2, nanos::get);
        MailJob first = to("a@slow.example.org");
        assertThat(pace.admits(first)).isTrue();
        assertThat(pace.admits(to("b@SLOW.example.org"))).isTrue();

        assertThat(pace.admits(to("c@slow.example.org"))).isFalse();
        assertThat(pace.admits(to("c@example.org"))).isTrue();
        pace.left(first);
        assertThat(pace.admits(to("c@slow.example.org"))).isTrue();
        assertThat(pace.admits(to("d@slow.example.org"))).isFalse();
    }

    @Test
    void twoWorkersTogetherKeepToTheRateAndSendEverything() {
        server.start();
        for (int i = 1; i <= 60; i++) {
            queue.add(i, false, Workers.mail(i));
        }
        workers.pace = new MailPace(100, 0, System::nanoTime);
        long from = System.nanoTime();

        workers.deploy(2, Workers.smtp(server.port(), 4, Duration.ofSeconds(5)), Workers.settings());
        Await.get(queue.when(q -> q.ended() == 60));

        // ten of them are in hand at the start
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofMillis(450));
        assertThat(server.delivered).hasSize(60);
    }

    @Test
    void aSlowDomainHasItsShareOfConnectionsAndTheOthersArriveMeanwhile() {
        server.start();
        AtomicInteger slow = new AtomicInteger();
        CompletableFuture<Void> others = new CompletableFuture<>();
        AtomicInteger arrived = new AtomicInteger();
        server.onData = to -> {
            if (to.get(0).endsWith("@slow.example.org")) {
                slow.incrementAndGet();
                return FakeSmtp.STALL;
            }
            return "354 go on";
        };
        server.onEnd = message -> {
            if (arrived.incrementAndGet() == 20) {
                others.complete(null);
            }
            return "250 ok";
        };
        for (int i = 1; i <= 20; i++) {
            queue.add(i, false, Workers.mail("p.nom" + i + "@slow.example.org", i));
        }
        for (int i = 21; i <= 40; i++) {
            queue.add(i, false, Workers.mail(i));
        }
        workers.pace = new MailPace(0, 2, System::nanoTime);

        workers.deploy(1, Workers.smtp(server.port(), 4, Duration.ofSeconds(60)), Workers.settings());
        Await.get(others, 10);

        assertThat(slow).hasValue(2);
    }
}
