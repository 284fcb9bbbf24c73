package fr.teleservices.run;

import fr.teleservices.db.Database;
import fr.teleservices.mail.MailHealth;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why no mail leaves at the moment, as the workers of all nodes say: open breakers are said again while they are open, so that
 * a node that has died with one does not leave its sentence behind. Words, no truth: mails wait in the database.
 */
public final class MailTroubles implements MailHealth {
    private static final Logger LOG = LoggerFactory.getLogger(MailTroubles.class);
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private record Trouble(Instant since, String reason) {}

    private final Database database;
    /** Of the workers of this node. */
    private final Map<String, Trouble> open = new ConcurrentHashMap<>();

    public MailTroubles(Vertx vertx, Database database) {
        this.database = database;
        vertx.setPeriodic(AGAIN.toMillis(), timer -> open.forEach(this::say));
    }

    @Override
    public void down(String worker, Instant since, String reason) {
        Trouble trouble = new Trouble(since, reason);
        open.put(worker, trouble);
        say(worker, trouble);
    }

    private void say(String worker, Trouble trouble) {
        database.atGateOnce(gate -> MailTroubleStore.say(gate, worker, trouble.reason(), trouble.since()))
                // it may have ended while this was on its way
                .compose(said -> open.containsKey(worker) ? Future.succeededFuture() : over(worker))
                .onFailure(failure -> LOG.warn("not said that {} keeps mails back: {}", worker, failure.toString()));
    }

    @Override
    public void up(String worker) {
        open.remove(worker);
        over(worker).onFailure(failure -> LOG.warn("it says so for half a minute more: {}", failure.toString()));
    }

    private Future<Void> over(String worker) {
        return database.atGateOnce(gate -> MailTroubleStore.over(gate, worker)).mapEmpty();
    }

    /** One of the reasons, where some worker of any node keeps mails back. */
    Future<Optional<String>> reason() {
        return database.atGateOnce(MailTroubleStore::reason);
    }
}
