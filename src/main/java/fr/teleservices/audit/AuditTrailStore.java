package fr.teleservices.audit;

import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the chain of one school. What is said of whom is found through the pseudonyms that are left. */
final class AuditTrailStore {
    private static final String LINES = """
            SELECT e.seq, e.at, e.actor_kind, e.actor, e.action, e.subject, e.detail::text AS detail, encode(e.hash, 'hex') AS hash,
                   a.subject AS actor_id, ah.login AS actor_login, s.kind AS subject_kind, s.subject AS subject_id, sh.login AS subject_login
            FROM audit_event e
            LEFT JOIN pseudonym a ON a.pseudonym = e.actor AND a.school_id = e.school_id
            LEFT JOIN account ah ON a.kind = 'HOLDER' AND ah.id = a.subject
            LEFT JOIN pseudonym s ON s.pseudonym = e.subject AND s.school_id = e.school_id
            LEFT JOIN account sh ON s.kind = 'ACCOUNT' AND sh.id = s.subject
            WHERE e.school_id = $1 AND e.at >= $3::timestamptz AND e.at < $4::timestamptz
              AND ($5::uuid[] IS NULL OR e.actor = ANY ($5::uuid[]) OR e.subject = ANY ($5::uuid[]))
              AND ($6::text[] IS NULL OR e.action LIKE ANY ($6::text[]))
            """;
    static final Sql AFTER = Sql.app(LINES + "AND e.seq > $2 ORDER BY e.seq LIMIT $7");
    static final Sql BEFORE = Sql.app(LINES + "AND e.seq < $2 ORDER BY e.seq DESC LIMIT $7");

    static final Sql PSEUDONYMS = Sql.app("""
            SELECT p.pseudonym FROM pseudonym p WHERE p.school_id = $1 AND (
              (p.kind = 'STAFF' AND p.subject = ANY ($2::bigint[]))
              OR (p.kind IN ('ACCOUNT', 'HOLDER') AND p.subject IN (SELECT id FROM account WHERE school_id = $1 AND login = $3)))
            """);

    static final Sql STAFF_OF_LOGIN = Sql.gate("SELECT id FROM staff WHERE login = $1");
    static final Sql LOGINS = Sql.gate("SELECT id, login FROM staff WHERE id = ANY ($1::bigint[])");

    private AuditTrailStore() {}

    /** @param staffId of the actor, whose login is at the gate; null: no staff */
    record Found(
            AuditLine line,
            @Nullable Long actorStaff,
            @Nullable Long subjectStaff) {
        AuditLine named(Map<Long, String> logins) {
            return new AuditLine(
                    line.seq(),
                    line.at(),
                    line.actorKind(),
                    actorStaff == null ? line.actor() : logins.getOrDefault(actorStaff, ""),
                    line.actorPseudonym(),
                    line.action(),
                    line.subjectKind(),
                    subjectStaff == null ? line.subject() : logins.getOrDefault(subjectStaff, ""),
                    line.subjectPseudonym(),
                    line.detail(),
                    line.hash());
        }
    }

    /** @param whom null: anybody */
    static Future<List<Found>> lines(
            Tx tx, Sql page, long school, long mark, AuditFilter filter, UUID @Nullable [] whom, int most) {
        String[] actions = filter.actions().isEmpty() ? null : filter.actions().toArray(String[]::new);
        return tx.list(
                page, AuditTrailStore::found, school, mark, filter.from(), filter.to(), whom, actions, (long) most);
    }

    static Future<UUID[]> pseudonyms(Tx tx, long school, List<Long> staff, String login) {
        return tx.list(PSEUDONYMS, row -> row.getUUID("pseudonym"), school, staff.toArray(Long[]::new), login)
                .map(found -> found.toArray(UUID[]::new));
    }

    static Future<List<Long>> staffOfLogin(Tx gate, String login) {
        return gate.list(STAFF_OF_LOGIN, row -> row.getLong("id"), login);
    }

    static Future<Map<Long, String>> logins(Tx gate, List<Found> lines) {
        Long[] ids = lines.stream()
                .flatMap(one -> java.util.stream.Stream.of(one.actorStaff(), one.subjectStaff()))
                .filter(Objects::nonNull)
                .distinct()
                .toArray(Long[]::new);
        return gate.list(LOGINS, row -> Map.entry(row.getLong("id"), row.getString("login")), (Object) ids)
                .map(rows -> {
                    Map<Long, String> logins = new HashMap<>();
                    rows.forEach(row -> logins.put(row.getKey(), row.getValue()));
                    return logins;
                });
    }

    private static Found found(Row row) {
        String actorKind = row.getString("actor_kind");
        String kind = text(row.getString("subject_kind"));
        Long subject = row.getLong("subject_id");
        UUID actor = row.getUUID("actor");
        UUID about = row.getUUID("subject");
        return new Found(
                new AuditLine(
                        row.getLong("seq"),
                        Columns.instantOf(row, "at"),
                        actorKind,
                        text(row.getString("actor_login")),
                        actor == null ? null : actor.toString(),
                        row.getString("action"),
                        kind,
                        kind.equals("ACCOUNT") || subject == null
                                ? text(row.getString("subject_login"))
                                : Long.toString(subject),
                        about == null ? null : about.toString(),
                        row.getString("detail"),
                        row.getString("hash")),
                actorKind.equals("STAFF") ? row.getLong("actor_id") : null,
                kind.equals("STAFF") ? subject : null);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
