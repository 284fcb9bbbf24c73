package fr.teleservices.school;

import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.Who.SchoolRef;
import fr.teleservices.web.Who.StaffWho;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of {@code staff}. */
final class StaffStore {
    static final Sql INSERT = Sql.gate("""
            INSERT INTO staff (login, role, school_id, password_hash) VALUES ($1, $2, $3, $4)
            ON CONFLICT (login) DO NOTHING RETURNING id, login, role, school_id, epoch, disabled
            """);
    static final Sql BY_LOGIN = Sql.gate("""
            SELECT id, login, role, school_id, epoch, disabled, password_hash, totp_sealed, totp_last_step
            FROM staff WHERE login = $1
            """);
    /** Of two requests with the same code one wins. */
    static final Sql USE_STEP = Sql.gate("UPDATE staff SET totp_last_step = $2 WHERE id = $1 AND totp_last_step < $2");

    static final Sql SET_TOTP = Sql.gate("UPDATE staff SET totp_sealed = $2, epoch = epoch + 1 WHERE id = $1");
    static final Sql DISABLE = Sql.gate("UPDATE staff SET disabled = true, epoch = epoch + 1 WHERE id = $1");
    static final Sql SET_ROLE = Sql.gate("UPDATE staff SET role = $2, epoch = epoch + 1 WHERE id = $1");
    static final Sql FOR_TOKEN = Sql.gate("""
            SELECT st.id, st.login, st.role, sc.id AS sc_id, sc.uai, sc.name, sc.timezone
            FROM staff st LEFT JOIN school sc ON sc.id = st.school_id
            WHERE st.id = $1 AND st.epoch = $2 AND NOT st.disabled
            """);

    private StaffStore() {}

    /** What a sign-in compares. */
    record Credentials(Staff staff, String passwordHash, byte @Nullable [] totpSealed, long totpLastStep) {}

    static Future<Optional<Staff>> insert(
            Tx tx, String login, Role role, @Nullable Long schoolId, String passwordHash) {
        return tx.first(INSERT, StaffStore::staff, login, role, schoolId, passwordHash);
    }

    static Future<Optional<Credentials>> byLogin(Tx tx, String login) {
        return tx.first(
                BY_LOGIN,
                row -> new Credentials(
                        staff(row),
                        row.getString("password_hash"),
                        Columns.bytes(row, "totp_sealed"),
                        row.getLong("totp_last_step")),
                login);
    }

    static Future<Boolean> useStep(Tx tx, long staffId, long step) {
        return tx.update(USE_STEP, staffId, step).map(rows -> rows == 1);
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
