package fr.teleservices.run;

import io.vertx.core.json.JsonObject;

/** A run as the API and the page's script read it. */
public final class RunJson {
    private RunJson() {}

    public static JsonObject write(RunProgress progress) {
        RunCounts counts = progress.counts();
        var eta = progress.etaSeconds();
        return new JsonObject()
                .put("id", progress.run().id())
                .put("status", progress.run().status().name())
                .put("selected", counts.selected())
                .put(
                        "counts",
                        new JsonObject()
                                .put("pending", counts.pending())
                                .put("inFlight", counts.inFlight())
                                .put("sent", counts.sent())
                                .put("inLetter", counts.inLetter())
                                .put("failed", counts.failed())
                                .put("leftOut", counts.leftOut())
                                .put("cancelled", counts.cancelled()))
                .put("rate", progress.rate())
                .put("etaSeconds", eta.isPresent() ? eta.getAsLong() : null);
    }
}
