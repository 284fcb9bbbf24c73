package fr.teleservices.account;

import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accounts that are grouped into one. */
final class GroupStore {
    /** At the gate: rows are of their schools, and those have to be known before a scope can be set. */
    static final Sql SCHOOLS = Sql.gate("SELECT DISTINCT school_id FROM account WHERE id = $1 OR grouped_into = $1");

    static final Sql PARTS_OF =
            Sql.gate("SELECT DISTINCT grouped_into, school_id FROM account WHERE grouped_into = ANY ($1::bigint[])");

    static final Sql HEAD = Sql.gate("""
            SELECT h.id, h.school_id FROM account m JOIN account h ON h.id = m.grouped_into WHERE m.id = $1""");

    static final Sql SET_SCOPE = Sql.app("SELECT set_config('app.schools', $1::bigint[]::text, true)");

    static final Sql PARTS = Sql.app("""
            SELECT m.id, m.school_id, m.login, s.name AS school_name FROM account m JOIN school s ON s.id = m.school_id
            WHERE m.grouped_into = $1 ORDER BY s.name, m.id""");

    /** Nothing of the other's own access is left. */
    static final Sql GROUP = Sql.app("""
            UPDATE account SET state = $3, closed_reason = 'GROUPED', closed_at = $4, grouped_into = $2, password_hash = NULL,
                   password_at = NULL, email_pending = NULL, email_verified = NULL, credential_id = NULL,
                   credential_key = NULL, credential_at = NULL, credential_frozen = false, epoch = epoch + 1
            WHERE id = $1""");

    /** One level only: the parts of a group that is grouped come along. */
    static final Sql BRING = Sql.app("UPDATE account SET grouped_into = $2 WHERE grouped_into = $1");

    static final Sql UNGROUP = Sql.app("""
            UPDATE account SET state = $2, closed_reason = NULL, closed_at = NULL, grouped_into = NULL, usable_from = NULL,
                   last_access_at = NULL, notified_at = NULL, notified_by = NULL, epoch = epoch + 1
            WHERE id = $1 AND closed_reason = 'GROUPED' AND ($3::bigint IS NULL OR grouped_into = $3)""");

    /** Of several groups. $3 states of the table. */
    static final Sql DISSOLVE = Sql.app("""
            UPDATE account SET state = $2, closed_reason = NULL, closed_at = NULL, grouped_into = NULL, usable_from = NULL,
                   last_access_at = NULL, notified_at = NULL, notified_by = NULL, epoch = epoch + 1
            WHERE grouped_into = ANY ($1::bigint[]) AND state = ANY ($3::text[]) RETURNING id, school_id""");

    /** A person's place at a school, which an account may leave to another. */
    static final Sql SEAT =
            Sql.app("SELECT person_id, school_id, notified_at, notified_by FROM account WHERE id = $1 FOR UPDATE");

    static final Sql NEXT =
            Sql.app("SELECT id FROM account WHERE grouped_into = $1 AND id <> $1 ORDER BY id LIMIT 1 FOR UPDATE");

    static final Sql STAND_UP = Sql.app("UPDATE account SET current = false WHERE id = $1");

    static final Sql MOVE_HEAD = Sql.app("""
            UPDATE account SET person_id = $2, school_id = $3, notified_at = $4, notified_by = $5, usable_from = NULL
            WHERE id = $1""");

    static final Sql CLOSE_PART = Sql.app("""
            UPDATE account SET person_id = $2, school_id = $3, notified_at = $4, notified_by = $5, state = 'CLOSED',
                   closed_reason = $6, closed_at = $7, grouped_into = NULL, current = $8, last_access_at = NULL
            WHERE id = $1""");

    static final Sql MOVE_SESSIONS = Sql.app("UPDATE session SET school_id = $2 WHERE account_id = $1");

    static final Sql MOVE_SIGN_INS = Sql.app("UPDATE sign_in SET school_id = $2 WHERE account_id = $1");

    static final Sql FORGET_SIGN_INS = Sql.app("DELETE FROM sign_in WHERE account_id = $1");

    static final Sql MOVE_LINKS = Sql.app("UPDATE link SET school_id = $2 WHERE account_id = $1");

    /** A mail with a link is the login's and goes with it ... */
    static final Sql MOVE_LINK_MAILS = Sql.app("""
            UPDATE notification SET school_id = $2
            WHERE account_id = $1 AND kind IN ('ACTIVATE', 'VERIFY', 'FORGOTTEN', 'ADDRESS_CHANGED')""");

    /** ... what a school wrote to a person stays that school's and that person's. */
    static final Sql EXCHANGE_NOTIFICATIONS = Sql.app("""
            UPDATE notification SET account_id = CASE account_id WHEN $1 THEN $2::bigint ELSE $1::bigint END
            WHERE account_id IN ($1, $2) AND kind NOT IN ('ACTIVATE', 'VERIFY', 'FORGOTTEN', 'ADDRESS_CHANGED')""");

    static final Sql MOVE_PSEUDONYMS = Sql.app("SELECT pseudonym_move($1, $2, $3)");

    private GroupStore() {}

    /** Where a person's account is, and what the school knows of its notification. */
    record Seat(
            long personId,
            long schoolId,
            @Nullable Instant notifiedAt,
            @Nullable String notifiedBy) {}

    static Future<List<Long>> schools(Tx gate, long account) {
        return gate.list(SCHOOLS, row -> row.getLong("school_id"), account);
    }

    /** A group that has parts, and one of their schools. */
    record Part(long head, long schoolId) {}

    static Future<List<Part>> partsOf(Tx gate, Collection<Long> heads) {
        return gate.list(PARTS_OF, row -> new Part(row.getLong("grouped_into"), row.getLong("school_id")), (Object)
                heads.toArray(Long[]::new));
    }

    static Future<Optional<AccountStore.Place>> head(Tx gate, long part) {
        return gate.first(HEAD, row -> new AccountStore.Place(row.getLong("id"), row.getLong("school_id")), part);
    }

    /** From here on the transaction sees these schools. */
    static Future<Void> setScope(Tx tx, Collection<Long> schools) {
        return tx.run(SET_SCOPE, (Object) schools.toArray(Long[]::new)).mapEmpty();
    }

    static Future<List<GroupPart>> parts(Tx tx, long head) {
        return tx.list(
                PARTS,
                row -> new GroupPart(
                        row.getLong("id"),
                        row.getLong("school_id"),
                        row.getString("login"),
                        row.getString("school_name"),
                        List.of()),
                head);
    }

    static Future<Void> group(Tx tx, long part, long head, AccountState to, Instant at) {
        return tx.run(BRING, part, head)
                .compose(done -> tx.run(GROUP, part, head, to, at))
                .mapEmpty();
    }

    /** @param head null: whichever it is grouped into */
    static Future<Boolean> ungroup(Tx tx, long part, @Nullable Long head, AccountState to) {
        return tx.update(UNGROUP, part, to, head).map(rows -> rows == 1);
    }

    /** All that is grouped into those accounts, as far as the scope reaches. */
    static Future<List<AccountStore.Place>> dissolve(Tx tx, Collection<Long> heads, AccountState to) {
        return tx.list(
                DISSOLVE,
                row -> new AccountStore.Place(row.getLong("id"), row.getLong("school_id")),
                heads.toArray(Long[]::new),
                to,
                Lifecycle.statesBefore(AccountEvent.UNGROUP));
    }

    static Future<Seat> seat(Tx tx, long account) {
        return tx.one(
                SEAT,
                row -> new Seat(
                        row.getLong("person_id"),
                        row.getLong("school_id"),
                        Columns.instant(row, "notified_at"),
                        row.getString("notified_by")),
                account);
    }

    static Future<Optional<Long>> next(Tx tx, long head) {
        return tx.first(NEXT, row -> row.getLong("id"), head);
    }

    /** The head takes the part's place, the part is closed in the head's. */
    static Future<Void> exchange(
            Tx tx, long head, Seat left, long part, Seat taken, String reason, boolean current, Instant at) {
        return tx.run(STAND_UP, part)
                .compose(done -> tx.run(
                        MOVE_HEAD, head, taken.personId(), taken.schoolId(), taken.notifiedAt(), taken.notifiedBy()))
                .compose(done -> tx.run(
                        CLOSE_PART,
                        part,
                        left.personId(),
                        left.schoolId(),
                        left.notifiedAt(),
                        left.notifiedBy(),
                        reason,
                        at,
                        current))
                .compose(done -> tx.run(MOVE_SESSIONS, head, taken.schoolId()))
                .compose(done -> tx.run(MOVE_SIGN_INS, head, taken.schoolId()))
                .compose(done -> tx.run(FORGET_SIGN_INS, part))
                .compose(done -> tx.run(MOVE_LINKS, head, taken.schoolId()))
                .compose(done -> tx.run(MOVE_LINKS, part, left.schoolId()))
                .compose(done -> tx.run(MOVE_LINK_MAILS, head, taken.schoolId()))
                .compose(done -> tx.run(MOVE_LINK_MAILS, part, left.schoolId()))
                .compose(done -> tx.run(EXCHANGE_NOTIFICATIONS, head, part))
                .compose(done -> left.schoolId() == taken.schoolId()
                        ? Future.succeededFuture()
                        : tx.run(MOVE_PSEUDONYMS, taken.schoolId(), part, head)
                                .compose(moved -> tx.run(MOVE_PSEUDONYMS, left.schoolId(), head, part)))
                .mapEmpty();
    }
}
