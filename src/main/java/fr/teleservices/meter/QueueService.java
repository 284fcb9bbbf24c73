package fr.teleservices.meter;

import fr.teleservices.db.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the queues when somebody asks and the last look is old: once in a quarter of a minute at most, however often one
 * asks. A scrape waits two seconds for it and then goes without; gauges of a look that is older than a minute are no number.
 */
public final class QueueService {
    private static final Logger LOG = LoggerFactory.getLogger(QueueService.class);
    private static final long PATIENCE_SECONDS = 2;
    private static final Duration FRESH = Duration.ofSeconds(15);
    private static final Duration KNOWN = Duration.ofMinutes(1);
    private static final List<String> STATUSES =
            List.of("SCHEDULED", "PREPARING", "RUNNING", "PAUSED", "PAUSED_BY_SERVICE");

    private final Vertx vertx;
    private final Database database;
    private final AtomicReference<@Nullable Future<QueueLook>> asking = new AtomicReference<>();
    private volatile @Nullable Seen seen;

    private record Seen(QueueLook look, long nanos) {
        boolean isWithin(Duration age) {
            return System.nanoTime() - nanos < age.toNanos();
        }
    }

    public QueueService(Vertx vertx, Database database, Meters meters) {
        this.vertx = vertx;
        this.database = database;
        for (String status : STATUSES) {
            gauge(
                    meters,
                    "teleservices.runs",
                    "Runs that are not over, of all nodes",
                    look -> look.runs(status),
                    "status",
                    status.toLowerCase(Locale.ROOT));
        }
        String depth = "teleservices.queue.depth";
        String depthWords = "Mails, or parts of letters, that are due, of all nodes; " + QueueStore.MOST + " is many";
        String age = "teleservices.queue.age.seconds";
        String ageWords = "How long the oldest has been due; of the mails of runs: how long their run has been going";
        gauge(meters, depth, depthWords, look -> look.singleMails().number(), "channel", "mail", "lane", "single");
        gauge(meters, depth, depthWords, look -> look.runMails().number(), "channel", "mail", "lane", "run");
        gauge(meters, age, ageWords, look -> look.singleMails().age(), "channel", "mail", "lane", "single");
        gauge(meters, age, ageWords, look -> look.runMails().age(), "channel", "mail", "lane", "run");
        for (String lane : List.of("single", "run")) {
            gauge(meters, depth, depthWords, look -> look.parts(lane), "channel", "letter", "lane", lane);
            gauge(meters, age, ageWords, look -> look.partsAge(lane), "channel", "letter", "lane", lane);
        }
        gauge(
                meters,
                "teleservices.mail.server.troubles",
                "Mail workers, of all nodes, that keep mails back because the mail server takes none",
                QueueLook::troubles);
        meters.gauge("teleservices.queue.look.age.seconds", "How old what is said of runs and queues is", () -> {
            Seen last = seen;
            return last == null ? Double.NaN : (System.nanoTime() - last.nanos()) / 1e9;
        });
    }

    private void gauge(Meters meters, String name, String words, ToDoubleFunction<QueueLook> value, String... labels) {
        meters.gauge(
                name,
                words,
                () -> {
                    Seen now = seen;
                    return now != null && now.isWithin(KNOWN) ? value.applyAsDouble(now.look()) : Double.NaN;
                },
                labels);
    }

    /** Completes when the look is fresh, or after two seconds; never fails. */
    Future<Void> freshen() {
        Seen now = seen;
        if (now != null && now.isWithin(FRESH)) {
            return Future.succeededFuture();
        }
        Future<Void> late = vertx.timer(PATIENCE_SECONDS, TimeUnit.SECONDS).mapEmpty();
        return Future.any(look(), late).<Void>mapEmpty().otherwiseEmpty();
    }

    /** One at a time. */
    private Future<QueueLook> look() {
        Future<QueueLook> under = asking.get();
        if (under != null && !under.isComplete()) {
            return under;
        }
        Future<QueueLook> look = database.atGate(QueueStore::look)
                .onSuccess(found -> seen = new Seen(found, System.nanoTime()))
                .onFailure(failure -> LOG.warn("runs and queues were not looked at: {}", failure.toString()));
        asking.set(look);
        return look;
    }
}
