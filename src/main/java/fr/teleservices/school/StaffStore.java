package fr.teleservices.school;

import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.Who.SchoolRef;
import fr.teleservices.web.Who.StaffWho;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of {@code staff}. */
final class StaffStore {
    static final Sql INSERT = Sql.gate("""
            INSERT INTO staff (login, role, school_id, password_hash, must_change) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (login) DO NOTHING RETURNING id, login, role, school_id, epoch, disabled
            """);

    private static final String CREDENTIALS = """
            SELECT id, login, role, school_id, epoch, disabled, password_hash, must_change, totp_sealed, totp_pending,
              totp_last_step, (SELECT count(*) FROM staff_recovery r WHERE r.staff_id = staff.id) AS codes
            FROM staff
            """;
    static final Sql BY_LOGIN = Sql.gate(CREDENTIALS + "WHERE login = $1");
    static final Sql BY_ID = Sql.gate(CREDENTIALS + "WHERE id = $1");

    private static final String LISTED = """
            SELECT id, login, role, school_id, epoch, disabled, must_change, totp_sealed IS NOT NULL AS second_factor, signed_in_at
            FROM staff
            """;
    static final Sql OF_SCHOOL = Sql.gate(LISTED + "WHERE school_id = $1 ORDER BY disabled, login");
    static final Sql OF_ACADEMY = Sql.gate(LISTED + "WHERE school_id IS NULL ORDER BY disabled, login");
    static final Sql LISTED_BY_ID = Sql.gate(LISTED + "WHERE id = $1");
    static final Sql LOCK = Sql.gate(LISTED + "WHERE id = $1 FOR UPDATE");

    /** Of two requests with the same code one wins. */
    static final Sql USE_STEP = Sql.gate("UPDATE staff SET totp_last_step = $2 WHERE id = $1 AND totp_last_step < $2");

    static final Sql USE_RECOVERY = Sql.gate("DELETE FROM staff_recovery WHERE staff_id = $1 AND code_hash = $2");
    static final Sql DROP_RECOVERY = Sql.gate("DELETE FROM staff_recovery WHERE staff_id = $1");
    static final Sql ADD_RECOVERY =
            Sql.gate("INSERT INTO staff_recovery (staff_id, code_hash) SELECT $1, unnest($2::bytea[])");

    static final Sql SET_PENDING = Sql.gate("UPDATE staff SET totp_pending = $2 WHERE id = $1");
    static final Sql SET_TOTP = Sql.gate(
            "UPDATE staff SET totp_sealed = $2, totp_pending = NULL, epoch = epoch + 1 WHERE id = $1 RETURNING epoch");
    static final Sql DROP_TOTP = Sql.gate("""
            UPDATE staff SET totp_sealed = NULL, totp_pending = NULL, epoch = epoch + 1 WHERE id = $1 RETURNING epoch
            """);
    static final Sql DISABLE = Sql.gate("UPDATE staff SET disabled = true, epoch = epoch + 1 WHERE id = $1");
    static final Sql ENABLE = Sql.gate("UPDATE staff SET disabled = false WHERE id = $1");
    static final Sql SET_ROLE = Sql.gate("UPDATE staff SET role = $2, epoch = epoch + 1 WHERE id = $1");
    static final Sql SET_PASSWORD = Sql.gate("""
            UPDATE staff SET password_hash = $2, must_change = $3, epoch = epoch + 1 WHERE id = $1 RETURNING epoch
            """);
    static final Sql NEXT_EPOCH = Sql.gate("UPDATE staff SET epoch = epoch + 1 WHERE id = $1");
    static final Sql SIGNED_IN = Sql.gate("UPDATE staff SET signed_in_at = $2 WHERE id = $1");

    static final Sql FOR_TOKEN = Sql.gate("""
            SELECT st.id, st.login, st.role, sc.id AS sc_id, sc.uai, sc.name, sc.timezone
            FROM staff st LEFT JOIN school sc ON sc.id = st.school_id
            WHERE st.id = $1 AND st.epoch = $2 AND NOT st.disabled
            """);

    private StaffStore() {}

    /**
     * What a sign-in compares.
     *
     * @param mustChange whether the password was given by somebody else
     * @param totpPending sealed, of an enrolment that no code has proved yet
     * @param codes how many recovery codes are left
     */
    record Credentials(
            Staff staff,
            String passwordHash,
            boolean mustChange,
            byte @Nullable [] totpSealed,
            byte @Nullable [] totpPending,
            long totpLastStep,
            long codes) {}

    /** @param signedInAt null: never */
    record Listed(
            Staff staff,
            boolean mustChange,
            boolean secondFactor,
            @Nullable Instant signedInAt) {}

    static Future<Optional<Staff>> insert(
            Tx tx, String login, Role role, @Nullable Long schoolId, String passwordHash, boolean mustChange) {
        return tx.first(INSERT, StaffStore::staff, login, role, schoolId, passwordHash, mustChange);
    }

    static Future<Optional<Credentials>> byLogin(Tx tx, String login) {
        return tx.first(BY_LOGIN, StaffStore::credentials, login);
    }

    static Future<Optional<Credentials>> byId(Tx tx, long id) {
        return tx.first(BY_ID, StaffStore::credentials, id);
    }

    /** @param schoolId null: of the academy */
    static Future<List<Listed>> list(Tx tx, @Nullable Long schoolId) {
        return schoolId == null
                ? tx.list(OF_ACADEMY, StaffStore::listed)
                : tx.list(OF_SCHOOL, StaffStore::listed, schoolId);
    }

    static Future<Optional<Listed>> listed(Tx tx, long id) {
        return tx.first(LISTED_BY_ID, StaffStore::listed, id);
    }

    static Future<Optional<Staff>> lock(Tx tx, long id) {
        return tx.first(LOCK, StaffStore::staff, id);
    }

    static Future<Boolean> useStep(Tx tx, long staffId, long step) {
        return tx.update(USE_STEP, staffId, step).map(rows -> rows == 1);
    }

    static Future<Boolean> useRecovery(Tx tx, long staffId, byte[] hash) {
        return tx.update(USE_RECOVERY, staffId, hash).map(rows -> rows == 1);
    }

    static Future<Void> putRecovery(Tx tx, long staffId, List<byte[]> hashes) {
        return tx.run(DROP_RECOVERY, staffId)
                .compose(done -> tx.run(ADD_RECOVERY, staffId, (Object) hashes.toArray(byte[][]::new)))
                .mapEmpty();
    }

    /** @return the new epoch: what was given before is dead */
    static Future<Integer> setPassword(Tx tx, long staffId, String hash, boolean mustChange) {
        return tx.one(SET_PASSWORD, row -> row.getInteger("epoch"), staffId, hash, mustChange);
    }

    static Future<Integer> setTotp(Tx tx, long staffId, byte[] sealed) {
        return tx.one(SET_TOTP, row -> row.getInteger("epoch"), staffId, sealed);
    }

    static Future<Integer> dropTotp(Tx tx, long staffId) {
        return tx.run(DROP_RECOVERY, staffId)
                .compose(done -> tx.one(DROP_TOTP, row -> row.getInteger("epoch"), staffId));
    }

    static Future<Optional<StaffWho>> forToken(Tx tx, long staffId, int epoch, boolean secondFactor) {
        return tx.first(
                FOR_TOKEN,
                row -> new StaffWho(
                        row.getLong("id"),
                        row.getString("login"),
                        Columns.constant(row, "role", Role.class),
                        school(row),
                        secondFactor),
                staffId,
                epoch);
    }

    private static Credentials credentials(Row row) {
        return new Credentials(
                staff(row),
                row.getString("password_hash"),
                Columns.isTrue(row, "must_change"),
                Columns.bytes(row, "totp_sealed"),
                Columns.bytes(row, "totp_pending"),
                row.getLong("totp_last_step"),
                row.getLong("codes"));
    }

    private static Listed listed(Row row) {
        return new Listed(
                staff(row),
                Columns.isTrue(row, "must_change"),
                Columns.isTrue(row, "second_factor"),
                Columns.instant(row, "signed_in_at"));
    }

    private static Staff staff(Row row) {
        return new Staff(
                row.getLong("id"),
                row.getString("login"),
                Columns.constant(row, "role", Role.class),
                row.getLong("school_id"),
                row.getInteger("epoch"),
                Columns.isTrue(row, "disabled"));
    }

    private static @Nullable SchoolRef school(Row row) {
        Long id = row.getLong("sc_id");
        return id == null
                ? null
                : new SchoolRef(id, row.getString("uai"), row.getString("name"), row.getString("timezone"));
    }
}
