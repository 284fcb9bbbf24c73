package fr.teleservices.account;

import fr.teleservices.account.AccountDirectory.ChildEntry;
import fr.teleservices.account.AccountDirectory.Entry;
import fr.teleservices.account.AccountDirectory.Filter;
import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;

/** Accounts with their persons and children, one statement a page. */
final class DirectoryStore {
    private static final String ROWS = """
            SELECT a.id, a.school_id, a.holder, a.login, a.state, a.held, a.notified_at, a.notified_by, a.last_access_at,
                   p.family_name, p.usage_name, p.given_name, p.email, p.division, c.children,
                   a.current, a.closed_reason, a.usable_from
            FROM account a JOIN person p ON p.id = a.person_id
            CROSS JOIN LATERAL (
              SELECT coalesce(jsonb_agg(jsonb_build_object('familyName', k.family_name, 'givenName', k.given_name,
                       'division', k.division) ORDER BY k.birth_date DESC NULLS LAST, k.sort_name, k.id), '[]') AS children
              FROM guardianship g JOIN person k ON k.id = g.pupil_id
              WHERE g.guardian_id = p.id AND k.present AND a.holder = 'GUARDIAN') c
            """;

    /**
     * Pages by id: the index (school_id, id) gives each page without sorting, however many accounts there are. $5 people, few;
     * $6 people, many; $7 words that are tested row by row.
     */
    static final Sql LIST = Sql.app("""
            SELECT a.id FROM account a JOIN person p ON p.id = a.person_id
            WHERE a.school_id = $1 AND a.id > $2
              AND ($3::text IS NULL OR a.holder = $3)
              AND CASE WHEN $4::text IS NULL THEN a.state <> 'CLOSED' ELSE a.state = $4 END
              AND ($5::bigint[] IS NULL OR a.person_id = ANY ($5))
              AND ($6::bigint[] IS NULL OR CASE WHEN a.person_id = ANY ($6) THEN true ELSE false END)
              AND ($7::text[] = '{}' OR NOT EXISTS (SELECT FROM unnest($7) AS typed (word)
                WHERE NOT (a.login LIKE substr(word, 2) OR p.search LIKE word
                   OR EXISTS (SELECT FROM guardianship g JOIN person k ON k.id = g.pupil_id
                     WHERE g.guardian_id = p.id AND k.present AND k.search LIKE word))))
            ORDER BY a.id LIMIT $8""");

    static final Sql ONE = Sql.app(ROWS + "WHERE a.id = $1");

    /** In the order of the ids. */
    static final Sql BY_IDS =
            Sql.app(ROWS + "WHERE a.id = ANY ($1::bigint[]) ORDER BY array_position($1::bigint[], a.id)");

    private DirectoryStore() {}

    static Future<List<Entry>> byIds(Tx tx, List<Long> ids) {
        return ids.isEmpty()
                ? Future.succeededFuture(List.of())
                : tx.list(BY_IDS, DirectoryStore::entry, (Object) ids.toArray(Long[]::new));
    }

    static Future<List<Entry>> list(Tx tx, long school, Filter filter, long after, int limit) {
        return FoundStore.lookedUp(
                        tx, school, filter.holder(), filter.division(), "", AccountSearch.words(filter.text()))
                .compose(found -> tx.list(
                        LIST,
                        row -> row.getLong("id"),
                        school,
                        after,
                        filter.holder(),
                        filter.state(),
                        found.few(FoundStore.FEW) ? found.people() : null,
                        found.few(FoundStore.FEW) ? null : found.people(),
                        found.patterns(),
                        limit))
                .compose(ids -> byIds(tx, ids));
    }

    static Future<Optional<Entry>> one(Tx tx, long account) {
        return tx.first(ONE, DirectoryStore::entry, account);
    }

    private static Entry entry(Row row) {
        List<ChildEntry> children = ((JsonArray) row.getJson("children"))
                .stream().map(JsonObject.class::cast).map(DirectoryStore::child).toList();
        String division = row.getString("division");
        if (division == null && !children.isEmpty()) {
            division = children.get(0).division();
        }
        return new Entry(
                row.getLong("id"),
                row.getLong("school_id"),
                Columns.constant(row, "holder", Holder.class),
                row.getString("login"),
                Columns.constant(row, "state", AccountState.class),
                row.getString("family_name"),
                row.getString("given_name"),
                row.getString("email"),
                children,
                division,
                Columns.instant(row, "notified_at"),
                row.getString("notified_by"),
                Columns.instant(row, "last_access_at"),
                Columns.isTrue(row, "held"),
                row.getString("usage_name"),
                Columns.isTrue(row, "current"),
                row.getString("closed_reason"),
                Columns.instant(row, "usable_from"));
    }

    private static ChildEntry child(JsonObject json) {
        return new ChildEntry(json.getString("familyName"), json.getString("givenName"), json.getString("division"));
    }
}
