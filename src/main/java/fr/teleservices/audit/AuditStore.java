package fr.teleservices.audit;

import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Appends to the audit in the caller's transaction, so that a deed and its record live or die together. */
public final class AuditStore {
    /** The chain of what belongs to no school. */
    public static final long ACADEMY = 0;

    static final Sql APPEND = Sql.app("SELECT audit_append($1, $2, $3, $4, $5, $6, $7, $8)");
    static final Sql APPEND_AT_GATE = Sql.gate("SELECT audit_append($1, $2, $3, $4, $5, $6, $7, $8)");

    /** Each hash from the one before; the number of events and the last hash have to be the head's. */
    static final Sql VERIFY = Sql.app("""
            WITH chain AS (
              SELECT seq, hash, row_number() OVER w AS n,
                     audit_hash(coalesce(lag(hash) OVER w, '\\x00'), school_id, seq, at, actor, actor_kind, action, subject, detail) AS expected
              FROM audit_event WHERE school_id = $1 WINDOW w AS (ORDER BY seq)),
            found AS (SELECT count(*) AS events, min(seq) FILTER (WHERE hash <> expected OR seq <> n) AS broken FROM chain),
            head AS (SELECT coalesce((SELECT h.seq FROM audit_head h WHERE h.school_id = $1), 0) AS seq,
                       (SELECT h.hash FROM audit_head h WHERE h.school_id = $1) AS hash)
            SELECT events, coalesce(broken,
                     CASE WHEN head.seq <> events OR (events > 0 AND head.hash IS DISTINCT FROM (SELECT hash FROM chain ORDER BY seq DESC LIMIT 1))
                       THEN events + 1 END) AS broken
            FROM found, head""");

    private AuditStore() {}

    static Future<AuditVerdict> verify(Tx tx, long school) {
        return tx.one(VERIFY, row -> new AuditVerdict(school, row.getLong("events"), row.getLong("broken")), school);
    }

    /**
     * Serialises the school's chain until the transaction ends: call it last.
     *
     * @param schoolId or {@link #ACADEMY}
     * @param actorKind {@code STAFF}, {@code HOLDER}, {@code SERVICE}
     * @param actorId null for the service itself; kept as a pseudonym
     * @param action stable name, {@code account.reset}
     * @param subjectKind {@code ACCOUNT}, {@code RUN}, {@code STAFF}, …
     * @param detail no names, no secrets
     */
    public static Future<Void> append(
            Tx tx,
            long schoolId,
            Instant at,
            String actorKind,
            @Nullable Long actorId,
            String action,
            @Nullable String subjectKind,
            @Nullable Long subjectId,
            JsonObject detail) {
        return tx.run(APPEND, schoolId, at, actorKind, actorId, action, subjectKind, subjectId, detail)
                .mapEmpty();
    }

    /** The same in a transaction at the gate. */
    public static Future<Void> appendAtGate(
            Tx tx,
            long schoolId,
            Instant at,
            String actorKind,
            @Nullable Long actorId,
            String action,
            @Nullable String subjectKind,
            @Nullable Long subjectId,
            JsonObject detail) {
        return tx.run(APPEND_AT_GATE, schoolId, at, actorKind, actorId, action, subjectKind, subjectId, detail)
                .mapEmpty();
    }
}
