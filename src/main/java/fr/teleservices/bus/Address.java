package fr.teleservices.bus;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.LongConsumer;

/**
 * An address of the event bus, for ids that every listener hears. Losing one costs latency, never data. All of it is heard in
 * this process alone; in a cluster the {@link Relay} tells the other nodes, so that neither hearing nor listening here ever waits
 * for them.
 */
public record Address(String name) {
    /** Says that an id has come from another node, and need not be told there again. */
    static final String FROM_AFAR = "from-afar";

    private static final DeliveryOptions HERE = new DeliveryOptions().setLocalOnly(true);

    private static final DeliveryOptions ARRIVED =
            new DeliveryOptions().setLocalOnly(true).addHeader(FROM_AFAR, "1");

    public void publish(Vertx vertx, long id) {
        vertx.eventBus().publish(name, id, HERE);
    }

    /** What the other nodes know or will see by themselves. */
    public void publishHere(Vertx vertx, long id) {
        vertx.eventBus().publish(name, id, ARRIVED);
    }

    public MessageConsumer<Long> listen(Vertx vertx, LongConsumer listener) {
        return vertx.eventBus().localConsumer(name, message -> listener.accept(message.body()));
    }

    static boolean isFromAfar(Message<?> message) {
        return message.headers().contains(FROM_AFAR);
    }
}
