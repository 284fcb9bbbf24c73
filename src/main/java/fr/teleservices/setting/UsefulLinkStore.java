package fr.teleservices.setting;

import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.util.List;

/** Rows of {@code useful_link}. */
final class UsefulLinkStore {
    static final Sql LIST = Sql.app("""
            SELECT id, title, address, guardians, pupils FROM useful_link WHERE school_id = $1 ORDER BY position, id
            """);
    static final Sql ADD = Sql.app("""
            INSERT INTO useful_link (school_id, title, address, guardians, pupils, position)
            SELECT $1, $2, $3, $4, $5, coalesce(max(position), 0) + 1 FROM useful_link WHERE school_id = $1 HAVING count(*) < $6
            RETURNING id
            """);
    static final Sql CHANGE = Sql.app("""
            UPDATE useful_link SET title = $3, address = $4, guardians = $5, pupils = $6 WHERE school_id = $1 AND id = $2
            """);
    static final Sql DELETE = Sql.app("DELETE FROM useful_link WHERE school_id = $1 AND id = $2");

    /** The places of two neighbours are exchanged; every place is counted anew, so that no two are the same. */
    static final Sql MOVE = Sql.app("""
            WITH placed AS (SELECT id, row_number() OVER (ORDER BY position, id) AS n FROM useful_link WHERE school_id = $1),
              this AS (SELECT n FROM placed WHERE id = $2),
              other AS (SELECT p.n FROM placed p, this WHERE p.n = this.n + $3::int)
            UPDATE useful_link u SET position = CASE p.n WHEN (SELECT n FROM this) THEN coalesce((SELECT n FROM other), p.n)
                WHEN (SELECT n FROM other) THEN (SELECT n FROM this) ELSE p.n END
            FROM placed p WHERE p.id = u.id AND EXISTS (SELECT FROM this)
            """);

    private UsefulLinkStore() {}

    static Future<List<UsefulLink>> list(Tx tx, long school) {
        return tx.list(
                LIST,
                row -> new UsefulLink(
                        row.getLong("id"),
                        row.getString("title"),
                        row.getString("address"),
                        Columns.isTrue(row, "guardians"),
                        Columns.isTrue(row, "pupils")),
                school);
    }

    /** @return false where there are as many as there may be */
    static Future<Boolean> add(Tx tx, long school, UsefulLink link, int most) {
        return tx.update(ADD, school, link.title(), link.address(), link.guardians(), link.pupils(), most)
                .map(n -> n == 1);
    }

    static Future<Boolean> change(Tx tx, long school, UsefulLink link) {
        return tx.update(CHANGE, school, link.id(), link.title(), link.address(), link.guardians(), link.pupils())
                .map(n -> n == 1);
    }

    static Future<Boolean> delete(Tx tx, long school, long id) {
        return tx.update(DELETE, school, id).map(n -> n == 1);
    }

    /** @param by -1 up, 1 down; the first and the last stay */
    static Future<Boolean> move(Tx tx, long school, long id, int by) {
        return tx.update(MOVE, school, id, by).map(n -> n > 0);
    }
}
