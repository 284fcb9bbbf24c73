package fr.teleservices.credential;

import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/** Rows {@code key-1}, {@code key-2}, … of {@code installation}, and of other kinds of keys. */
final class KeyRegisterStore {
    static final Sql REGISTER = Sql.gate("""
            INSERT INTO installation (name, value) SELECT $3::text || k.id, k.print FROM unnest($1::int[], $2::text[]) AS k(id, print)
            ON CONFLICT (name) DO NOTHING
            """);

    static final Sql ALL = Sql.gate("""
            SELECT substr(name, length($1::text) + 1)::int AS id, value FROM installation
            WHERE name ~ ('^' || $1::text || '[0-9]{1,9}$')
            """);

    private KeyRegisterStore() {}

    static Future<Integer> register(Tx gate, String kind, Map<Integer, String> prints) {
        return gate.update(
                REGISTER,
                prints.keySet().toArray(Integer[]::new),
                prints.values().toArray(String[]::new),
                kind);
    }

    static Future<Map<Integer, String>> all(Tx gate, String kind) {
        return gate.list(ALL, row -> Map.entry(row.getInteger("id"), row.getString("value")), kind)
                .map(rows -> {
                    Map<Integer, String> prints = new HashMap<>();
                    rows.forEach(row -> prints.put(row.getKey(), row.getValue()));
                    return prints;
                });
    }
}
