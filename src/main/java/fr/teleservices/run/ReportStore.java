package fr.teleservices.run;

import fr.teleservices.account.Holder;
import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of notifications, to look at and to download; never a password. */
final class ReportStore {
    private static final String ROWS = """
            SELECT n.id, n.run_id, n.account_id, n.channel, n.status, n.reason, n.smtp_answer, n.created_at, n.ended_at, n.part_id, n.page,
              a.login, p.holder, p.family_name, p.usage_name, p.given_name, coalesce(n.division, p.division) AS division
            FROM notification n JOIN account a ON a.id = n.account_id JOIN person p ON p.id = a.person_id
            """;

    static final Sql OF_RUN = Sql.app(ROWS + "WHERE n.run_id = $1 AND n.id > $2 ORDER BY n.id LIMIT $3");
    static final Sql ENDED_BADLY = Sql.app(ROWS + "WHERE n.run_id = $1 AND n.status = $2 ORDER BY n.id LIMIT $3");
    static final Sql ONE = Sql.app(ROWS + "WHERE n.id = $1");
    static final Sql SCHOOL_OF = Sql.gate("SELECT school_id FROM notification WHERE id = $1");

    static final Sql PARTS = Sql.app("""
            SELECT p.id, p.part, p.division, p.pages, p.sealed IS NULL OR k.wrapped IS NULL AS destroyed
            FROM letter_part p JOIN letter_key k ON k.id = p.letter_key_id
            WHERE p.run_id = $1 AND p.status = 'DONE' AND p.pages > 0 ORDER BY p.part, p.id
            """);

    static final Sql SEALED = Sql.app("""
            SELECT p.id, p.school_id, p.sealed, k.wrapped, k.key_id FROM letter_part p JOIN letter_key k ON k.id = p.letter_key_id
            WHERE p.id = $1 AND p.status = 'DONE'
            """);

    /** A letter part that is written. */
    public record Part(long id, int part, @Nullable String division, int pages, boolean destroyed) {}

    /** A letter part as it is stored. */
    record Sealed(long id, long school, byte @Nullable [] sealed, byte @Nullable [] wrappedKey, int keyId) {}

    Future<List<NotificationLine>> ofRun(Tx tx, long run, long after, int limit) {
        return tx.list(OF_RUN, ReportStore::line, run, after, limit);
    }

    Future<List<NotificationLine>> withStatus(Tx tx, long run, String status, int limit) {
        return tx.list(ENDED_BADLY, ReportStore::line, run, status, limit);
    }

    Future<Optional<NotificationLine>> one(Tx tx, long notification) {
        return tx.first(ONE, ReportStore::line, notification);
    }

    Future<Optional<Long>> schoolOf(Tx gate, long notification) {
        return gate.first(SCHOOL_OF, row -> row.getLong("school_id"), notification);
    }

    Future<List<Part>> parts(Tx tx, long run) {
        return tx.list(
                PARTS,
                row -> new Part(
                        row.getLong("id"),
                        row.getInteger("part"),
                        row.getString("division"),
                        row.getInteger("pages"),
                        Columns.isTrue(row, "destroyed")),
                run);
    }

    Future<Optional<Sealed>> sealed(Tx tx, long part) {
        return tx.first(
                SEALED,
                row -> new Sealed(
                        row.getLong("id"),
                        row.getLong("school_id"),
                        Columns.bytes(row, "sealed"),
                        Columns.bytes(row, "wrapped"),
                        row.getInteger("key_id")),
                part);
    }

    private static NotificationLine line(Row row) {
        Instant ended = Columns.instant(row, "ended_at");
        return new NotificationLine(
                row.getLong("id"),
                row.getLong("run_id"),
                row.getLong("account_id"),
                row.getString("channel"),
                row.getString("status"),
                row.getString("reason"),
                row.getString("smtp_answer"),
                Columns.instantOf(row, "created_at"),
                ended,
                row.getLong("part_id"),
                row.getString("login"),
                Columns.constant(row, "holder", Holder.class),
                SelectionStore.shownFamilyName(row),
                PeopleStore.text(row, "given_name"),
                PeopleStore.text(row, "division"));
    }
}
