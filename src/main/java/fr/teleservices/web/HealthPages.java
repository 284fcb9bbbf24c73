package fr.teleservices.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * For whoever watches the process: does it live, and should it be sent requests. A mail server that is away is no reason not
 * to: pages are served and mails wait.
 */
public final class HealthPages {
    private static final long PATIENCE_SECONDS = 2;

    private final Vertx vertx;
    private final Map<String, Supplier<Future<Boolean>>> needed;
    private final BooleanSupplier serving;

    /**
     * @param needed what has to be right for a request to be served, by name
     * @param serving false once the process has been told to end
     */
    public HealthPages(Vertx vertx, Map<String, Supplier<Future<Boolean>>> needed, BooleanSupplier serving) {
        this.vertx = vertx;
        this.needed = new LinkedHashMap<>(needed);
        this.serving = serving;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/health/live", Permission.PUBLIC, visit -> answer(visit, true, new JsonObject())),
                Route.get("/health/ready", Permission.PUBLIC, this::ready));
    }

    private Future<Void> ready(Visit visit) {
        if (!serving.getAsBoolean()) {
            return answer(visit, false, new JsonObject());
        }
        JsonObject checks = new JsonObject();
        List<Future<Boolean>> asked = new ArrayList<>();
        needed.forEach((name, check) -> asked.add(inTime(check.get()).onSuccess(up -> checks.put(name, word(up)))));
        return Future.all(asked)
                .compose(all ->
                        answer(visit, asked.stream().allMatch(Future::result), new JsonObject().put("checks", checks)));
    }

    /** Silence and failure are a no. */
    private Future<Boolean> inTime(Future<Boolean> check) {
        Future<Boolean> late = vertx.timer(PATIENCE_SECONDS, TimeUnit.SECONDS).map(false);
        return Future.any(check, late)
                .map(any -> any.succeeded(0) ? check.result() : false)
                .otherwise(false);
    }

    private static String word(boolean up) {
        return up ? "UP" : "DOWN";
    }

    private static Future<Void> answer(Visit visit, boolean up, JsonObject more) {
        return visit.json(
                up ? 200 : 503, new JsonObject().put("status", word(up)).mergeIn(more));
    }
}
