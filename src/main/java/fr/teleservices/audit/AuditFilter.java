package fr.teleservices.audit;

import java.time.Instant;
import java.util.List;

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

    public static final AuditFilter ALL = new AuditFilter(EARLIEST, LATEST, "", List.of());

    public AuditFilter between(Instant first, Instant last) {
        return new AuditFilter(first, last, who, actions);
    }
}
