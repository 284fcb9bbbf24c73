package fr.teleservices.boot;

import fr.teleservices.credential.KeyRegisterService;
import fr.teleservices.meter.LagVerticle;
import fr.teleservices.meter.MeterPages;
import fr.teleservices.meter.Meters;
import fr.teleservices.meter.QueueService;
import fr.teleservices.web.HealthPages;
import fr.teleservices.web.Route;
import fr.teleservices.web.Web;
import fr.teleservices.web.WebVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Metrics and health of one node: with the pages, or on a port of their own and there alone. */
final class Watching {
    private static final Logger LOG = LoggerFactory.getLogger(Watching.class);

    private final Meters meters;
    private final WatchConfig config;
    private final List<Route> routes = new ArrayList<>();
    private volatile int port;

    /** @param serving false once the process has been told to end */
    Watching(Vertx vertx, Services services, Meters meters, WatchConfig config, BooleanSupplier serving) {
        this.meters = meters;
        this.config = config;
        KeyRegisterService keys = new KeyRegisterService(services.database);
        Map<String, Supplier<Future<Boolean>>> needed = new LinkedHashMap<>();
        needed.put("database", () -> services.database.ping().map(true));
        needed.put("migrations", services.database::isMigrated);
        needed.put("keys", () -> keys.fits(services.keyring));
        routes.addAll(new HealthPages(vertx, needed, serving).routes());
        routes.addAll(new MeterPages(meters, new QueueService(vertx, services.database, meters)).routes());
    }

    /** What is served beside the pages: nothing where there is a port for it. */
    List<Route> withPages() {
        return config.port().isEmpty() ? routes : List.of();
    }

    /** The port of its own that it got. */
    int port() {
        return port;
    }

    /** One look at the lag on each event loop, so that those deployed next are spread as they were. */
    Future<Void> start(Function<List<Route>, Web> web, Function<Deployable, Future<Void>> deploy) {
        Future<Void> started = Future.succeededFuture();
        for (int i = 0; i < VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE; i++) {
            started = started.compose(done -> deploy.apply(new LagVerticle(meters)));
        }
        if (config.port().isEmpty()) {
            return started;
        }
        int wanted = config.port().getAsInt();
        WebVerticle apart =
                new WebVerticle(web.apply(routes), config.host(), wanted == 0 ? WebVerticle.OTHER_FREE : wanted);
        return started.compose(done -> deploy.apply(apart)).onSuccess(done -> {
            port = apart.actualPort();
            LOG.info("metrics and health are on port {} alone", port);
        });
    }
}
