package fr.teleservices.web;

import static fr.teleservices.db.Columns.instantOf;
import static fr.teleservices.db.Columns.isTrue;

import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.Who.HolderWho;
import fr.teleservices.web.Who.SchoolRef;
import fr.teleservices.web.Who.StaffWho;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of {@code session}. */
final class SessionStore {
    /**
     * A session of staff, or a simulation by staff, is dead once their epoch has moved on or they are disabled. A school's
     * own staff see their school, whatever the row says; the academy sees the one it chose.
     */
    static final Sql FIND = Sql.gate("""
            SELECT s.staff_id, s.account_id, s.school_id, s.simulated_by, s.second_factor, s.seen_at, s.expires_at,
                   h.login AS holder_login, st.login, st.role, sc.id AS sc_id, sc.uai, sc.name, sc.timezone,
                   s.staff_id IS NOT NULL AND sc.id IS NOT NULL AND NOT EXISTS (SELECT FROM school_service v WHERE v.school_id = sc.id
                     AND (v.guardians OR v.pupils) AND coalesce(v.opens_on, '-infinity') <= ($2::timestamptz AT TIME ZONE sc.timezone)::date
                     AND coalesce(v.closes_on, 'infinity') >= ($2::timestamptz AT TIME ZONE sc.timezone)::date) AS no_service
            FROM session s
            LEFT JOIN staff st ON st.id = coalesce(s.staff_id, s.simulated_by)
            LEFT JOIN account h ON h.id = s.account_id AND s.simulated_by IS NOT NULL
            LEFT JOIN school sc ON sc.id = coalesce(st.school_id, s.school_id)
            WHERE s.token_hash = $1 AND s.expires_at > $2::timestamptz
              AND s.seen_at > $2::timestamptz - CASE WHEN s.staff_id IS NULL THEN $4::interval ELSE $3::interval END
              AND (st.id IS NULL OR (st.epoch = s.staff_epoch AND NOT st.disabled))
            """);

    static final Sql SEEN = Sql.gate("UPDATE session SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $2");

    static final Sql INSERT_STAFF = Sql.gate("""
            INSERT INTO session (token_hash, staff_id, school_id, staff_epoch, second_factor, created_at, seen_at, proved_at, expires_at, device)
            SELECT $1, id, school_id, epoch, $4, $5::timestamptz, $5::timestamptz, $5::timestamptz, $6::timestamptz, $7 FROM staff
            WHERE id = $2 AND epoch = $3 AND NOT disabled
            """);

    /** Keeps the academy's choice of a school and the hour at which it ends. */
    static final Sql RENEW_STAFF = Sql.gate("""
            UPDATE session SET token_hash = $2, staff_epoch = $3, second_factor = $4, proved_at = $6 WHERE token_hash = $1 AND staff_id = $5
            """);

    static final Sql PROVED = Sql.gate("UPDATE session SET proved_at = $2 WHERE token_hash = $1");
    static final Sql IS_PROVED = Sql.gate("SELECT id FROM session WHERE token_hash = $1 AND proved_at > $2");

    static final Sql OF_STAFF = Sql.gate("""
            SELECT s.id, s.created_at, s.seen_at, s.second_factor, s.device, s.token_hash = $2 AS own
            FROM session s JOIN staff st ON st.id = s.staff_id AND st.epoch = s.staff_epoch
            WHERE s.staff_id = $1 AND s.expires_at > $3::timestamptz AND s.seen_at > $3::timestamptz - $4::interval
            ORDER BY own DESC, s.seen_at DESC LIMIT 50
            """);

    static final Sql DELETE_ONE_OF_STAFF = Sql.gate("DELETE FROM session WHERE staff_id = $1 AND id = $2");
    static final Sql DELETE_OTHERS_OF_STAFF =
            Sql.gate("DELETE FROM session WHERE (staff_id = $1 OR simulated_by = $1) AND token_hash <> $2");

    static final Sql INSERT_HOLDER = Sql.gate("""
            INSERT INTO session (token_hash, account_id, school_id, created_at, seen_at, expires_at, device)
            VALUES ($1, $2, $3, $4, $4, $5, $6)
            """);

    static final Sql OF_HOLDER = Sql.gate(
            "SELECT id, created_at FROM session WHERE token_hash = $1 AND account_id IS NOT NULL AND simulated_by IS NULL");

    static final Sql INSERT_SIMULATION = Sql.gate("""
            INSERT INTO session (token_hash, account_id, school_id, simulated_by, staff_epoch, created_at, seen_at, expires_at)
            SELECT $1, $2::bigint, $3::bigint, id, epoch, $5::timestamptz, $5::timestamptz, $6::timestamptz FROM staff WHERE id = $4 AND NOT disabled
            """);

    static final Sql OF_ACCOUNT = Sql.gate("""
            SELECT id, token_hash, simulated_by IS NOT NULL AS simulated, created_at, seen_at, device FROM session
            WHERE account_id = $1 AND expires_at > $2::timestamptz AND seen_at > $2::timestamptz - $3::interval
            ORDER BY seen_at DESC LIMIT 30
            """);

    static final Sql CHOOSE_SCHOOL = Sql.gate("""
            UPDATE session SET school_id = $2
            WHERE token_hash = $1 AND staff_id IN (SELECT id FROM staff WHERE school_id IS NULL)
            """);

    static final Sql DELETE = Sql.gate("DELETE FROM session WHERE token_hash = $1");
    static final Sql DELETE_OF_STAFF = Sql.gate("DELETE FROM session WHERE staff_id = $1 OR simulated_by = $1");

    /** A simulation is the school's: it ends by itself. */
    static final Sql DELETE_ONE_OF_ACCOUNT =
            Sql.gate("DELETE FROM session WHERE account_id = $1 AND simulated_by IS NULL AND id = $2");

    static final Sql DELETE_OTHERS_OF_ACCOUNT =
            Sql.gate("DELETE FROM session WHERE account_id = $1 AND simulated_by IS NULL AND token_hash <> $2");

    static final Sql DELETE_OF_ACCOUNT = Sql.gate("DELETE FROM session WHERE account_id = $1");
    static final Sql DELETE_OF_ACCOUNT_IN_SCOPE = Sql.app("DELETE FROM session WHERE account_id = $1");
    static final Sql DELETE_DEAD = Sql.gate(
            "DELETE FROM session WHERE expires_at < $1::timestamptz OR seen_at < $1::timestamptz - $2::interval");

    private SessionStore() {}

    /** A living session, and when it was last seen. */
    record Found(Who who, Instant seenAt) {}

    /** The living sessions of an account, the last used first. */
    static Future<List<OpenSessions.Living>> ofAccount(Tx tx, long account, Instant now, byte @Nullable [] own) {
        return tx.list(
                OF_ACCOUNT,
                row -> new OpenSessions.Living(
                        row.getLong("id"),
                        instantOf(row, "created_at"),
                        instantOf(row, "seen_at"),
                        own != null
                                && Arrays.equals(
                                        own, row.getBuffer("token_hash").getBytes()),
                        isTrue(row, "simulated"),
                        row.getString("device")),
                account,
                now,
                Sessions.HOLDER_IDLE_SQL);
    }

    static Future<Optional<OpenSessions.HolderSession>> holderSession(Tx tx, byte[] tokenHash) {
        return tx.first(
                OF_HOLDER,
                row -> new OpenSessions.HolderSession(row.getLong("id"), instantOf(row, "created_at")),
                (Object) tokenHash);
    }

    static Future<Optional<Found>> find(Tx tx, byte[] tokenHash, Instant now) {
        return tx.first(FIND, SessionStore::found, tokenHash, now, Sessions.STAFF_IDLE_SQL, Sessions.HOLDER_IDLE_SQL);
    }

    static Future<Boolean> isProved(Tx tx, byte[] tokenHash, Instant since) {
        return tx.first(IS_PROVED, row -> true, tokenHash, since).map(Optional::isPresent);
    }

    static Future<List<OpenSessions.StaffSession>> ofStaff(Tx tx, long staffId, byte[] own, Instant now) {
        return tx.list(
                OF_STAFF,
                row -> new OpenSessions.StaffSession(
                        row.getLong("id"),
                        instantOf(row, "created_at"),
                        instantOf(row, "seen_at"),
                        isTrue(row, "second_factor"),
                        isTrue(row, "own"),
                        row.getString("device")),
                staffId,
                own,
                now,
                Sessions.STAFF_IDLE_SQL);
    }

    private static Found found(Row row) {
        Long staffId = row.getLong("staff_id");
        Instant seenAt = instantOf(row, "seen_at");
        if (staffId == null) {
            return new Found(
                    new HolderWho(row.getLong("account_id"), row.getLong("school_id"), simulation(row)), seenAt);
        }
        return new Found(
                new StaffWho(
                        staffId,
                        row.getString("login"),
                        Columns.constant(row, "role", Role.class),
                        school(row),
                        isTrue(row, "second_factor"),
                        isTrue(row, "no_service")),
                seenAt);
    }

    private static Who.@Nullable Simulation simulation(Row row) {
        Long staff = row.getLong("simulated_by");
        return staff == null
                ? null
                : new Who.Simulation(
                        staff,
                        row.getString("login"),
                        row.getString("holder_login"),
                        instantOf(row, "expires_at"),
                        row.getString("timezone"),
                        Columns.constant(row, "role", Role.class) == Role.ACADEMIE);
    }

    private static @Nullable SchoolRef school(Row row) {
        Long id = row.getLong("sc_id");
        return id == null
                ? null
                : new SchoolRef(id, row.getString("uai"), row.getString("name"), row.getString("timezone"));
    }
}
