package fr.teleservices.run;

import fr.teleservices.bus.Addresses;
import fr.teleservices.db.Scope;
import fr.teleservices.web.Sse;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicBoolean;

/** Pushes the progress of a run: at once, then once a second at most while it moves on. */
public final class RunEvents {
    private static final long TICK_MILLIS = 1_000;

    private final Vertx vertx;
    private final Sse sse;
    private final RunService runs;

    public RunEvents(Vertx vertx, Sse sse, RunService runs) {
        this.vertx = vertx;
        this.sse = sse;
        this.runs = runs;
    }

    public Future<Void> stream(Visit visit, Scope scope, long run) {
        return runs.progress(scope, run).compose(first -> sse.stream(visit, stream -> {
            stream.send("progress", RunJson.write(first));
            AtomicBoolean changed = new AtomicBoolean();
            var listening = Addresses.RUN_CHANGED.listen(vertx, id -> {
                if (id == run) {
                    changed.set(true);
                }
            });
            long timer = vertx.setPeriodic(TICK_MILLIS, tick -> {
                if (changed.getAndSet(false)) {
                    runs.progress(scope, run).onSuccess(now -> stream.send("progress", RunJson.write(now)));
                }
            });
            return () -> {
                vertx.cancelTimer(timer);
                listening.unregister();
            };
        }));
    }
}
