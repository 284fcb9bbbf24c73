package fr.teleservices.run;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One mass notification of one school.
 *
 * @param heading set where the academy started it over several schools
 * @param pausedReason null: by hand, or not paused
 * @param preparedAt when all its notifications were stored, which may be before its time has come
 * @param begunAt when its notifications were first given to workers
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
        @Nullable Instant begunAt,
        @Nullable Instant endedAt) {
    /** How long a run that is started on a page can be taken back before it begins. */
    static final Duration TAKE_BACK = Duration.ofSeconds(60);

    public boolean isPrepared() {
        return preparedAt != null;
    }

    public boolean hasBegun() {
        return begunAt != null;
    }
}
