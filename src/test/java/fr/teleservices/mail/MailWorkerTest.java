package fr.teleservices.mail;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.mail.FakeSmtp.Await;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MailWorkerTest {
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration IMPATIENT = Duration.ofMillis(300);

    private Vertx vertx;
    private FakeSmtp server;
    private InMemoryMailQueue queue;
    private Workers workers;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(4));
        server = new FakeSmtp(vertx);
        queue = new InMemoryMailQueue(vertx);
        workers = new Workers(vertx, queue);
    }

    @AfterEach
    void close() {
        workers.stop();
        Await.get(vertx.close());
    }

    private void fill(int count) {
        for (int i = 1; i <= count; i++) {
            queue.add(i, false, Workers.mail(i));
        }
    }

    private void deploy(int pool, Duration commandTimeout) {
        workers.deploy(1, Workers.smtp(server.port(), pool, commandTimeout), Workers.settings());
    }

    private static int number(String address) {
        return Integer.parseInt(address.replaceAll("\\D", ""));
    }

    @Test
    void inTwentyThousandMailsOfFourWorkersEnvelopeToAndContentAgreeAndNoneIsLostOrDoubled() {
        server.start();
        int count = 20_000;
        fill(count);
        workers.deploy(4, Workers.smtp(server.port(), 10, PATIENT), Workers.settings());

        Await.get(queue.when(q -> q.ended() == count), 120);

        assertThat(queue.sent()).isEqualTo(count);
        Set<String> seen = new HashSet<>();
        for (FakeSmtp.Delivered mail : server.delivered) {
            int n = number(mail.to().get(0));
            assertThat(mail.to()).containsExactly("p.nom" + n + "@example.org");
            assertThat(mail.header("To")).endsWith("<p.nom" + n + "@example.org>");
            assertThat(mail.header("Message-ID")).isEqualTo("<n-" + n + "@teleservices.example.org>");
            assertThat(mail.data()).contains("Identifiant : p.nom" + n + "\r\n");
            seen.add(mail.to().get(0));
        }
        assertThat(seen).hasSize(count);
        assertThat(server.delivered).hasSize(count);
        assertThat(queue.mostInFlight()).isLessThanOrEqualTo(4 * 64);
        assertThat(queue.largestRecord()).isBetween(16, 64);
    }

    @Test
    @Tag("fault-4")
    void aRefusedRecipientFailsAtOnceAndTheOthersAreSentOverSoundConnections() {
        server.start();
        server.onRcpt = to -> number(to) % 10 == 0 ? "550 5.1.1 User unknown" : "250 ok";
        fill(200);
        deploy(4, PATIENT);

        Await.get(queue.when(q -> q.ended() == 200));

        assertThat(queue.sent()).isEqualTo(180);
        MailOutcome.Refused refused = (MailOutcome.Refused) queue.row(10).last();
        assertThat(refused.answer())
                .isEqualTo(new SmtpAnswer(
                        550,
                        "5.1.1",
                        "5.1.1 User unknown",
                        "Cette adresse n’existe pas chez son fournisseur de messagerie."));
        assertThat(server.delivered).allSatisfy(m -> {
            assertThat(m.to()).hasSize(1);
            assertThat(m.header("To")).contains("<" + m.to().get(0) + ">");
        });
    }

    @Test
    void aServerWithoutPipeliningThatRefusesSomeIsServedJustAsWell() {
        server.capabilities = "250-fake\r\n250 SIZE 1000000\r\n";
        server.start();
        server.onRcpt = to -> number(to) % 3 == 0 ? "550 no such user" : "250 ok";
        fill(60);
        deploy(4, PATIENT);

        Await.get(queue.when(q -> q.ended() == 60));

        assertThat(queue.sent()).isEqualTo(40);
        assertThat(server.delivered).hasSize(40);
    }

    @Test
    void aServerThatGoesOnAfterRefusingTheOnlyRecipientDoesNotStopTheOthers() {
        // QUIT then looks like text to it, and the connection hangs
        server.lax = true;
        server.onRcpt = to -> number(to) % 5 == 0 ? "550 5.1.1 no" : "250 ok";
        server.start();
        fill(50);
        deploy(2, PATIENT);

        Await.get(queue.when(q -> q.ended() == 50), 10);

        assertThat(queue.sent()).isEqualTo(40);
    }

    @Test
    @Tag("fault-4")
    void aServerThatRefusesAllFailsEachOneAtOnceAndOpensNoBreaker() {
        server.start();
        server.onEnd = m -> "554 5.7.1 rejected as spam";
        fill(100);
        deploy(4, PATIENT);

        Await.get(queue.when(q -> q.ended() == 100));

        assertThat(queue.sent()).isZero();
        assertThat(queue.all()).allSatisfy(r -> assertThat(r.outcomes).hasSize(1));
        assertThat(((MailOutcome.Refused) queue.row(7).last()).answer().plainFrench())
                .contains("indésirable");
        assertThat(workers.news).isEmpty();
    }

    @Test
    @Tag("fault-4")
    void aGreylistedMailIsTakenAtTheSecondTry() {
        server.start();
        Set<String> known = ConcurrentHashMap.newKeySet();
        server.onRcpt = to -> known.add(to) ? "450 4.2.0 Greylisted, come back later" : "250 ok";
        fill(100);
        deploy(4, PATIENT);

        Await.get(queue.when(q -> q.all().stream().allMatch(r -> r.attempts == 1 && !r.claimed)));
        assertThat(queue.all()).allSatisfy(r -> {
            MailOutcome.Postponed postponed = (MailOutcome.Postponed) r.last();
            assertThat(postponed.delay()).isBetween(Duration.ofMillis(7_500), Duration.ofMillis(12_500));
            assertThat(postponed.tried()).isTrue();
        });

        queue.setPostponedAreDue(true);
        Await.get(queue.when(q -> q.sent() == 100));
        assertThat(queue.all()).allSatisfy(r -> assertThat(r.outcomes).hasSize(2));
    }

    @Test
    void aMailPutOffTooOftenIsRefusedWithTheLastAnswer() {
        server.start();
        server.onMail = from -> "451 4.3.0 try later";
        queue.setPostponedAreDue(true);
        fill(1);
        deploy(1, PATIENT);

        Await.get(queue.when(q -> q.ended() == 1));

        assertThat(queue.row(1).outcomes).hasSize(20);
        SmtpAnswer answer = ((MailOutcome.Refused) queue.row(1).last()).answer();
        assertThat(answer.code()).isEqualTo(451);
        assertThat(answer.plainFrench()).startsWith("Malgré de nombreux essais");
    }

    @Test
    @Tag("fault-4")
    void aServerThatStallsAfterTheMessageIsGivenUpAndTheRetryIsTheSameMail() {
        server.start();
        AtomicInteger stalls = new AtomicInteger();
        CompletableFuture<FakeSmtp.Delivered> first = new CompletableFuture<>();
        server.onEnd = m -> {
            first.complete(m);
            return stalls.getAndIncrement() == 0 ? FakeSmtp.STALL : "250 ok";
        };
        queue.setPostponedAreDue(true);
        fill(1);
        deploy(1, IMPATIENT);

        Await.get(queue.when(q -> q.sent() == 1));

        MailOutcome.Postponed postponed =
                (MailOutcome.Postponed) queue.row(1).outcomes.get(0);
        assertThat(postponed.tried()).isTrue();
        assertThat(postponed.answer().code()).isZero();
        assertThat(server.delivered).containsExactly(Await.get(first));
    }

    @Test
    @Tag("fault-4")
    void aServerThatStallsAfterDataIsGivenUp() {
        server.start();
        server.onData = to -> number(to.get(0)) == 1 ? FakeSmtp.STALL : "354 go on";
        fill(20);
        deploy(2, IMPATIENT);

        Await.get(queue.when(q -> q.sent() == 19 && q.inFlight() == 0));

        assertThat(queue.row(1).last()).isInstanceOf(MailOutcome.Postponed.class);
    }

    @Test
    @Tag("fault-4")
    void aConnectionResetInTheMiddleOfAMessagePutsThatOneOff() {
        server.start();
        server.onLine = line -> line.endsWith("p.nom3") ? FakeSmtp.RESET : null;
        fill(20);
        deploy(2, PATIENT);

        Await.get(queue.when(q -> q.sent() == 19 && q.inFlight() == 0));

        assertThat(queue.row(3).last()).isInstanceOf(MailOutcome.Postponed.class);
        assertThat(workers.news).isEmpty();
    }

    @Test
    @Tag("fault-4")
    void aRefusedConnectionOpensTheBreakerAndTheRunGoesOnWhenTheServerIsBack() {
        int port = FakeSmtp.freePort();
        fill(200);
        workers.deploy(1, Workers.smtp(port, 4, PATIENT), Workers.settings());
        Await.get(workers.down);
        Await.get(queue.when(q -> q.inFlight() == 0));
        assertThat(workers.news).containsExactly("down: Le serveur d’envoi des courriels ne répond pas.");
        assertThat(queue.all()).allSatisfy(r -> assertThat(r.attempts).isZero());

        server.startAt(port);
        Await.get(workers.up);
        Await.get(queue.when(q -> q.sent() == 200));

        assertThat(server.delivered).hasSize(200);
        assertThat(workers.news).hasSize(2).last().isEqualTo("up");
    }

    @Test
    @Tag("fault-4")
    void aServerThatGreetsWithNoServiceOpensTheBreakerAndFailsNobody() {
        server.start();
        server.greeting = n -> n <= 6 ? "554 no service here" : "220 fake";
        fill(20);
        deploy(2, PATIENT);

        Await.get(queue.when(q -> q.sent() == 20));

        assertThat(workers.news).hasSize(2);
        assertThat(queue.all()).allSatisfy(r -> assertThat(r.attempts).isZero());
    }

    @Test
    @Tag("fault-10")
    void aStopInTheMiddleRecordsOrReturnsEverything() {
        server.start();
        fill(5_000);
        deploy(10, PATIENT);
        Await.get(queue.when(q -> q.sent() > 500));

        workers.stop();

        assertThat(queue.inFlight()).isZero();
        assertThat(server.delivered).hasSize(queue.sent());
        assertThat(queue.sent()).isLessThan(5_000);
    }

    @Test
    void aStopGivesBackWhatAClaimStillUnderWayBrings() {
        server.start();
        queue = new InMemoryMailQueue(vertx, 300);
        workers = new Workers(vertx, queue);
        fill(100);
        deploy(2, PATIENT);
        Await.get(queue.when(q -> q.inFlight() == 62));

        workers.stop();

        assertThat(queue.inFlight()).isZero();
        assertThat(server.delivered).isEmpty();
    }

    @Test
    @Tag("fault-10")
    void aStopDoesNotWaitForeverForAServerThatStandsStill() {
        server.start();
        fill(3);
        WorkerSettings d = Workers.settings();
        WorkerSettings quick = new WorkerSettings(
                d.inFlight(),
                d.reserve(),
                d.lease(),
                d.poll(),
                d.recordAt(),
                d.recordAfter(),
                d.firstRetry(),
                d.longestRetry(),
                d.giveUpAfter(),
                d.troubles(),
                d.firstProbe(),
                d.longestProbe(),
                d.queueTimeout(),
                Duration.ofMillis(200));
        CompletableFuture<Void> reached = new CompletableFuture<>();
        server.onEnd = m -> {
            reached.complete(null);
            return FakeSmtp.STALL;
        };
        workers.deploy(1, Workers.smtp(server.port(), 1, PATIENT), quick);
        Await.get(reached);

        workers.stop();

        assertThat(queue.inFlight()).isZero();
        assertThat(queue.all().stream().filter(r -> r.attempts == 1)).hasSize(1);
    }

    @Test
    @Tag("fault-2")
    void aMailWhoseLeaseRanOutIsNotSent() {
        server.start();
        CompletableFuture<Void> release = new CompletableFuture<>();
        CompletableFuture<Void> reached = new CompletableFuture<>();
        server.onRcpt = to -> {
            reached.complete(null);
            return "250 ok";
        };
        server.onLine = line -> {
            release.join();
            return null;
        };
        queue.setForgetting(true);
        fill(10);
        workers.deployLeaping(Workers.smtp(server.port(), 1, PATIENT), Workers.settings());
        Await.get(reached);
        // as after SIGSTOP: the clock has gone on, another worker has taken over
        workers.leap.addAndGet(Duration.ofSeconds(21).toNanos());
        queue.stealAll();
        release.complete(null);

        Await.get(queue.when(q -> q.lateRecords() == 10));

        assertThat(server.delivered).hasSize(1);
        assertThat(queue.sent()).isZero();
    }

    @Test
    @Tag("fault-5")
    void outcomesOutliveAQueueThatIsAwayForAWhile() {
        server.start();
        fill(1_000);
        CompletableFuture<Void> cut = new CompletableFuture<>();
        AtomicInteger taken = new AtomicInteger();
        server.onEnd = m -> {
            if (taken.incrementAndGet() == 300) {
                queue.setFailing(true);
                cut.complete(null);
            }
            return "250 ok";
        };
        deploy(10, PATIENT);
        Await.get(cut);
        Await.get(queue.when(q -> q.failedCalls() >= 3));
        assertThat(queue.sent()).isLessThan(1_000);

        queue.setFailing(false);
        Await.get(queue.when(q -> q.sent() == 1_000));

        assertThat(server.delivered).hasSize(1_000);
        assertThat(queue.all()).allSatisfy(r -> assertThat(r.outcomes).hasSize(1));
    }

    @Test
    @Tag("fault-12")
    void anUrgentMailOvertakesAFullHouseOfMassMailsAtASlowServer() {
        server.start();
        CompletableFuture<FakeSmtp.Delivered> urgent = new CompletableFuture<>();
        server.onData = to -> number(to.get(0)) < 1_000 ? FakeSmtp.STALL : "354 go on";
        server.onEnd = m -> {
            urgent.complete(m);
            return "250 ok";
        };
        fill(200);
        deploy(4, PATIENT);
        Await.get(queue.when(q -> q.inFlight() == 62));

        queue.add(1_001, true, Workers.mail(1_001));
        vertx.eventBus().publish(Workers.WAKE, "");

        assertThat(Await.get(urgent, 2).to()).containsExactly("p.nom1001@example.org");
        workers.stop();
    }

    @Test
    @Tag("fault-7")
    void anAddressThatIsNoneFailsAloneWithAReason() {
        server.start();
        List<String> poison = List.of(
                "", "nobody", "a@b@", "a b@example.org", "a@example.org>\r\nRCPT TO:<b@example.org", "é@example.org");
        for (int i = 0; i < poison.size(); i++) {
            queue.add(i + 1, false, Workers.mail(poison.get(i), i + 1));
        }
        queue.add(100, false, Workers.mail(100));
        deploy(2, PATIENT);

        Await.get(queue.when(q -> q.ended() == poison.size() + 1));

        assertThat(queue.sent()).isEqualTo(1);
        assertThat(((MailOutcome.Refused) queue.row(5).last()).answer().plainFrench())
                .isEqualTo("L’adresse n’est pas une adresse électronique valable.");
        assertThat(server.delivered).hasSize(1);
    }
}
