package fr.teleservices.run;

import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which database this is, and which one it was at the last start. */
final class RestoredStore {
    /** Of nodes that start at once the second has to see what the first has written. */
    static final Sql ONE_AT_A_TIME =
            Sql.gate("SELECT pg_advisory_xact_lock(hashtextextended('identity of the database', 0))");

    static final Sql IDENTITY = Sql.gate("""
            SELECT database_identity() AS identity, (SELECT value FROM installation WHERE name = 'database') AS known
            """);

    static final Sql REMEMBER = Sql.gate("""
            INSERT INTO installation (name, value) VALUES ('database', $1)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """);

    static final Sql GOING = Sql.gate(
            "SELECT id, school_id, status, starts_at, prepared_at FROM run WHERE status = ANY ($1::text[]) ORDER BY id");

    /** @param known null at the first start of all */
    record Identity(String identity, @Nullable String known) {
        boolean isAnother() {
            return known != null && !known.equals(identity);
        }
    }

    Future<Identity> identity(Tx gate) {
        Future<?> mine = gate.run(ONE_AT_A_TIME);
        return mine.compose(
                done -> gate.one(IDENTITY, row -> new Identity(row.getString("identity"), row.getString("known"))));
    }

    Future<?> remember(Tx gate, String identity) {
        return gate.run(REMEMBER, identity);
    }

    Future<List<RunStore.Due>> going(Tx gate, RunStatus[] statuses) {
        return gate.list(GOING, RunStore::due, (Object) statuses);
    }
}
