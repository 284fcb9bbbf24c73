package fr.teleservices.run;

import fr.teleservices.bus.Addresses;
import fr.teleservices.mail.MailHealth;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** Tells over the bus what a mail worker says of the outgoing server. Words, no truth: mails wait in the database. */
public final class MailTroubles implements MailHealth {
    private final Vertx vertx;

    public MailTroubles(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public void down(String worker, Instant since, String reason) {
        tell(new JsonObject().put("worker", worker).put("open", true).put("reason", reason));
    }

    @Override
    public void up(String worker) {
        tell(new JsonObject().put("worker", worker).put("open", false));
    }

    private void tell(JsonObject health) {
        Addresses.MAIL_HEALTH.publish(vertx, health);
    }
}
