package fr.teleservices.account;

import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Finds and loads accounts, and writes what a single decision changed. */
final class AccountStore {
    static final Sql FIND_LOGIN = Sql.gate("SELECT id, school_id FROM account WHERE login = $1");

    static final Sql FIND_SCHOOL = Sql.gate("SELECT school_id FROM account WHERE id = $1");

    static final Sql LOAD = Sql.app("""
            SELECT a.id, a.school_id, a.person_id, a.holder, a.login, a.state, a.current, a.held, a.usable_from,
                   a.password_hash, a.email_pending, a.email_verified, a.epoch, p.family_name, p.usage_name,
                   p.given_name, p.email, s.name AS school_name, s.timezone
            FROM account a JOIN person p ON p.id = a.person_id JOIN school s ON s.id = a.school_id
            WHERE a.id = $1""");

    static final Sql LOCK = Sql.app(LOAD.text() + " FOR UPDATE OF a");

    /** Of an account that waits to take over: the one that it takes over from. */
    static final Sql LOCK_EARLIER = Sql.app("""
            SELECT id, state FROM account WHERE person_id = $1 AND current AND id <> $2 FOR UPDATE""");

    static final Sql BIRTH_DATES = Sql.app("""
            SELECT c.birth_date
            FROM account a
            JOIN person own ON own.id = a.person_id
            LEFT JOIN guardianship g ON g.guardian_id = own.id AND a.holder = 'GUARDIAN'
            JOIN person c ON c.id = CASE a.holder WHEN 'PUPIL' THEN own.id ELSE g.pupil_id END
            WHERE a.id = $1 AND c.present AND c.birth_date IS NOT NULL""");

    /** Of the account and of those grouped into it, as far as the scope reaches; a school is there without a child too. */
    static final Sql FAMILY = Sql.app("""
            SELECT s.id AS school_id, s.uai, s.name AS school_name, s.timezone, c.given_name, c.name, c.division, c.label, c.level
            FROM (SELECT school_id, bool_or(id = $1) AS home FROM account WHERE id = $1 OR grouped_into = $1 GROUP BY school_id) o
            JOIN school s ON s.id = o.school_id
            LEFT JOIN LATERAL (
              SELECT DISTINCT k.id, k.given_name, coalesce(NULLIF(k.usage_name, ''), k.family_name) AS name, k.division,
                     d.label, k.level, k.birth_date, k.sort_name
              FROM account a
              JOIN person own ON own.id = a.person_id
              LEFT JOIN guardianship g ON g.guardian_id = own.id AND a.holder = 'GUARDIAN'
              JOIN person k ON k.id = CASE a.holder WHEN 'PUPIL' THEN own.id ELSE g.pupil_id END
              LEFT JOIN division d ON d.school_id = k.school_id AND d.code = k.division
              WHERE (a.id = $1 OR a.grouped_into = $1) AND a.school_id = o.school_id AND k.present) c ON true
            ORDER BY o.home DESC, s.name, s.id, c.birth_date DESC NULLS LAST, c.sort_name, c.id""");

    static final Sql CHILDREN = Sql.app("""
            SELECT c.given_name, coalesce(NULLIF(c.usage_name, ''), c.family_name) AS name, c.division, d.label, c.level
            FROM account a
            JOIN person own ON own.id = a.person_id
            LEFT JOIN guardianship g ON g.guardian_id = own.id AND a.holder = 'GUARDIAN'
            JOIN person c ON c.id = CASE a.holder WHEN 'PUPIL' THEN own.id ELSE g.pupil_id END
            LEFT JOIN division d ON d.school_id = c.school_id AND d.code = c.division
            WHERE a.id = $1 AND c.present
            ORDER BY c.birth_date DESC NULLS LAST, c.sort_name, c.id""");

    static final Sql SIGNED_IN = Sql.app("""
            UPDATE account SET last_access_at = CASE WHEN state = 'ACTIVE' THEN $2 ELSE last_access_at END WHERE id = $1""");

    static final Sql GIVE_WAY = Sql.app("""
            UPDATE account SET current = false,
                   state = 'CLOSED', closed_reason = coalesce(NULLIF(closed_reason, 'GROUPED'), 'REPLACED'),
                   closed_at = coalesce(closed_at, $2), grouped_into = NULL, held = false, password_hash = NULL, email_pending = NULL,
                   credential_id = NULL, credential_key = NULL, credential_at = NULL, credential_frozen = false,
                   epoch = epoch + 1
            WHERE id = $1""");

    static final Sql BECOME_CURRENT = Sql.app("UPDATE account SET current = true WHERE id = $1");

    static final Sql END_SESSIONS = Sql.app("DELETE FROM session WHERE account_id = $1");

    static final Sql RESET = Sql.app("""
            UPDATE account SET state = $2, password_hash = NULL, password_at = NULL, activated_at = NULL, email_pending = NULL,
                   email_verified = NULL, credential_id = NULL, credential_key = NULL, credential_at = NULL,
                   credential_frozen = false, epoch = epoch + 1
            WHERE id = $1""");

    static final Sql HOLD = Sql.app("""
            UPDATE account SET state = $2, held = true, held_at = $3, credential_id = NULL, credential_key = NULL,
                   credential_at = NULL, credential_frozen = false, epoch = epoch + 1
            WHERE id = $1""");

    static final Sql RELEASE = Sql.app("UPDATE account SET state = $2, held = false, held_at = NULL WHERE id = $1");

    static final Sql SET_PASSWORD = Sql.app("UPDATE account SET password_hash = $2, password_at = $3 WHERE id = $1");

    static final Sql SET_PENDING = Sql.app("UPDATE account SET email_pending = $2 WHERE id = $1");

    static final Sql SET_VERIFIED = Sql.app("""
            UPDATE account SET state = $2, email_verified = $3,
                   activated_at = CASE WHEN state <> 'ACTIVE' AND $2 = 'ACTIVE' THEN $4::timestamptz ELSE activated_at END,
                   email_pending = CASE WHEN email_pending = $3 THEN NULL ELSE email_pending END
            WHERE id = $1""");

    /** The one that the school has chosen, while the import brings it; else the first. */
    static final Sql SCHOOL_CONTACT = Sql.app("""
            SELECT a.email FROM school_address a LEFT JOIN school_setting s ON s.school_id = a.school_id AND s.contact = a.email
            WHERE a.school_id = $1 ORDER BY s.contact NULLS LAST, a.email LIMIT 1""");

    /** Where an account lives. */
    record Place(long accountId, long schoolId) {
        /** Looked up like any other, so that an unknown login takes as long as a known one. */
        static final Place NOWHERE = new Place(0, 0);
    }

    private AccountStore() {}

    static Future<Optional<Place>> findLogin(Tx tx, String login) {
        return tx.first(FIND_LOGIN, row -> new Place(row.getLong("id"), row.getLong("school_id")), login);
    }

    static Future<Optional<Long>> findSchool(Tx tx, long id) {
        return tx.first(FIND_SCHOOL, row -> row.getLong("school_id"), id);
    }

    static Future<Optional<Account>> load(Tx tx, long id) {
        return tx.first(LOAD, AccountStore::account, id);
    }

    static Future<Optional<Account>> lock(Tx tx, long id) {
        return tx.first(LOCK, AccountStore::account, id);
    }

    /** The birth dates that prove something: of the children that are there, or the pupil's own. */
    static Future<List<LocalDate>> birthDates(Tx tx, long id) {
        return tx.list(BIRTH_DATES, row -> row.getLocalDate("birth_date"), id);
    }

    static Future<List<Child>> children(Tx tx, long id) {
        return tx.list(CHILDREN, AccountStore::child, id);
    }

    private static Child child(Row row) {
        return new Child(
                row.getString("given_name"),
                row.getString("name"),
                row.getString("division"),
                row.getString("label"),
                row.getString("level"));
    }

    static Future<List<SchoolChildren>> family(Tx tx, long id) {
        return tx.list(
                        FAMILY,
                        row -> new SchoolChildren(
                                row.getLong("school_id"),
                                row.getString("uai"),
                                row.getString("school_name"),
                                ZoneId.of(row.getString("timezone")),
                                row.getString("name") == null ? List.of() : List.of(child(row))),
                        id)
                .map(SchoolChildren::bySchool);
    }

    static Future<Void> signedIn(Tx tx, Account account, Instant at) {
        return tx.run(SIGNED_IN, account.id(), at)
                .compose(done -> ActivityStore.signedIn(tx, account, at))
                .mapEmpty();
    }

    static Future<Optional<Long>> lockEarlier(Tx tx, Account account) {
        return tx.first(LOCK_EARLIER, row -> row.getLong("id"), account.personId(), account.id());
    }

    static Future<Void> giveWay(Tx tx, long id, Instant at) {
        return tx.run(GIVE_WAY, id, at).mapEmpty();
    }

    static Future<Void> becomeCurrent(Tx tx, long id) {
        return tx.run(BECOME_CURRENT, id).mapEmpty();
    }

    static Future<Void> endSessions(Tx tx, long id) {
        return tx.run(END_SESSIONS, id).mapEmpty();
    }

    static Future<Void> reset(Tx tx, long id, AccountState to) {
        return tx.run(RESET, id, to).mapEmpty();
    }

    static Future<Void> hold(Tx tx, long id, AccountState to, Instant at) {
        return tx.run(HOLD, id, to, at).mapEmpty();
    }

    static Future<Void> release(Tx tx, long id, AccountState to) {
        return tx.run(RELEASE, id, to).mapEmpty();
    }

    static Future<Void> setPassword(Tx tx, long id, String hash, Instant at) {
        return tx.run(SET_PASSWORD, id, hash, at).mapEmpty();
    }

    static Future<Void> setPending(Tx tx, long id, String address) {
        return tx.run(SET_PENDING, id, address).mapEmpty();
    }

    static Future<Void> setVerified(Tx tx, long id, AccountState to, String address, Instant at) {
        return tx.run(SET_VERIFIED, id, to, address, at).mapEmpty();
    }

    static Future<Optional<String>> schoolContact(Tx tx, long schoolId) {
        return tx.first(SCHOOL_CONTACT, row -> row.getString("email"), schoolId);
    }

    private static Account account(Row row) {
        return new Account(
                row.getLong("id"),
                row.getLong("school_id"),
                row.getLong("person_id"),
                Columns.constant(row, "holder", Holder.class),
                row.getString("login"),
                Columns.constant(row, "state", AccountState.class),
                Columns.isTrue(row, "current"),
                Columns.isTrue(row, "held"),
                Columns.instant(row, "usable_from"),
                row.getString("password_hash"),
                row.getString("email_pending"),
                row.getString("email_verified"),
                row.getInteger("epoch"),
                row.getString("family_name"),
                row.getString("usage_name"),
                row.getString("given_name"),
                row.getString("email"),
                row.getString("school_name"),
                row.getString("timezone"));
    }
}
