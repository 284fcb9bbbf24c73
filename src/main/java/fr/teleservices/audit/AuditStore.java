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

    private AuditStore() {}

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
