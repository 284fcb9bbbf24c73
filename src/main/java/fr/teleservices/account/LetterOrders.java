package fr.teleservices.account;

import fr.teleservices.db.Tx;
import io.vertx.core.Future;

/** Has the letter of one notification made. What a letter is, this package does not know. */
public interface LetterOrders {
    Future<Void> order(Tx tx, long schoolId, long notificationId);
}
