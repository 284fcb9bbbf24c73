package fr.teleservices.account;

import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** The credentials of an account's messages, whatever became of them. */
final class SentPasswordStore {
    /** Of the latest fifty messages: nobody keeps more letters, and each costs two HMACs. */
    static final Sql SENT = Sql.app("""
            SELECT credential_id, credential_key FROM account WHERE id = $1 AND credential_id IS NOT NULL
            UNION
            (SELECT credential_id, credential_key FROM notification
             WHERE account_id = $1 AND credential_id IS NOT NULL ORDER BY id DESC LIMIT 50)""");

    private SentPasswordStore() {}

    /** What a temporary password is derived from. */
    record Sent(UUID credential, int key) {}

    static Future<List<Sent>> of(Tx tx, long accountId) {
        return tx.list(
                SENT, row -> new Sent(row.getUUID("credential_id"), row.getInteger("credential_key")), accountId);
    }
}
