package fr.teleservices.bus;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other nodes of the cluster what is said on the bus here, and the other way round. The one listener that a node has
 * in the cluster, and the one address: where the cluster is down, ids stay here and the others see by polling.
 */
public final class Relay extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    static final String EVERYBODY = "nodes.wake";
    private static final long GATHER_MILLIS = 25;

    private final Wakes wakes;

    @SuppressWarnings("NullAway.Init")
    private MessageConsumer<JsonObject> ears;

    /** @param key that all nodes of the cluster have, and nobody else */
    public Relay(byte[] key) {
        this.wakes = new Wakes(UUID.randomUUID().toString(), key);
    }

    @Override
    public Future<?> start() {
        for (Address address : Addresses.ALL) {
            vertx.eventBus().<Long>localConsumer(address.name(), message -> {
                if (!Address.isFromAfar(message) && wakes.add(new Wakes.Wake(address, message.body()))) {
                    vertx.setTimer(GATHER_MILLIS, timer -> vertx.eventBus().publish(EVERYBODY, wakes.take()));
                }
            });
        }
        ears = vertx.eventBus().consumer(EVERYBODY, message -> hear(message.body()));
        // not waited for: a node without the others' ears is slower, not down
        ears.completion().onFailure(failure -> LOG.warn("the other nodes cannot be heard", failure));
        return Future.succeededFuture();
    }

    private void hear(JsonObject message) {
        wakes.read(message)
                .ifPresent(heard -> heard.forEach(wake -> wake.address().publishHere(vertx, wake.id())));
    }

    @Override
    public Future<?> stop() {
        return ears.unregister().otherwiseEmpty();
    }
}
