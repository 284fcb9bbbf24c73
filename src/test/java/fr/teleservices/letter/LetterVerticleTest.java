package fr.teleservices.letter;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LetterVerticleTest {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Backoff SHORT = new Backoff(1, 4, () -> 0.5);

    private final Vertx vertx = Vertx.vertx();
    private LetterVerticle verticle;
    private final FakeQueue queue = new FakeQueue();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, SECONDS);
    }

    private String deploy(Duration poll) throws Exception {
        verticle = new LetterVerticle(queue, "letters.due", poll, "node-1", SHORT);
        return vertx.deployVerticle(verticle).await(20, SECONDS);
    }

    /** Its end goes on until what it waits for is let go. */
    private Future<Void> beginToStop(String id) {
        Future<Void> stopped = vertx.undeploy(id);
        long end = System.nanoTime() + SECONDS.toNanos(20);
        while (!verticle.isStopping()) {
            assertThat(System.nanoTime()).as("the end has not begun").isLessThan(end);
            Thread.onSpinWait();
        }
        return stopped;
    }

    @Test
    void itDrainsWhatIsDueAndStoresWhatOpensUnderTheKeyOfTheJob() throws Exception {
        queue.add(job(1, SampleLetters.numbered(1, "3 A"), SampleLetters.numbered(2, "3 A")));
        queue.add(job(2, SampleLetters.numbered(3, "3 B")));
        deploy(NEVER);
        Stored first = queue.nextStored();
        Stored second = queue.nextStored();
        assertThat(List.of(first.job.partId(), second.job.partId())).containsExactly(1L, 2L);
        byte[] pdf = SealedPart.open(first.job.sealKey(), first.job.aad(), first.sealedPdf);
        assertThat(PdfText.pages(pdf)).isEqualTo(2);
        assertThat(first.results).containsExactly(new LetterResult.InLetter(100, 1), new LetterResult.InLetter(101, 2));
    }

    @Test
    @Tag("fault-7")
    void aPoisonLetterFailsAloneAndTheOthersKeepTheirOrder() throws Exception {
        LetterPage poison = SampleLetters.page("3 A", "李小龙", List.of(), "Bruce", List.of(), "x.li1");
        queue.add(job(1, SampleLetters.numbered(1, "3 A"), poison, SampleLetters.numbered(2, "3 A")));
        deploy(NEVER);
        Stored stored = queue.nextStored();
        assertThat(stored.results.get(0)).isEqualTo(new LetterResult.InLetter(100, 1));
        assertThat(stored.results.get(2)).isEqualTo(new LetterResult.InLetter(102, 2));
        assertThat(stored.results.get(1)).isInstanceOfSatisfying(LetterResult.Failed.class, failed -> {
            assertThat(failed.notificationId()).isEqualTo(101);
            assertThat(failed.code()).isEqualTo("missing-glyph");
        });
    }

    @Test
    void whenAllFailThereIsNoPart() throws Exception {
        queue.add(job(1, SampleLetters.page("3 A", "李", List.of(), "Bruce", List.of(), "x.li1")));
        deploy(NEVER);
        assertThat(queue.nextStored().sealedPdf).isEmpty();
    }

    @Test
    void aMessageOnTheBusWakesIt() throws Exception {
        deploy(NEVER);
        queue.nextEmptyClaim();
        queue.add(job(1, SampleLetters.ordinary()));
        vertx.eventBus().publish("letters.due", "");
        assertThat(queue.nextStored().job.partId()).isEqualTo(1);
    }

    @Test
    void thePollFindsWhatNoMessageTold() throws Exception {
        deploy(Duration.ofMillis(20));
        queue.nextEmptyClaim();
        queue.add(job(1, SampleLetters.ordinary()));
        assertThat(queue.nextStored().job.partId()).isEqualTo(1);
    }

    @Test
    @Tag("fault-5")
    void aDatabaseThatIsAwayDelaysAndLosesNothing() throws Exception {
        queue.failingClaims = 3;
        queue.failingStores = 2;
        queue.add(job(1, SampleLetters.ordinary()));
        deploy(NEVER);
        assertThat(queue.nextStored().job.partId()).isEqualTo(1);
        assertThat(queue.givenBack).isEqualTo(2);
    }

    @Test
    void aQueueThatThrowsIsAnErrorLikeAnyOther() throws Exception {
        queue.throwingClaims = 2;
        queue.add(job(1, SampleLetters.ordinary()));
        deploy(NEVER);
        assertThat(queue.nextStored().job.partId()).isEqualTo(1);
    }

    @Test
    @Tag("fault-6")
    void aLostLeaseIsNotAnError() throws Exception {
        queue.lostLeases = 1;
        queue.add(job(1, SampleLetters.ordinary()));
        queue.add(job(2, SampleLetters.ordinary()));
        deploy(NEVER);
        assertThat(queue.nextStored().job.partId()).isEqualTo(2);
        assertThat(queue.givenBack).isZero();
    }

    @Test
    @Tag("fault-10")
    void stoppingWaitsForTheStoreThatIsUnderWay() throws Exception {
        queue.holdStore = Promise.promise();
        queue.add(job(1, SampleLetters.ordinary()));
        queue.add(job(2, SampleLetters.ordinary()));
        String id = deploy(NEVER);
        queue.storing.future().await(20, SECONDS);
        Future<Void> stopped = beginToStop(id);
        assertThat(stopped.isComplete()).isFalse();
        queue.holdStore.complete();
        stopped.await(20, SECONDS);
        assertThat(queue.nextStored().job.partId()).isEqualTo(1);
        assertThat(queue.due).hasSize(1);
    }

    @Test
    void whatIsClaimedWhileStoppingGoesBack() throws Exception {
        queue.holdClaim = Promise.promise();
        queue.add(job(1, SampleLetters.ordinary()));
        String id = deploy(NEVER);
        queue.claiming.future().await(20, SECONDS);
        Future<Void> stopped = beginToStop(id);
        queue.holdClaim.complete();
        stopped.await(20, SECONDS);
        assertThat(queue.givenBack).isOne();
        assertThat(queue.due).hasSize(1);
        assertThat(queue.stored).isEmpty();
    }

    @Test
    void theWaitDoublesUpToItsCapWithJitter() {
        Backoff low = new Backoff(500, 30_000, () -> 0);
        Backoff high = new Backoff(500, 30_000, () -> 1);
        assertThat(low.millis(1)).isEqualTo(250);
        assertThat(high.millis(1)).isEqualTo(500);
        assertThat(high.millis(3)).isEqualTo(2_000);
        assertThat(high.millis(1_000)).isEqualTo(30_000);
    }

    private static LetterJob job(long part, LetterPage... pages) {
        List<LetterItem> items = new ArrayList<>();
        for (LetterPage page : pages) {
            items.add(new LetterItem(100 * part + items.size(), page));
        }
        return new LetterJob(part, 1, "Courriers", SealedPart.newKey(), new byte[] {(byte) part}, items);
    }

    private static final class Stored {
        private final LetterJob job;
        private final byte[] sealedPdf;
        private final List<LetterResult> results;

        Stored(LetterJob job, byte[] sealedPdf, List<LetterResult> results) {
            this.job = job;
            this.sealedPdf = sealedPdf;
            this.results = results;
        }
    }

    /** Called on one event loop only, but watched from the test's thread. */
    private static final class FakeQueue implements LetterQueue {
        private final Queue<LetterJob> due = new ArrayDeque<>();
        private final BlockingQueue<Stored> stored = new LinkedBlockingQueue<>();
        private final BlockingQueue<Boolean> emptyClaims = new LinkedBlockingQueue<>();
        private final Promise<Void> claiming = Promise.promise();
        private final Promise<Void> storing = Promise.promise();
        private volatile Promise<Void> holdClaim = Promise.promise();
        private volatile Promise<Void> holdStore = Promise.promise();
        private volatile int failingClaims;
        private volatile int throwingClaims;
        private volatile int failingStores;
        private volatile int lostLeases;
        private volatile int givenBack;

        FakeQueue() {
            holdClaim.complete();
            holdStore.complete();
        }

        synchronized void add(LetterJob job) {
            due.add(job);
        }

        Stored nextStored() throws Exception {
            Stored next = stored.poll(20, SECONDS);
            if (next == null) {
                throw new TimeoutException("nothing was stored");
            }
            return next;
        }

        void nextEmptyClaim() throws Exception {
            assertThat(emptyClaims.poll(20, SECONDS)).isTrue();
        }

        @Override
        public synchronized Future<Optional<LetterJob>> claim(String worker) {
            assertThat(worker).isEqualTo("node-1");
            if (throwingClaims > 0) {
                throwingClaims--;
                throw new IllegalStateException("no connection");
            }
            if (failingClaims > 0) {
                failingClaims--;
                return Future.failedFuture("database is away");
            }
            claiming.tryComplete();
            return holdClaim.future().map(go -> take());
        }

        private synchronized Optional<LetterJob> take() {
            Optional<LetterJob> job = Optional.ofNullable(due.poll());
            if (job.isEmpty()) {
                emptyClaims.add(true);
            }
            return job;
        }

        @Override
        public synchronized Future<Boolean> store(LetterJob job, byte[] sealedPdf, List<LetterResult> results) {
            if (lostLeases > 0) {
                lostLeases--;
                return Future.succeededFuture(false);
            }
            if (failingStores > 0) {
                failingStores--;
                return Future.failedFuture("database is away");
            }
            storing.tryComplete();
            return holdStore.future().map(go -> stored.add(new Stored(job, sealedPdf, results)));
        }

        @Override
        public synchronized Future<Void> giveBack(LetterJob job) {
            givenBack++;
            due.add(job);
            return Future.succeededFuture();
        }
    }
}
