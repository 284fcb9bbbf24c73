package fr.teleservices.bench;

import com.sun.management.OperatingSystemMXBean;
import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.credential.Keyring;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.mail.SmtpSettings;
import fr.teleservices.run.Mode;
import fr.teleservices.run.RunService;
import fr.teleservices.run.Selection;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Fills a school, starts one run as the page does, waits for its end, reads back what became of every account, and runs the
 * bare loops beside it in the same process.
 */
public final class Bench {
    /** What goes out. */
    public enum Sent {
        EMAIL(Mode.EMAIL),
        PAPER(Mode.PAPER),
        BOTH(Mode.BOTH);

        private final Mode mode;

        Sent(Mode mode) {
            this.mode = mode;
        }
    }

    private static final int CHUNK = 20_000;
    private static final int RAW_MOST = 50_000;
    private static final int POLL_MILLIS = 20;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Vertx vertx;
    private final Database database;
    private final RunService runs;
    private final Keyring keyring;
    private final SmtpSettings smtp;
    private final int letterWorkers;
    private final @Nullable BenchInbox inbox;
    private final Duration window;
    private final AtomicLong heap = new AtomicLong();

    /** Of no verticle: what one loop deployed must not be the parent of what the next one deploys. */
    private final Context own;

    /** @param inbox of the embedded sink; null: another server takes the mails, and nobody sees what arrives */
    /** @param window in which the run could be taken back; the clock runs from its end on */
    public Bench(
            Vertx vertx,
            Database database,
            RunService runs,
            Keyring keyring,
            SmtpSettings smtp,
            int letterWorkers,
            @Nullable BenchInbox inbox,
            Duration window) {
        this.vertx = vertx;
        this.database = database;
        this.runs = runs;
        this.keyring = keyring;
        this.smtp = smtp;
        this.letterWorkers = letterWorkers;
        this.inbox = inbox;
        this.window = window;
        this.own = vertx.getOrCreateContext();
    }

    /** So many accounts of another school are notified before the clock runs: the compiler has its work done then, in both loops. */
    private static final int WARM = 6_000;

    /**
     * @param school a new one with its services open
     * @param other another, for what is not measured
     */
    public Future<BenchResult> measure(long school, long other, int accounts, Sent sent) {
        String logins = "chauffe" + other + ".";
        int warm = Math.min(accounts, WARM);
        return fill(other, logins, warm)
                .compose(done -> run(other, logins, warm, sent, Duration.ZERO))
                .compose(done -> measure(school, accounts, sent));
    }

    private Future<BenchResult> measure(long school, int accounts, Sent sent) {
        String logins = "banc" + school + ".";
        if (inbox != null) {
            inbox.ignore();
        }
        return fill(school, logins, accounts)
                .compose(done -> database.freshStatistics()) // as an import does
                .compose(done -> raw(Math.min(accounts, 2_000), sent)) // warms up what both share
                .compose(done -> raw(Math.min(accounts, RAW_MOST), sent))
                .compose(before -> run(school, logins, accounts, sent, window)
                        .compose(timed -> raw(Math.min(accounts, RAW_MOST), sent)
                                .map(after -> before.rate() > after.rate() ? before : after)
                                .compose(raw -> new BenchVerdict(database, keyring, inbox)
                                        .of(school, timed.run(), logins, accounts, sent)
                                        .map(verdict -> new BenchResult(
                                                accounts,
                                                sent,
                                                timed.seconds(),
                                                raw.rate(),
                                                heap.get() / 1_048_576.0,
                                                timed.prepareSeconds(),
                                                timed.firstMailSeconds(),
                                                timed.cpuSeconds() / accounts * 1e6,
                                                raw.cpuEach() * 1e6,
                                                verdict)))));
    }

    private Future<?> fill(long school, String logins, int accounts) {
        Future<?> chain = Future.succeededFuture();
        for (int from = 1; from <= accounts; from += CHUNK) {
            int first = from;
            int last = Math.min(accounts, from + CHUNK - 1);
            chain = chain.compose(done -> database.inScope(
                    Scope.of(school),
                    tx -> BenchStore.fill(tx, school, logins, first, last).mapEmpty()));
        }
        return chain;
    }

    /** Accounts a second; of both channels at once, the two loops are run at once and each account needs both. */
    private Future<Raw> raw(int count, Sent sent) {
        int size = inbox == null || inbox.size() == 0 ? 4_000 : inbox.size();
        Promise<Raw> measured = Promise.promise();
        long before = cpu();
        own.runOnContext(now -> rawHere(count, sent, size)
                .map(rate -> new Raw(rate, (cpu() - before) / 1e9 / count))
                .onComplete(measured));
        return measured.future();
    }

    private Future<Double> rawHere(int count, Sent sent, int size) {
        return switch (sent) {
            case EMAIL -> new RawMails(vertx, smtp, size).send(count);
            case PAPER -> RawLetters.write(vertx, letterWorkers, count);
            case BOTH ->
                Future.all(new RawMails(vertx, smtp, size).send(count), RawLetters.write(vertx, letterWorkers, count))
                        .map(both -> Math.min(both.<Double>resultAt(0), both.<Double>resultAt(1)));
        };
    }

    private record Raw(double rate, double cpuEach) {}

    private record Timed(long run, double seconds, double prepareSeconds, double firstMailSeconds, double cpuSeconds) {}

    private Future<Timed> run(long school, String logins, int accounts, Sent sent, Duration wait) {
        if (inbox != null) {
            inbox.expect(logins, accounts);
        }
        System.gc();
        heap.set(0);
        long sampler = vertx.setPeriodic(50, timer -> heap.accumulateAndGet(used(), Math::max));
        Selection selection =
                Selection.of(Holder.GUARDIAN, sent.mode, Set.of(AccountState.NOT_NOTIFIED, AccountState.NOTIFIED));
        Instant begins = Instant.now().plus(wait);
        long begin = System.nanoTime() + wait.toNanos();
        long cpu = cpu();
        return runs.start(new RunService.Order(school, selection, "bench", null, begins, false))
                .compose(started -> ended(school, started.run().id(), begin))
                .onComplete(done -> vertx.cancelTimer(sampler))
                .map(ended -> {
                    double seconds = (System.nanoTime() - begin) / 1e9;
                    long first = inbox == null ? 0 : inbox.firstAt();
                    if (inbox != null) {
                        inbox.ignore();
                    }
                    return new Timed(
                            ended.run(),
                            seconds,
                            ended.prepareSeconds(),
                            first == 0 ? 0 : (first - begin) / 1e9,
                            (cpu() - cpu) / 1e9);
                });
    }

    /** Of this process, the sink's share in it; nanoseconds. */
    private static long cpu() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    private static long used() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private record Ended(long run, double prepareSeconds) {}

    private Future<Ended> ended(long school, long run, long begin) {
        Promise<Ended> end = Promise.promise();
        look(school, run, begin, new double[] {Double.NaN}, end);
        return end.future();
    }

    private void look(long school, long run, long begin, double[] prepared, Promise<Ended> end) {
        database.inScope(Scope.of(school), tx -> BenchStore.standing(tx, run)).onComplete(read -> {
            if (read.failed()) {
                end.fail(read.cause());
                return;
            }
            double passed = (System.nanoTime() - begin) / 1e9;
            BenchStore.Standing standing = read.result();
            if (standing.preparedAt() != null && Double.isNaN(prepared[0])) {
                prepared[0] = Math.max(0, passed);
            }
            if (standing.status().equals("DONE")) {
                end.complete(new Ended(run, prepared[0]));
            } else if (passed > LONGEST.toSeconds()) {
                end.fail("the run did not end within an hour");
            } else {
                vertx.setTimer(POLL_MILLIS, timer -> look(school, run, begin, prepared, end));
            }
        });
    }
}
