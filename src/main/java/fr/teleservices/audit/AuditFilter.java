package fr.teleservices.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted.
 *
 * @param from the first instant
 * @param to no longer this one
 * @param who login of a member of staff or of an account, who acted or was acted upon; empty: anybody
 * @param actions patterns of SQL's LIKE; empty: all
 */
public record AuditFilter(Instant from, Instant to, String who, List<String> actions) {
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /**
     * Whole days.
     *
     * @param first null: from the beginning
     * @param last the last one; null: up to now
     */
    public static AuditFilter ofDays(
            @Nullable LocalDate first, @Nullable LocalDate last, ZoneId zone, String who, List<String> actions) {
        return new AuditFilter(
                first == null ? EARLIEST : first.atStartOfDay(zone).toInstant(),
                last == null ? LATEST : last.plusDays(1).atStartOfDay(zone).toInstant(),
                who,
                actions);
    }
}
