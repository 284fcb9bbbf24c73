package fr.teleservices.mail;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of one mail worker: claims before it runs dry, sends over a bounded number of connections, hands every
 * outcome to the recorder. Everything happens on one context.
 */
final class MailWorker {
    private static final Logger LOG = LoggerFactory.getLogger(MailWorker.class);
    /** A claim costs two transactions: half of what may be in flight, so that the other half is sent meanwhile. */
    private static final int WORTH_A_CLAIM = 31;

    private static final Duration LAST_RECORD = Duration.ofSeconds(4);
    private static final Duration LAST_CLOSE = Duration.ofSeconds(2);

    private final String name;
    private final Vertx vertx;
    private final MailSender sender;
    private final int connections;
    private final WorkerSettings settings;
    private final QueueCalls queue;
    private final MailPace pace;
    private final MailHealth health;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Flight flight = new Flight();
    private final OutcomeRecorder recorder;
    private final LeaseKeeper leases;
    private final Verdicts verdicts;
    private final Breaker breaker;
    private final BackOff claimRetries =
            new BackOff(Duration.ofMillis(100), 2, Duration.ofSeconds(5), new SplittableRandom());

    private long pollTimer;
    private long heartbeatTimer;
    private boolean pumping;
    private boolean pumpAgain;
    private boolean claiming;
    private boolean probeTimed;
    private boolean paced;
    private int claimFailures;
    private boolean claimsPaused;
    /** The last claim of any kind found nothing: wait for a wake-up or the next poll. */
    private boolean dry;
    /** A wake-up or poll since the last claim: an urgent message may be due even where there is no room. */
    private boolean urgentDue = true;

    private long wakes;
    private boolean stopping;
    private final Promise<Void> landed = Promise.promise();

    MailWorker(
            String name,
            Vertx vertx,
            MailSender sender,
            int connections,
            WorkerSettings settings,
            MailQueue queue,
            MailPace pace,
            MailHealth health,
            InstantSource clock,
            LongSupplier nanos) {
        this.name = name;
        this.vertx = vertx;
        this.sender = sender;
        this.connections = connections;
        this.settings = settings;
        this.queue = new QueueCalls(queue, name, vertx.getOrCreateContext(), settings.queueTimeout());
        this.pace = pace;
        this.health = health;
        this.clock = clock;
        this.nanos = nanos;
        this.recorder = new OutcomeRecorder(vertx, this.queue, settings, this::pump);
        this.leases = new LeaseKeeper(flight, this.queue, settings.lease(), nanos);
        this.verdicts = new Verdicts(settings, new SplittableRandom());
        this.breaker = new Breaker(
                settings.troubles(),
                new BackOff(settings.firstProbe(), 2, settings.longestProbe(), new SplittableRandom()));
    }

    void start() {
        pollTimer = vertx.setPeriodic(settings.poll().toMillis(), timer -> wake());
        heartbeatTimer = vertx.setPeriodic(settings.lease().toMillis() / 3, timer -> leases.beat());
        pump();
    }

    /** There may be work. */
    void wake() {
        wakes++;
        dry = false;
        urgentDue = true;
        pump();
    }

    /** Gives back what waits, lets what is being sent come to its end for a while, records all of it. */
    Future<Void> stop() {
        stopping = true;
        vertx.cancelTimer(pollTimer);
        giveBackWaiting();
        landIfDone();
        return TimedCalls.within(vertx, settings.stopWithin(), landed.future())
                .recover(late -> {
                    LOG.warn("{} mails were still being sent at the stop: they will be tried again", flight.sending());
                    flight.stillSending().forEach(c -> end(c, verdicts.interrupted(c.job())));
                    return Future.succeededFuture();
                })
                .compose(v -> TimedCalls.within(vertx, LAST_RECORD, recorder.drain()))
                .onFailure(late -> LOG.warn("{} outcomes could not be recorded at the stop", recorder.size()))
                .onComplete(done -> vertx.cancelTimer(heartbeatTimer))
                .eventually(() -> TimedCalls.within(vertx, LAST_CLOSE, sender.close()))
                .otherwiseEmpty();
    }

    private void landIfDone() {
        // a claim under way still brings messages, which are to be given back
        if (stopping && flight.sending() == 0 && !claiming) {
            landed.tryComplete();
        }
    }

    private void pump() {
        pumpAgain = true;
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            while (pumpAgain) {
                pumpAgain = false;
                sendWhatMay();
                claimMore();
            }
        } finally {
            pumping = false;
        }
    }

    private void sendWhatMay() {
        // a quarter of the lease must be left: the send itself takes time
        long margin = settings.lease().toNanos() / 4;
        Flight.Claimed next = flight.next(connections, settings.reserve(), pace);
        while (next != null) {
            long now = nanos.getAsLong();
            MailOutcome spared = verdicts.spared(next.job(), now);
            if (!next.isHeldFor(margin, now)) {
                end(next, returned(next.job()));
            } else if (spared != null) {
                end(next, spared);
            } else {
                send(next);
            }
            next = flight.next(connections, settings.reserve(), pace);
        }
        if (!paced && flight.waitsForPace(connections)) {
            paced = true;
            vertx.setTimer(pace.untilNext(nanos.getAsLong()).toMillis() + 1, timer -> {
                paced = false;
                pump();
            });
        }
    }

    private void send(Flight.Claimed claimed) {
        flight.sending(claimed);
        sender.send(claimed.job().mail()).onComplete(done -> {
            if (claimed.isDone()) {
                // interrupted by the stop: its outcome has been told
                return;
            }
            SmtpFault fault = done.succeeded() ? null : ((SmtpFailure) done.cause()).fault();
            MailJob job = claimed.job();
            noteServer(fault);
            end(claimed, fault == null ? verdicts.sent(job) : verdicts.of(job, fault, nanos.getAsLong()));
            pump();
        });
    }

    private void end(Flight.Claimed claimed, MailOutcome outcome) {
        flight.done(claimed);
        pace.left(claimed.job());
        health.ended(claimed.job(), outcome);
        recorder.add(outcome);
        landIfDone();
    }

    private void noteServer(@Nullable SmtpFault fault) {
        if (fault != null && fault.stage() == SmtpFault.Stage.LOCAL) {
            return;
        }
        if (fault == null || !fault.isServerTrouble()) {
            if (breaker.answered() == Breaker.Change.CLOSED) {
                LOG.info("{}: the mail server takes mails again", name);
                health.up(name);
            }
            return;
        }
        if (breaker.troubled(nanos.getAsLong()) == Breaker.Change.OPENED) {
            Instant since = clock.instant();
            LOG.warn(
                    "{}: the mail server does not take mails: {}",
                    name,
                    fault.answer().withoutAddresses());
            health.down(name, since, fault.answer().plainFrench());
            giveBackWaiting();
        }
    }

    private void giveBackWaiting() {
        flight.drainWaiting().forEach(c -> recorder.add(returned(c.job())));
    }

    private static MailOutcome returned(MailJob job) {
        return new MailOutcome.Returned(job.notificationId(), job.token());
    }

    private void claimMore() {
        if (claiming || stopping || claimsPaused || recorder.isFailing()) {
            return;
        }
        int held = flight.size() + recorder.size();
        if (breaker.isOpen()) {
            probe(held);
            return;
        }
        int room = settings.inFlight() - settings.reserve() - held;
        if (!dry && (room >= WORTH_A_CLAIM || (room > 0 && flight.size() == 0))) {
            claim(room, MailQueue.Kind.ANY);
        } else if (urgentDue && settings.inFlight() - held > 0) {
            claim(settings.inFlight() - held, MailQueue.Kind.URGENT);
        }
    }

    /** One message when it is time, and only then: urgent ones come first by the queue's own order. */
    private void probe(int held) {
        Duration wait = breaker.untilProbe(nanos.getAsLong());
        if (wait.isZero() || wait.isNegative()) {
            if (held == 0 && !dry) {
                claim(1, MailQueue.Kind.ANY);
            }
        } else if (!probeTimed) {
            probeTimed = true;
            vertx.setTimer(wait.toMillis() + 1, timer -> {
                probeTimed = false;
                wake();
            });
        }
    }

    private void claim(int max, MailQueue.Kind kind) {
        claiming = true;
        urgentDue = false;
        long wakesBefore = wakes;
        long asked = nanos.getAsLong();
        queue.claim(max, kind).onComplete(done -> {
            claiming = false;
            if (done.failed()) {
                claimFailed(done.cause());
                landIfDone();
                return;
            }
            claimFailures = 0;
            if (done.result().isEmpty() && kind == MailQueue.Kind.ANY && wakes == wakesBefore) {
                dry = true;
            }
            flight.claimed(done.result(), asked + settings.lease().toNanos());
            if (stopping || (breaker.isOpen() && done.result().size() > 1)) {
                giveBackWaiting();
            }
            landIfDone();
            pump();
        });
    }

    private void claimFailed(Throwable cause) {
        LOG.warn("{}: no claim from the queue: {}", name, String.valueOf(cause));
        claimsPaused = true;
        vertx.setTimer(claimRetries.delay(claimFailures++).toMillis(), timer -> {
            claimsPaused = false;
            wake();
        });
    }
}
