package fr.teleservices.account;

import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Erases accounts and people whose time is over, a batch at a time. */
final class PurgeStore {
    static final Sql RETENTION =
            Sql.app("SELECT unused_days, absent_days, closed_days FROM school_retention WHERE school_id = $1");

    static final Sql KEEP_RETENTION = Sql.app("""
            INSERT INTO school_retention (school_id, unused_days, absent_days, closed_days) VALUES ($1, $2, $3, $4)
            ON CONFLICT (school_id) DO UPDATE SET unused_days = excluded.unused_days, absent_days = excluded.absent_days,
              closed_days = excluded.closed_days
            """);

    /**
     * $2 closed before, $3 end of the last school year, $4 never activated and last notified before, $5 last seen before,
     * $6 states of the table, $7 most. What a message is under way for waits for another night.
     */
    static final Sql DUE = Sql.app("""
            SELECT a.id FROM account a
            WHERE a.school_id = $1 AND a.state = ANY ($6::text[]) AND a.closed_reason IS DISTINCT FROM 'PURGED' AND (
              (a.state = 'CLOSED' AND a.closed_reason <> 'GROUPED' AND a.closed_at < $2)
              OR (greatest(a.created_at, a.notified_at, a.last_access_at, a.password_at) < $3 AND (
                (a.state IN ('NOT_NOTIFIED', 'NOTIFIED', 'ACTIVATING') AND a.notified_at IS NOT NULL
                  AND greatest(a.credential_at, a.notified_at) < $4)
                OR (a.state = 'ACTIVE' AND coalesce(a.last_access_at, a.password_at, a.created_at) < $5))))
              AND NOT EXISTS (SELECT FROM notification n WHERE n.account_id = a.id AND n.status IN ('PENDING', 'CLAIMED'))
            ORDER BY a.id LIMIT $7 FOR UPDATE OF a
            """);

    static final Sql END_SESSIONS = Sql.app("DELETE FROM session WHERE account_id = ANY ($1::bigint[])");

    static final Sql ERASE_SIGN_INS = Sql.app("DELETE FROM sign_in WHERE account_id = ANY ($1::bigint[])");

    /** How other sites call them; their tokens have gone with the sessions. */
    static final Sql ERASE_SUBJECTS = Sql.app("DELETE FROM openid_subject WHERE account_id = ANY ($1::bigint[])");

    static final Sql ERASE_TICKETS = Sql.app("DELETE FROM simulation_ticket WHERE account_id = ANY ($1::bigint[])");

    /** What the mail server said often repeats the address. */
    static final Sql ERASE_NOTIFICATIONS = Sql.app("""
            UPDATE notification SET link_id = NULL, address = NULL, smtp_answer = NULL WHERE account_id = ANY ($1::bigint[])
              AND num_nonnulls(link_id, address, smtp_answer) > 0
            """);

    static final Sql ERASE_LINKS = Sql.app("DELETE FROM link WHERE account_id = ANY ($1::bigint[])");

    static final Sql ERASE_TRIES = Sql.app("""
            DELETE FROM credential_try t USING account a WHERE a.id = ANY ($1::bigint[]) AND t.credential_id = a.credential_id
            """);

    /** The login goes too, for it is a name; that it is never given again is the counter's work. */
    static final Sql ERASE_ACCOUNTS = Sql.app("""
            UPDATE account SET login = 'efface/' || id, state = $2, closed_reason = 'PURGED', closed_at = coalesce(closed_at, $3),
              held = false, held_at = NULL, usable_from = NULL, last_access_at = NULL, password_hash = NULL, password_at = NULL,
              email_pending = NULL, email_verified = NULL, credential_id = NULL, credential_key = NULL, credential_at = NULL,
              credential_frozen = false, epoch = epoch + 1
            WHERE id = ANY ($1::bigint[])
            """);

    /** Of the person, and of the messages to the person: what is left in the audit leads to nobody. */
    static final Sql FORGET_PSEUDONYMS = Sql.app("""
            DELETE FROM pseudonym p WHERE p.school_id = $1 AND (
              (p.kind IN ('ACCOUNT', 'HOLDER') AND p.subject = ANY ($2::bigint[]))
              OR (p.kind = 'NOTIFICATION' AND p.subject IN (SELECT id FROM notification WHERE account_id = ANY ($2::bigint[]))))
            """);

    /** Letters asked for by hand; those of a run are one file. */
    static final Sql DESTROY_LETTERS = Sql.app("""
            WITH old AS (UPDATE letter_key SET wrapped = NULL, destroyed_at = $2 WHERE wrapped IS NOT NULL AND id IN (
                SELECT p.letter_key_id FROM notification n JOIN letter_part p ON p.id = n.part_id AND p.run_id IS NULL
                WHERE n.account_id = ANY ($1::bigint[])) RETURNING id)
            UPDATE letter_part SET sealed = NULL FROM old WHERE letter_key_id = old.id
            """);

    static final Sql PERSON_OF = Sql.app("SELECT person_id FROM account WHERE id = $1 AND school_id = $2");

    static final Sql ACCOUNTS_OF = Sql.app("""
            SELECT id FROM account WHERE person_id = $1 AND closed_reason IS DISTINCT FROM 'PURGED' ORDER BY id FOR UPDATE
            """);

    static final Sql UNDER_WAY = Sql.app("""
            SELECT FROM notification WHERE account_id = ANY ($1::bigint[]) AND status IN ('PENDING', 'CLAIMED') LIMIT 1
            """);

    /** Out of another school's group, if it is in one. */
    static final Sql LEAVE_GROUP = Sql.app("""
            UPDATE account SET closed_reason = 'LEFT', grouped_into = NULL WHERE id = ANY ($1::bigint[]) AND grouped_into IS NOT NULL
            """);

    /** Those who have left, once no account of theirs is left; whoever is still in the base belongs to the import. */
    private static final String GONE = """
            WITH gone AS (
              SELECT p.id FROM person p WHERE p.school_id = $1 AND NOT p.present AND p.siecle_id NOT LIKE 'efface/%'
                AND EXISTS (SELECT FROM account a WHERE a.person_id = p.id)
                AND NOT EXISTS (SELECT FROM account a WHERE a.person_id = p.id AND a.closed_reason IS DISTINCT FROM 'PURGED'))
            """;

    private static final String ONE = "WITH gone AS (SELECT id FROM person WHERE school_id = $1 AND id = $2)\n";

    private static final String TIES = """
            DELETE FROM guardianship g USING gone WHERE g.school_id = $1 AND (g.guardian_id = gone.id OR g.pupil_id = gone.id)
            """;

    static final Sql CUT_TIES = Sql.app(GONE + TIES);
    static final Sql CUT_TIES_OF_ONE = Sql.app(ONE + TIES);

    private static final String BLANK = """
            UPDATE person p SET present = false, siecle_id = 'efface/' || p.id, civility = NULL, family_name = '', usage_name = NULL, given_name = '',
              email = NULL, phone = NULL, mobile = NULL, accepts_sms = NULL, address_line1 = NULL, address_line2 = NULL,
              address_line3 = NULL, address_line4 = NULL, po_box = NULL, postcode = NULL, city = NULL, foreign_city = NULL,
              country_code = NULL, country = NULL, given_name2 = NULL, given_name3 = NULL, ine = NULL, birth_date = NULL, sex = NULL,
              status_code = NULL, mef = NULL, level = NULL, division = NULL, division_key = NULL, entered_on = NULL, left_on = NULL,
              content_hash = ''
            FROM gone WHERE p.id = gone.id
            """;

    static final Sql ERASE_PEOPLE = Sql.app(GONE + BLANK);

    /** Also of one whom the import still knows: without its number there, it comes as a new one. */
    static final Sql ERASE_ONE = Sql.app(ONE + BLANK);

    /** Of all nodes the first one of a night; $1 the day. */
    static final Sql TONIGHT = Sql.gate("""
            INSERT INTO installation (name, value) VALUES ('purged', $1)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE installation.value < excluded.value
            """);

    /** From when on what is too old. */
    record Limits(Instant closed, Instant yearOver, Instant unused, Instant absent) {}

    Future<Optional<Retention>> retention(Tx tx, long school) {
        return tx.first(
                RETENTION,
                row -> new Retention(
                        row.getInteger("unused_days"), row.getInteger("absent_days"), row.getInteger("closed_days")),
                school);
    }

    Future<?> keep(Tx tx, long school, Retention r) {
        return tx.run(KEEP_RETENTION, school, r.unusedDays(), r.absentDays(), r.closedDays());
    }

    Future<List<Long>> due(Tx tx, long school, Limits limits, int most) {
        return tx.list(
                DUE,
                row -> row.getLong("id"),
                school,
                limits.closed(),
                limits.yearOver(),
                limits.unused(),
                limits.absent(),
                Lifecycle.statesBefore(AccountEvent.PURGE),
                most);
    }

    Future<?> erase(Tx tx, long school, List<Long> due, AccountState to, Instant now) {
        Long[] ids = due.toArray(Long[]::new);
        return tx.run(END_SESSIONS, (Object) ids)
                .compose(done -> tx.run(ERASE_SIGN_INS, (Object) ids))
                .compose(done -> tx.run(ERASE_SUBJECTS, (Object) ids))
                .compose(done -> tx.run(ERASE_TICKETS, (Object) ids))
                .compose(done -> tx.run(ERASE_NOTIFICATIONS, (Object) ids))
                .compose(done -> tx.run(ERASE_LINKS, (Object) ids))
                .compose(done -> tx.run(ERASE_TRIES, (Object) ids))
                .compose(done -> tx.run(ERASE_ACCOUNTS, ids, to, now))
                .compose(done -> tx.run(FORGET_PSEUDONYMS, school, ids));
    }

    Future<Optional<Long>> personOf(Tx tx, long school, long account) {
        return tx.first(PERSON_OF, row -> row.getLong("person_id"), account, school);
    }

    /** Locked, those that are not erased yet. */
    Future<List<Long>> accountsOf(Tx tx, long person) {
        return tx.list(ACCOUNTS_OF, row -> row.getLong("id"), person);
    }

    Future<Boolean> underWay(Tx tx, List<Long> accounts) {
        return tx.run(UNDER_WAY, (Object) accounts.toArray(Long[]::new)).map(rows -> rows.size() > 0);
    }

    Future<?> leaveGroup(Tx tx, List<Long> accounts) {
        return tx.run(LEAVE_GROUP, (Object) accounts.toArray(Long[]::new));
    }

    Future<?> destroyLetters(Tx tx, List<Long> accounts, Instant now) {
        return tx.run(DESTROY_LETTERS, accounts.toArray(Long[]::new), now);
    }

    Future<?> eraseOne(Tx tx, long school, long person) {
        return tx.run(CUT_TIES_OF_ONE, school, person).compose(done -> tx.run(ERASE_ONE, school, person));
    }

    /** @return how many people went */
    Future<Integer> erasePeople(Tx tx, long school) {
        return tx.run(CUT_TIES, school).compose(done -> tx.update(ERASE_PEOPLE, school));
    }

    Future<Boolean> tonight(Tx gate, String day) {
        return gate.update(TONIGHT, day).map(n -> n == 1);
    }
}
