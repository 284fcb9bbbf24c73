package fr.teleservices.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event as it can be read.
 *
 * @param actor login; empty: the service, or a person whose data are erased
 * @param actorPseudonym null: the service
 * @param subjectKind {@code ACCOUNT}, {@code RUN}, …; empty: erased, or nobody
 * @param subject login, or number
 * @param detail JSON
 * @param hash in hexadecimal; the next event's is computed over it
 */
public record AuditLine(
        long seq,
        Instant at,
        String actorKind,
        String actor,
        @Nullable String actorPseudonym,
        String action,
        String subjectKind,
        String subject,
        @Nullable String subjectPseudonym,
        String detail,
        String hash) {}
