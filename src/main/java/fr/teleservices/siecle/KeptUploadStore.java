package fr.teleservices.siecle;

import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Rows of {@code kept_upload}. */
final class KeptUploadStore {
    static final Sql KEEP = Sql.app("""
            INSERT INTO kept_upload (school_id, staff_id, token_hash, file, part, name, sealed, kept_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """);

    static final Sql NAMES = Sql.app("""
            SELECT name FROM kept_upload
            WHERE token_hash = $1 AND school_id = $2 AND staff_id = $3 AND part = 0 AND kept_at > $4 ORDER BY file
            """);

    static final Sql PART = Sql.app("SELECT sealed FROM kept_upload WHERE token_hash = $1 AND file = $2 AND part = $3");

    static final Sql DELETE =
            Sql.app("DELETE FROM kept_upload WHERE token_hash = $1 AND school_id = $2 AND staff_id = $3");

    /** All of one person but the newest few: $3. */
    static final Sql DELETE_MORE = Sql.app("""
            DELETE FROM kept_upload WHERE school_id = $1 AND staff_id = $2 AND kept_at < (
              SELECT min(kept_at) FROM (SELECT DISTINCT kept_at FROM kept_upload WHERE school_id = $1 AND staff_id = $2
                ORDER BY kept_at DESC LIMIT $3) AS newest)
            """);

    static final Sql DELETE_OLD = Sql.gate("DELETE FROM kept_upload WHERE kept_at <= $1");

    private KeptUploadStore() {}

    static Future<Void> keep(
            Tx tx, long school, long staff, byte[] token, int file, int part, String name, byte[] sealed, Instant at) {
        return tx.run(KEEP, school, staff, token, file, part, name, sealed, at).mapEmpty();
    }

    static Future<List<String>> names(Tx tx, byte[] token, long school, long staff, Instant after) {
        return tx.list(NAMES, row -> row.getString("name"), token, school, staff, after);
    }

    static Future<Optional<byte[]>> part(Tx tx, byte[] token, int file, int part) {
        return tx.first(PART, row -> Objects.requireNonNull(Columns.bytes(row, "sealed")), token, file, part);
    }

    static Future<Integer> delete(Tx tx, byte[] token, long school, long staff) {
        return tx.update(DELETE, token, school, staff);
    }

    static Future<Integer> deleteMore(Tx tx, long school, long staff, int newest) {
        return tx.update(DELETE_MORE, school, staff, newest);
    }

    static Future<Integer> deleteOld(Tx gate, Instant before) {
        return gate.update(DELETE_OLD, before);
    }
}
