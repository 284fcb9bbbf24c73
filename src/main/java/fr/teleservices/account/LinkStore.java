package fr.teleservices.account;

import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** One-time links. */
final class LinkStore {
    static final Sql FIND = Sql.gate("SELECT school_id, account_id FROM link WHERE id = $1");

    static final Sql LOAD = Sql.app("""
            SELECT id, account_id, purpose, address, key_id, expires_at, used_at, dead FROM link WHERE id = $1""");

    static final Sql INSERT = Sql.app("""
            INSERT INTO link (id, school_id, account_id, purpose, address, key_id, made_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""");

    static final Sql USE = Sql.app("UPDATE link SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND NOT dead");

    /** A mail that has not left yet would bear a dead link: it is not sent. */
    static final Sql KILL = Sql.app("""
            WITH killed AS (
              UPDATE link SET dead = true
              WHERE account_id = $1 AND purpose = ANY ($2) AND used_at IS NULL AND NOT dead RETURNING id
            )
            UPDATE notification SET status = 'CANCELLED', reason = 'superseded', ended_at = $3
            WHERE account_id = $1 AND status = 'PENDING' AND link_id IN (SELECT id FROM killed)""");

    static final Sql RECENT = Sql.app("""
            SELECT count(*) AS n FROM link WHERE account_id = $1 AND purpose = ANY ($2) AND made_at > $3""");

    private LinkStore() {}

    static Future<Optional<AccountStore.Place>> find(Tx tx, UUID id) {
        return tx.first(FIND, row -> new AccountStore.Place(row.getLong("account_id"), row.getLong("school_id")), id);
    }

    static Future<Optional<Link>> load(Tx tx, UUID id) {
        return tx.first(LOAD, LinkStore::link, id);
    }

    static Future<Void> insert(Tx tx, long schoolId, Link link, Instant madeAt) {
        return tx.run(
                        INSERT,
                        link.id(),
                        schoolId,
                        link.accountId(),
                        link.purpose(),
                        link.address(),
                        link.key(),
                        madeAt,
                        link.expiresAt())
                .mapEmpty();
    }

    /** Whether this caller is the one who used it. */
    static Future<Boolean> use(Tx tx, UUID id, Instant at) {
        return tx.update(USE, id, at).map(rows -> rows == 1);
    }

    static Future<Void> kill(Tx tx, long accountId, Instant at, Link.Purpose... purposes) {
        return tx.run(KILL, accountId, names(purposes), at).mapEmpty();
    }

    static Future<Long> recent(Tx tx, long accountId, Instant since, Link.Purpose... purposes) {
        return tx.one(RECENT, row -> row.getLong("n"), accountId, names(purposes), since);
    }

    private static Object names(Link.Purpose[] purposes) {
        return Arrays.stream(purposes).map(Enum::name).toArray(String[]::new);
    }

    private static Link link(Row row) {
        return new Link(
                row.getUUID("id"),
                row.getLong("account_id"),
                Columns.constant(row, "purpose", Link.Purpose.class),
                row.getString("address"),
                row.getInteger("key_id"),
                Columns.instantOf(row, "expires_at"),
                Columns.instant(row, "used_at"),
                Columns.isTrue(row, "dead"));
    }
}
