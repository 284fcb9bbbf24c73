package fr.teleservices.run;

import fr.teleservices.bus.Addresses;
import fr.teleservices.mail.MailHealth;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the mail workers of all nodes say of the outgoing server, for the pages of runs. Words, no truth: mails wait in the database. */
public final class MailTroubles implements MailHealth {
    private final Vertx vertx;
    private final Map<String, String> reasons = new ConcurrentHashMap<>();

    public MailTroubles(Vertx vertx) {
        this.vertx = vertx;
        Addresses.MAIL_HEALTH.listen(vertx, this::told);
    }

    private void told(JsonObject message) {
        String worker = message.getString("worker");
        if (message.getBoolean("open", false)) {
            reasons.put(worker, message.getString("reason", ""));
        } else {
            reasons.remove(worker);
        }
    }

    @Override
    public void down(String worker, Instant since, String reason) {
        Addresses.MAIL_HEALTH.publish(
                vertx, new JsonObject().put("worker", worker).put("open", true).put("reason", reason));
    }

    @Override
    public void up(String worker) {
        Addresses.MAIL_HEALTH.publish(
                vertx, new JsonObject().put("worker", worker).put("open", false));
    }

    /** Why no mail leaves at the moment, in French; empty where all is well. */
    public Optional<String> reason() {
        return reasons.values().stream().findFirst();
    }
}
