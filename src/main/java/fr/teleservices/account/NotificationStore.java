package fr.teleservices.account;

import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Single notifications: of no run, they overtake. */
final class NotificationStore {
    static final Sql SINGLE = Sql.app("""
            INSERT INTO notification (school_id, account_id, kind, channel, credential_id, credential_key, credential_at,
                                      link_id, address, created_at, created_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id""");

    /** What was made with that credential for the person of an account. */
    static final Sql MADE = Sql.app("""
            SELECT n.id, a.id AS account_id, a.login, a.usable_from
            FROM account asked JOIN account a ON a.person_id = asked.person_id JOIN notification n ON n.account_id = a.id
            WHERE asked.id = $1 AND n.credential_id = $2 ORDER BY n.id""");

    /** @param usableFrom null: at once */
    record Made(
            long notification,
            long account,
            String login,
            @Nullable Instant usableFrom) {}

    /** What a message is about; the same names as in the schema. */
    enum Kind {
        ACCESS,
        ACTIVATE,
        VERIFY,
        FORGOTTEN,
        ADDRESS_CHANGED,
        NOT_ME
    }

    private NotificationStore() {}

    /** Login and a new temporary password, or the login alone: decided when a worker claims it. */
    static Future<Long> access(
            Tx tx, Account account, Channel channel, UUID credential, int key, Instant at, @Nullable Long by) {
        return tx.one(
                SINGLE,
                row -> row.getLong("id"),
                account.schoolId(),
                account.id(),
                Kind.ACCESS,
                channel,
                credential,
                key,
                at,
                null,
                null,
                at,
                by);
    }

    /** Under the lock of the account or of its person, so that whoever asks twice finds what the first has made. */
    static Future<List<Made>> made(Tx tx, long account, UUID credential) {
        return tx.list(
                MADE,
                row -> new Made(
                        row.getLong("id"),
                        row.getLong("account_id"),
                        row.getString("login"),
                        Columns.instant(row, "usable_from")),
                account,
                credential);
    }

    /** A mail with a one-time link, to the link's address. */
    static Future<Long> link(Tx tx, Account account, Link link, Instant at, @Nullable Long by) {
        return tx.one(
                SINGLE,
                row -> row.getLong("id"),
                account.schoolId(),
                account.id(),
                Kind.valueOf(link.purpose().name()),
                Channel.EMAIL,
                null,
                null,
                null,
                link.id(),
                null,
                at,
                by);
    }

    /** A mail to an address that is not the account's own. */
    static Future<Long> notice(Tx tx, Account account, Kind kind, String address, Instant at) {
        return tx.one(
                SINGLE,
                row -> row.getLong("id"),
                account.schoolId(),
                account.id(),
                kind,
                Channel.EMAIL,
                null,
                null,
                null,
                null,
                address,
                at,
                null);
    }
}
