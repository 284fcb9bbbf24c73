package fr.teleservices.bus;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.Consumer;

/**
 * A typed address of the event bus, for messages that every listener hears. Losing one costs latency, never data.
 *
 * @param <M> a type that the bus carries by itself, also between nodes: {@code Long}, {@code String}, {@code JsonObject}
 */
public record Address<M>(String name) {
    public void publish(Vertx vertx, M message) {
        vertx.eventBus().publish(name, message);
    }

    public MessageConsumer<M> listen(Vertx vertx, Consumer<M> listener) {
        return vertx.eventBus().<M>consumer(name, message -> listener.accept(message.body()));
    }
}
