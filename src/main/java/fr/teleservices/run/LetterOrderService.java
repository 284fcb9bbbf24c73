package fr.teleservices.run;

import fr.teleservices.credential.Keyring;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.time.Clock;

/** Orders the letter of a single notification: a part of one letter under a key of its own. */
public final class LetterOrderService {
    private final LetterKeyService keys;
    private final LetterQueueStore store = new LetterQueueStore();

    public LetterOrderService(Keyring keyring, Clock clock) {
        this.keys = new LetterKeyService(keyring, clock);
    }

    /** In the transaction that stored the notification. */
    public Future<Void> order(Tx tx, long school, long notification) {
        return keys.make(tx, school)
                .compose(key -> store.orderOne(tx, school, notification, key))
                .mapEmpty();
    }
}
