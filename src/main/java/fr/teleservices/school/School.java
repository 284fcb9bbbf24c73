package fr.teleservices.school;

import java.time.ZoneId;

/** A tenant. */
public record School(long id, String uai, String name, String timezone) {
    public ZoneId zone() {
        return ZoneId.of(timezone);
    }
}
