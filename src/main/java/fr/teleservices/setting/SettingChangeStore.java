package fr.teleservices.setting;

import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Rows of {@code setting_change}. */
final class SettingChangeStore {
    static final Sql NOTE = Sql.app("""
            INSERT INTO setting_change (school_id) VALUES ($1)
            ON CONFLICT (school_id) DO UPDATE SET changed_at = clock_timestamp()
            """);

    /** Further back than any transaction of a page takes. */
    static final Sql LATELY = Sql.gate("""
            SELECT school_id, changed_at FROM setting_change WHERE changed_at > clock_timestamp() - interval '1 minute'
            """);

    private SettingChangeStore() {}

    static Future<Void> note(Tx tx, long school) {
        return tx.run(NOTE, school).mapEmpty();
    }

    /** By school. */
    static Future<Map<Long, Instant>> lately(Tx gate) {
        return gate.list(LATELY, row -> Map.entry(row.getLong("school_id"), Columns.instantOf(row, "changed_at")))
                .map(rows -> {
                    Map<Long, Instant> changes = new HashMap<>();
                    rows.forEach(row -> changes.put(row.getKey(), row.getValue()));
                    return changes;
                });
    }
}
