package fr.teleservices.meter;

import fr.teleservices.credential.PasswordService;
import fr.teleservices.db.PoolUse;
import fr.teleservices.kernel.Tally;
import fr.teleservices.web.Traffic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;

/**
 * The registry of one node. Every label has few values, all of them words of the code: none is a name, a login, an address or
 * an id.
 */
public final class Meters implements AutoCloseable {
    private static final Duration[] STEPS = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(300),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3),
        Duration.ofSeconds(10)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Timer lag;
    /** The registry holds them weakly. */
    private final List<DoubleSupplier> counted = new CopyOnWriteArrayList<>();

    public Meters() {
        List<MeterBinder> machine = List.of(
                new JvmMemoryMetrics(),
                collections,
                new JvmThreadMetrics(),
                new ProcessorMetrics(),
                new FileDescriptorMetrics(),
                new UptimeMetrics());
        machine.forEach(binder -> binder.bindTo(registry));
        lag = Timer.builder("teleservices.event.loop.lag")
                .description("How much later than asked for an event loop ran a timer")
                .register(registry);
    }

    /** In the text format of Prometheus. */
    String scrape() {
        return registry.scrape();
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Read at each scrape. */
    public Meters gauge(String name, String words, DoubleSupplier value, String... labels) {
        Gauge.builder(name, value::getAsDouble)
                .description(words)
                .tags(labels)
                .strongReference(true)
                .register(registry);
        return this;
    }

    /** Something that counts by itself and never goes down; read at each scrape. */
    public Meters counts(String name, String words, DoubleSupplier value, String... labels) {
        counted.add(value);
        FunctionCounter.builder(name, value, DoubleSupplier::getAsDouble)
                .description(words)
                .tags(labels)
                .register(registry);
        return this;
    }

    /** Sign-ins of {@code who}, by result: a stable code. */
    public Tally signIns(String who) {
        Map<String, Counter> known = new ConcurrentHashMap<>();
        return result -> known.computeIfAbsent(
                        result,
                        one -> Counter.builder("teleservices.sign.ins")
                                .description("Tries to sign in")
                                .tags("who", who, "result", one)
                                .register(registry))
                .increment();
    }

    /** Requests that have been answered, streams left out. */
    public Traffic traffic() {
        Map<String, Timer> known = new ConcurrentHashMap<>();
        for (Traffic.Area area : Traffic.Area.values()) {
            for (int kind = 2; kind <= 5; kind++) {
                known.put(area.name() + kind, requests(area.name(), kind + "xx"));
            }
        }
        return (area, status, nanos) -> known.computeIfAbsent(
                        area.name() + status / 100, key -> requests(area.name(), status / 100 + "xx"))
                .record(Duration.ofNanos(nanos));
    }

    private Timer requests(String area, String outcome) {
        return Timer.builder("teleservices.http.requests")
                .description("Requests answered, without streams and downloads")
                .tags("area", area.toLowerCase(Locale.ROOT), "outcome", outcome)
                .serviceLevelObjectives(STEPS)
                .register(registry);
    }

    /** A pool of connections of this node. */
    public Meters watch(PoolUse pool) {
        String connections = "teleservices.db.connections";
        gauge(
                connections,
                "Connections: how many there may be, and are in use",
                pool::size,
                "pool",
                pool.name(),
                "state",
                "size");
        gauge(
                connections,
                "Connections: how many there may be, and are in use",
                pool::busy,
                "pool",
                pool.name(),
                "state",
                "busy");
        gauge("teleservices.db.waiting", "Pieces of work without a connection yet", pool::waiting, "pool", pool.name());
        counts("teleservices.db.served", "Pieces of work that got a connection", pool::served, "pool", pool.name());
        counts(
                "teleservices.db.waited.seconds",
                "How long they waited for it",
                pool::waitedSeconds,
                "pool",
                pool.name());
        return counts("teleservices.db.unserved", "Pieces of work that got none", pool::failed, "pool", pool.name());
    }

    /** The hashing of permanent passwords on this node. */
    public Meters watch(PasswordService passwords) {
        gauge(
                "teleservices.passwords.waiting",
                "Permanent passwords that wait or are being hashed",
                passwords::waiting);
        gauge("teleservices.passwords.most", "At how many the next one is turned away", passwords::most);
        counts("teleservices.passwords.hashed", "Hashes begun", passwords::computed);
        return counts("teleservices.passwords.turned.away", "Sign-ins and hashes turned away", passwords::turnedAway);
    }

    void lagged(Duration late) {
        lag.record(late);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
