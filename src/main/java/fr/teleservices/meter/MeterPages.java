package fr.teleservices.meter;

import fr.teleservices.kernel.Refusal;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.List;

/**
 * {@code /metrics}. Numbers without names, yet nobody's business but the operator's: what a proxy passes on from outside is
 * told that there is no such page.
 */
public final class MeterPages {
    private static final List<String> PASSED_ON = List.of("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Via");

    private final Meters meters;
    private final QueueService queues;

    public MeterPages(Meters meters, QueueService queues) {
        this.meters = meters;
        this.queues = queues;
    }

    public List<Route> routes() {
        return List.of(Route.get("/metrics", Permission.PUBLIC, this::scrape));
    }

    private Future<Void> scrape(Visit visit) {
        MultiMap headers = visit.context().request().headers();
        if (PASSED_ON.stream().anyMatch(headers::contains)) {
            return Future.failedFuture(Refusal.notFound().asFailure());
        }
        return queues.freshen()
                .compose(fresh -> visit.context()
                        .response()
                        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(meters.scrape()));
    }
}
