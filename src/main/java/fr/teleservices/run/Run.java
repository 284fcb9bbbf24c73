package fr.teleservices.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One mass notification of one school.
 *
 * @param heading set where the academy started it over several schools
 * @param pausedReason null: by hand, or not paused
 * @param preparedAt when all its notifications were stored
 */
public record Run(
        long id,
        long schoolId,
        @Nullable Long heading,
        Selection selection,
        RunStatus status,
        @Nullable String pausedReason,
        @Nullable Long startedBy,
        Instant createdAt,
        Instant startsAt,
        @Nullable Instant preparedAt,
        @Nullable Instant endedAt) {
    public boolean isPrepared() {
        return preparedAt != null;
    }
}
