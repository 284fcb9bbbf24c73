package fr.teleservices.web;

import fr.teleservices.db.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** For whoever watches the process: does it live, and should it be sent requests. */
public final class HealthPages {
    private static final long PATIENCE_SECONDS = 2;

    private final Vertx vertx;
    private final Database database;
    private final BooleanSupplier serving;

    /** @param serving false once the process has been told to end */
    public HealthPages(Vertx vertx, Database database, BooleanSupplier serving) {
        this.vertx = vertx;
        this.database = database;
        this.serving = serving;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/health/live", Permission.PUBLIC, visit -> answer(visit, true)),
                Route.get("/health/ready", Permission.PUBLIC, this::ready));
    }

    private Future<Void> ready(Visit visit) {
        if (!serving.getAsBoolean()) {
            return answer(visit, false);
        }
        Future<Void> late = vertx.timer(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .compose(done -> Future.failedFuture("the database is silent"));
        return Future.any(database.ping(), late)
                .compose(
                        any -> any.succeeded(0) ? answer(visit, true) : answer(visit, false),
                        why -> answer(visit, false));
    }

    private static Future<Void> answer(Visit visit, boolean up) {
        return visit.json(up ? 200 : 503, new JsonObject().put("status", up ? "UP" : "DOWN"));
    }
}
