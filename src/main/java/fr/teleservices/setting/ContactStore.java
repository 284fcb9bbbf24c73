package fr.teleservices.setting;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of {@code contact_message} and of the notifications that carry them. */
public final class ContactStore {
    /** Under its lock, so that two messages at once are counted one after the other. */
    static final Sql LOCK_SENDER = Sql.app("""
            SELECT holder, state, email_verified FROM account WHERE id = $1 FOR UPDATE
            """);

    /** Newest first. The notification stays when its text is gone. */
    static final Sql RECENT = Sql.app("""
            SELECT created_at FROM notification WHERE account_id = $1 AND kind = 'CONTACT' AND created_at > $2 ORDER BY created_at DESC
            """);

    static final Sql QUEUE = Sql.app("""
            WITH queued AS (
              INSERT INTO notification (school_id, account_id, kind, channel, address, created_at)
              VALUES ($1, $2, 'CONTACT', 'EMAIL', $3, $4) RETURNING id)
            INSERT INTO contact_message (notification_id, school_id, to_school, reply_to, subject, body)
            SELECT id, $1, $5, $6, $7, $8 FROM queued
            """);

    static final Sql MESSAGES = Sql.app("""
            SELECT notification_id, to_school, reply_to, subject, body FROM contact_message WHERE notification_id = ANY ($1::bigint[])
            """);

    private ContactStore() {}

    record Sender(
            Holder holder, AccountState state, @Nullable String address) {}

    static Future<Optional<Sender>> lock(Tx tx, long account) {
        return tx.first(
                LOCK_SENDER,
                row -> new Sender(
                        Columns.constant(row, "holder", Holder.class),
                        Columns.constant(row, "state", AccountState.class),
                        row.getString("email_verified")),
                account);
    }

    static Future<List<Instant>> recent(Tx tx, long account, Instant since) {
        return tx.list(RECENT, row -> Columns.instantOf(row, "created_at"), account, since);
    }

    static Future<Void> queue(Tx tx, long school, long account, String to, Instant now, ContactMessage message) {
        return tx.run(
                        QUEUE,
                        school,
                        account,
                        to,
                        now,
                        message.toSchool(),
                        message.replyTo(),
                        message.subject(),
                        message.body())
                .mapEmpty();
    }

    /** By notification; those that are on their way. */
    public static Future<Map<Long, ContactMessage>> messages(Tx tx, Long[] notifications) {
        return tx.run(MESSAGES, (Object) notifications).map(rows -> {
            Map<Long, ContactMessage> all = new HashMap<>();
            rows.forEach(row -> all.put(
                    row.getLong("notification_id"),
                    new ContactMessage(
                            row.getString("to_school"),
                            row.getString("reply_to"),
                            row.getString("subject"),
                            row.getString("body"))));
            return all;
        });
    }
}
