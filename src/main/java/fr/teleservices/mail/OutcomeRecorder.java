package fr.teleservices.mail;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps outcomes until the queue has recorded them, in batches, one batch at a time. What the queue did not take is
 * offered again, for as long as the process lives: recording twice changes nothing. For one context alone.
 */
final class OutcomeRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeRecorder.class);

    private final Vertx vertx;
    private final QueueCalls queue;
    private final WorkerSettings settings;
    private final Runnable recorded;
    private final BackOff retries =
            new BackOff(Duration.ofMillis(100), 2, Duration.ofSeconds(5), new SplittableRandom());
    private final List<MailOutcome> waiting = new ArrayList<>();
    private final List<Promise<Void>> drains = new ArrayList<>();
    private List<MailOutcome> recording = List.of();
    private int failures;
    private boolean timed;

    /** @param recorded is run after each batch */
    OutcomeRecorder(Vertx vertx, QueueCalls queue, WorkerSettings settings, Runnable recorded) {
        this.vertx = vertx;
        this.queue = queue;
        this.settings = settings;
        this.recorded = recorded;
    }

    /** Outcomes that the queue has not confirmed. */
    int size() {
        return waiting.size() + recording.size();
    }

    /** The last try failed: no time to claim more. */
    boolean isFailing() {
        return failures > 0;
    }

    void add(MailOutcome outcome) {
        waiting.add(outcome);
        if (failures == 0) {
            flushOrWait();
        }
    }

    /** Completes when everything is recorded. */
    Future<Void> drain() {
        Promise<Void> promise = Promise.promise();
        drains.add(promise);
        flush();
        return promise.future();
    }

    private void flushOrWait() {
        if (waiting.size() >= settings.recordAt() || !drains.isEmpty()) {
            flush();
        } else if (!waiting.isEmpty()) {
            flushAfter(settings.recordAfter());
        }
    }

    private void flushAfter(Duration delay) {
        if (!timed) {
            timed = true;
            vertx.setTimer(Math.max(1, delay.toMillis()), timer -> {
                timed = false;
                flush();
            });
        }
    }

    private void flush() {
        if (!recording.isEmpty()) {
            return;
        }
        if (waiting.isEmpty()) {
            drains.forEach(Promise::tryComplete);
            drains.clear();
            return;
        }
        recording = List.copyOf(waiting);
        waiting.clear();
        queue.record(recording).onComplete(done -> {
            if (done.succeeded()) {
                recording = List.of();
                failures = 0;
                flushOrWait();
                recorded.run();
            } else {
                waiting.addAll(0, recording);
                recording = List.of();
                LOG.warn("{} outcomes not recorded, they are kept: {}", waiting.size(), String.valueOf(done.cause()));
                flushAfter(retries.delay(failures++));
            }
        });
    }
}
