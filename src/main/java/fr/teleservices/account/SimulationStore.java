package fr.teleservices.account;

import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Addresses that open a simulation once. */
final class SimulationStore {
    static final Sql INSERT = Sql.gate("""
            INSERT INTO simulation_ticket (id, account_id, staff_id, staff_epoch, key_id, expires_at)
            SELECT $1, $2, id, epoch, $4, $5 FROM staff WHERE id = $3 AND NOT disabled""");

    static final Sql FIND = Sql.gate("""
            SELECT t.account_id, a.school_id, t.staff_id, t.key_id FROM simulation_ticket t
            JOIN account a ON a.id = t.account_id JOIN staff s ON s.id = t.staff_id
            WHERE t.id = $1 AND t.expires_at > $2 AND s.epoch = t.staff_epoch AND NOT s.disabled""");

    static final Sql USE = Sql.gate("DELETE FROM simulation_ticket WHERE id = $1 AND expires_at > $2");

    static final Sql SWEEP = Sql.gate("DELETE FROM simulation_ticket WHERE expires_at <= $1");

    private SimulationStore() {}

    /** Whom it opens, for whom. */
    record Ticket(long accountId, long schoolId, long staffId, int key) {}

    static Future<Boolean> insert(Tx gate, UUID id, long account, long staff, int key, Instant expires) {
        return gate.update(INSERT, id, account, staff, key, expires).map(rows -> rows == 1);
    }

    static Future<Optional<Ticket>> find(Tx gate, UUID id, Instant now) {
        return gate.first(FIND, SimulationStore::ticket, id, now);
    }

    /** Whether this caller is the one who used it. */
    static Future<Boolean> use(Tx gate, UUID id, Instant now) {
        return gate.update(USE, id, now).map(rows -> rows == 1);
    }

    private static Ticket ticket(Row row) {
        return new Ticket(
                row.getLong("account_id"), row.getLong("school_id"), row.getLong("staff_id"), row.getInteger("key_id"));
    }
}
