package fr.teleservices.run;

import fr.teleservices.bus.Addresses;
import fr.teleservices.db.Scope;
import fr.teleservices.web.Sse;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/** Pushes the progress of a run: at once, then once a second at most while it moves on. */
public final class RunEvents {
    private static final long TICK_MILLIS = 1_000;
    private static final int LOOK_EVERY = 3;

    private final Vertx vertx;
    private final Sse sse;
    private final RunService runs;

    public RunEvents(Vertx vertx, Sse sse, RunService runs) {
        this.vertx = vertx;
        this.sse = sse;
        this.runs = runs;
    }

    public Future<Void> stream(Visit visit, Scope scope, long run) {
        return runs.progress(scope, run)
                .compose(first -> sse.stream(visit, stream -> {
                    stream.send("progress", RunJson.write(first));
                    Follower follower = new Follower(scope, run, stream, RunJson.write(first));
                    var listening = Addresses.RUN_CHANGED.listen(vertx, id -> follower.heard(id));
                    long timer = vertx.setPeriodic(TICK_MILLIS, tick -> follower.tick());
                    return () -> {
                        vertx.cancelTimer(timer);
                        listening.unregister();
                    };
                }));
    }

    /** Looks when it has heard of a change, and every few seconds: another node's word may be lost. */
    private final class Follower {
        private final Scope scope;
        private final long run;
        private final Sse.Stream stream;
        private JsonObject last;
        private boolean changed = true;
        private int ticks;

        private Follower(Scope scope, long run, Sse.Stream stream, JsonObject last) {
            this.scope = scope;
            this.run = run;
            this.stream = stream;
            this.last = last;
        }

        private void heard(long id) {
            changed |= id == run;
        }

        private void tick() {
            ticks++;
            if (changed || ticks % LOOK_EVERY == 0) {
                changed = false;
                runs.progress(scope, run).onSuccess(this::tell);
            }
        }

        private void tell(RunProgress progress) {
            JsonObject now = RunJson.write(progress);
            if (!now.equals(last)) {
                last = now;
                stream.send("progress", now);
            }
            if (progress.run().status().isOver()) {
                stream.close();
            }
        }
    }
}
