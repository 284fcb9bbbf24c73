package fr.teleservices.assistance;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the dashboard counts. */
final class DashboardStore {
    static final Sql COUNTS =
            Sql.app("SELECT holder, state, count(*) AS n FROM account WHERE school_id = $1 AND current GROUP BY 1, 2");

    private DashboardStore() {}

    private record Count(Holder holder, AccountState state, long n) {}

    static Future<Map<Holder, Map<AccountState, Long>>> counts(Tx tx, long schoolId) {
        return tx.list(
                        COUNTS,
                        row -> new Count(
                                Columns.constant(row, "holder", Holder.class),
                                Columns.constant(row, "state", AccountState.class),
                                row.getLong("n")),
                        schoolId)
                .map(DashboardStore::byHolder);
    }

    private static Map<Holder, Map<AccountState, Long>> byHolder(List<Count> counts) {
        Map<Holder, Map<AccountState, Long>> byHolder = new EnumMap<>(Holder.class);
        for (Holder holder : Holder.values()) {
            byHolder.put(holder, new EnumMap<>(AccountState.class));
        }
        for (Count count : counts) {
            Map<AccountState, Long> byState = byHolder.get(count.holder());
            if (byState != null) {
                byState.put(count.state(), count.n());
            }
        }
        return byHolder;
    }
}
