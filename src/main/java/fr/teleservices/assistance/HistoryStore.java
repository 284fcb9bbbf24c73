package fr.teleservices.assistance;

import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened to an account: the audit's events about it, and its messages. */
final class HistoryStore {
    static final Sql EVENTS = Sql.app("""
            SELECT e.at, e.action, e.actor_kind, e.detail, who.subject AS staff_id
            FROM pseudonym me JOIN audit_event e ON e.subject = me.pseudonym
            LEFT JOIN pseudonym who ON who.school_id = $1 AND who.kind = 'STAFF' AND who.pseudonym = e.actor
            WHERE me.school_id = $1 AND me.kind = 'ACCOUNT' AND me.subject = $2 AND e.school_id = $1
            ORDER BY e.seq DESC LIMIT 200""");

    /** A letter is there as long as the key of its part is. */
    static final Sql MESSAGES = Sql.app("""
            SELECT n.id, n.run_id, n.kind, n.channel, n.status, n.reason, n.smtp_answer, n.created_at, n.ended_at, n.with_password, n.created_by,
                   coalesce(n.address, l.address) AS address,
                   n.run_id IS NULL AND n.status = 'IN_LETTER' AND k.wrapped IS NOT NULL AS letter
            FROM notification n LEFT JOIN link l ON l.id = n.link_id
            LEFT JOIN letter_part p ON p.id = n.part_id LEFT JOIN letter_key k ON k.id = p.letter_key_id
            WHERE n.account_id = $1 ORDER BY n.id DESC LIMIT 200""");

    static final Sql LOGINS = Sql.gate("SELECT id, login FROM staff WHERE id = ANY ($1::bigint[])");

    /** @param staffId null: not staff */
    record Event(
            Instant at,
            String action,
            String actorKind,
            @Nullable Long staffId,
            JsonObject detail) {}

    /** @param letter whether it can be had */
    record Message(
            long id,
            @Nullable Long run,
            String kind,
            String channel,
            String status,
            @Nullable String reason,
            @Nullable String smtpAnswer,
            Instant createdAt,
            @Nullable Instant endedAt,
            boolean withPassword,
            @Nullable Long createdBy,
            @Nullable String address,
            boolean letter) {}

    private HistoryStore() {}

    static Future<List<Event>> events(Tx tx, long school, long account) {
        return tx.list(
                EVENTS,
                row -> new Event(
                        Columns.instantOf(row, "at"),
                        row.getString("action"),
                        row.getString("actor_kind"),
                        row.getLong("staff_id"),
                        row.getJsonObject("detail")),
                school,
                account);
    }

    static Future<List<Message>> messages(Tx tx, long account) {
        return tx.list(
                MESSAGES,
                row -> new Message(
                        row.getLong("id"),
                        row.getLong("run_id"),
                        row.getString("kind"),
                        row.getString("channel"),
                        row.getString("status"),
                        row.getString("reason"),
                        row.getString("smtp_answer"),
                        Columns.instantOf(row, "created_at"),
                        Columns.instant(row, "ended_at"),
                        Columns.isTrue(row, "with_password"),
                        row.getLong("created_by"),
                        row.getString("address"),
                        Columns.isTrue(row, "letter")),
                account);
    }

    static Future<Map<Long, String>> logins(Tx gate, Long[] staff) {
        return gate.run(LOGINS, (Object) staff).map(rows -> {
            Map<Long, String> logins = new HashMap<>();
            rows.forEach(row -> logins.put(row.getLong("id"), row.getString("login")));
            return logins;
        });
    }
}
