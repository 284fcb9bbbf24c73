package fr.teleservices.run;

import fr.teleservices.bus.Addresses;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Why no mail leaves at the moment, as the workers say over the bus: {@code {worker, open, reason}}, open meaning that the
 * breaker keeps mails back. A lost message costs a sentence on a page.
 */
final class HeardTroubles {
    private final Map<String, String> reasons = new ConcurrentHashMap<>();

    HeardTroubles(Vertx vertx) {
        Addresses.MAIL_HEALTH.listen(vertx, this::hear);
    }

    private void hear(JsonObject health) {
        String worker = health.getString("worker", "");
        if (Boolean.TRUE.equals(health.getBoolean("open"))) {
            reasons.put(worker, health.getString("reason", "Le serveur de messagerie ne répond pas."));
        } else {
            reasons.remove(worker);
        }
    }

    Optional<String> reason() {
        return reasons.values().stream().findFirst();
    }
}
