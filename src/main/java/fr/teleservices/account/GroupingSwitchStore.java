package fr.teleservices.account;

import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Where grouping is switched off for a while. */
final class GroupingSwitchStore {
    /** The academy's first: it stands above the schools'. */
    static final Sql PAUSES = Sql.app("""
            SELECT g.school_id, g.reason, g.since, s.name FROM grouping_pause g LEFT JOIN school s ON s.id = g.school_id
            WHERE g.school_id = 0 OR g.school_id = ANY ($1::bigint[]) ORDER BY g.school_id""");

    static final Sql PAUSE = Sql.app("""
            INSERT INTO grouping_pause AS g (school_id, reason, since, staff_id) VALUES ($1, $2, $3, $4)
            ON CONFLICT (school_id) DO UPDATE SET reason = $2, staff_id = $4""");

    static final Sql RESUME = Sql.app("DELETE FROM grouping_pause WHERE school_id = $1");

    private GroupingSwitchStore() {}

    static Future<List<GroupingPause>> pauses(Tx tx, Collection<Long> schools) {
        return tx.list(PAUSES, GroupingSwitchStore::pause, (Object) schools.toArray(Long[]::new));
    }

    static Future<Void> pause(Tx tx, long school, String reason, Instant now, long staff) {
        return tx.run(PAUSE, school, reason, now, staff).mapEmpty();
    }

    static Future<Void> resume(Tx tx, long school) {
        return tx.run(RESUME, school).mapEmpty();
    }

    private static GroupingPause pause(Row row) {
        return new GroupingPause(
                row.getLong("school_id"),
                row.getString("name"),
                row.getString("reason"),
                Columns.instantOf(row, "since"));
    }
}
