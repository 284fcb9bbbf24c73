package fr.teleservices.siecle;

import fr.teleservices.account.AccountEvent;
import fr.teleservices.account.AccountState;
import fr.teleservices.account.Actor;
import fr.teleservices.account.GroupKeeper;
import fr.teleservices.account.Holder;
import fr.teleservices.account.Lifecycle;
import fr.teleservices.account.Login;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Accounts of those who came, left and came back. States come from {@link Lifecycle}. */
final class AccountImportStore {
    private static final int PAGE = 5_000;

    /** Those that are open: there may be groups among them, which stay so while a child is left in another school. */
    static final Sql LEAVING = Sql.app("""
            SELECT a.id FROM account a JOIN import_change c ON c.person_id = a.person_id AND c.kind = 'LEFT'
            WHERE a.school_id = $1 AND a.state <> 'CLOSED' ORDER BY a.id FOR UPDATE OF a
            """);

    /** A guardian whose account is part of a group: the group goes on without this school. */
    static final Sql LEAVE_GROUP = Sql.app("""
            UPDATE account a SET state = $2, closed_reason = 'LEFT', closed_at = $3, grouped_into = NULL
            FROM import_change c
            WHERE a.school_id = $1 AND c.person_id = a.person_id AND c.kind = 'LEFT' AND a.closed_reason = 'GROUPED'
              AND a.state = ANY ($4::text[])
            """);

    /** The waiting replacement too. Whoever signs in with what was learnt before finds a raised epoch and no password. */
    static final Sql LEAVE = Sql.app("""
            UPDATE account a SET state = $2, closed_reason = 'LEFT', closed_at = $3, held = false, held_at = NULL,
              password_hash = NULL, password_at = NULL, email_pending = NULL, email_verified = NULL, credential_id = NULL,
              credential_key = NULL, credential_at = NULL, credential_frozen = false, epoch = a.epoch + 1
            FROM import_change c
            WHERE a.school_id = $1 AND c.person_id = a.person_id AND c.kind = 'LEFT' AND a.state = ANY ($4::text[])
              AND a.closed_reason IS NULL
            """);

    static final Sql END_SESSIONS = Sql.app("""
            DELETE FROM session WHERE account_id = ANY (ARRAY(
              SELECT a.id FROM account a JOIN import_change c ON c.person_id = a.person_id AND c.kind = 'LEFT' WHERE a.school_id = $1))
            """);

    /** A mail that has not left yet would bear a dead link: it is not sent. */
    static final Sql KILL_LINKS = Sql.app("""
            WITH killed AS (
              UPDATE link SET dead = true WHERE used_at IS NULL AND NOT dead AND account_id = ANY (ARRAY(
                SELECT a.id FROM account a JOIN import_change c ON c.person_id = a.person_id AND c.kind = 'LEFT' WHERE a.school_id = $1))
              RETURNING id, account_id
            )
            UPDATE notification SET status = 'CANCELLED', reason = 'superseded', ended_at = $2
            WHERE account_id = ANY (ARRAY(SELECT account_id FROM killed)) AND status = 'PENDING'
              AND link_id = ANY (ARRAY(SELECT id FROM killed))
            """);

    /** The same login, nothing else of the old access. */
    static final Sql RETURN = Sql.app("""
            UPDATE account a SET state = $2, closed_reason = NULL, closed_at = NULL, held = false, held_at = NULL, usable_from = NULL,
              notified_at = NULL, notified_by = NULL, last_access_at = NULL, activated_at = NULL, password_hash = NULL, password_at = NULL,
              email_pending = NULL, email_verified = NULL, credential_id = NULL, credential_key = NULL, credential_at = NULL,
              credential_frozen = false, epoch = a.epoch + 1
            FROM person p
            WHERE a.school_id = $1 AND p.school_id = $1 AND p.id = a.person_id AND p.present AND a.current
              AND a.closed_reason = 'LEFT' AND a.state = ANY ($3::text[])
            """);

    /** What the purge erased is nobody's any more: whoever comes back after it starts anew. */
    static final Sql FORGET_PURGED = Sql.app("""
            UPDATE account a SET current = false FROM person p
            WHERE a.school_id = $1 AND p.school_id = $1 AND p.id = a.person_id AND p.present AND a.current AND a.closed_reason = 'PURGED'
            """);

    static final Sql WITHOUT = Sql.app("""
            INSERT INTO import_account
            SELECT p.id, p.holder, coalesce(NULLIF(p.usage_name, ''), p.family_name), p.given_name FROM person p
            WHERE p.school_id = $1 AND p.present
              AND NOT EXISTS (SELECT FROM account a WHERE a.school_id = $1 AND a.person_id = p.id AND a.current)
            """);

    static final Sql PAGE_OF_NAMES = Sql.app("""
            SELECT person_id, family_name, given_name FROM import_account WHERE person_id > $1 ORDER BY person_id LIMIT $2
            """);

    static final Sql BASES = Sql.app("INSERT INTO import_login SELECT * FROM unnest($1::bigint[], $2::text[])");

    /**
     * One step of the counter for all homonyms together: 200,000 of them are one row. Counters are taken in the order of
     * their names, so that two imports cannot wait for each other in a circle, and as late as can be, since another import
     * with the same names waits from here to the commit.
     */
    static final Sql CREATE = Sql.app("""
            WITH wanted AS MATERIALIZED (
              SELECT base, count(*)::int AS n FROM import_login GROUP BY base
            ), counted AS (
              INSERT INTO login_counter (base, last) SELECT base, n FROM wanted ORDER BY base
              ON CONFLICT (base) DO UPDATE SET last = login_counter.last + excluded.last
              RETURNING base, last
            )
            INSERT INTO account (school_id, person_id, holder, login, state, created_at)
            SELECT $1, i.person_id, i.holder,
              l.base || (c.last - w.n + row_number() OVER (PARTITION BY l.base ORDER BY i.person_id)), $2, $3
            FROM import_account i JOIN import_login l ON l.person_id = i.person_id
            JOIN wanted w ON w.base = l.base JOIN counted c ON c.base = l.base
            """);

    private record Named(long personId, String familyName, String givenName) {
        String base() {
            return Login.firstBase(givenName, familyName);
        }
    }

    private AccountImportStore() {}

    static Future<Void> leaveAndReturn(Tx tx, GroupKeeper groups, long school, Instant now) {
        AccountState left = after(AccountEvent.LEAVE, AccountState.NOT_NOTIFIED);
        return tx.run(LEAVE_GROUP, school, left, now, before(AccountEvent.LEAVE))
                .compose(done -> tx.list(LEAVING, row -> row.getLong("id"), school))
                .compose(leaving -> groups.leave(tx, school, leaving, now))
                .compose(done -> tx.run(LEAVE, school, left, now, before(AccountEvent.LEAVE)))
                .compose(done -> tx.run(END_SESSIONS, school))
                .compose(done -> tx.run(KILL_LINKS, school, now))
                .compose(done -> tx.run(
                        RETURN, school, after(AccountEvent.RETURN, AccountState.CLOSED), before(AccountEvent.RETURN)))
                .compose(done -> tx.run(FORGET_PURGED, school))
                .mapEmpty();
    }

    /** For everybody who is there and has none. */
    static Future<Void> create(Tx tx, long school, Instant now) {
        return tx.run(WITHOUT, school)
                .compose(done -> bases(tx, 0))
                .compose(done -> tx.script("ANALYZE import_account; ANALYZE import_login"))
                .compose(done -> tx.run(CREATE, school, AccountState.NOT_NOTIFIED, now))
                .mapEmpty();
    }

    private static Future<Void> bases(Tx tx, long after) {
        return tx.list(
                        PAGE_OF_NAMES,
                        row -> new Named(
                                row.getLong("person_id"), row.getString("family_name"), row.getString("given_name")),
                        after,
                        (long) PAGE)
                .compose(names -> names.isEmpty()
                        ? Future.succeededFuture()
                        : write(tx, names)
                                .compose(done ->
                                        bases(tx, names.get(names.size() - 1).personId())));
    }

    private static Future<Void> write(Tx tx, List<Named> names) {
        return tx.run(
                        BASES,
                        names.stream().map(Named::personId).toArray(Long[]::new),
                        names.stream().map(Named::base).toArray(String[]::new))
                .mapEmpty();
    }

    private static AccountState after(AccountEvent event, AccountState state) {
        return Lifecycle.after(event, state, false, Holder.GUARDIAN, Actor.IMPORT)
                .orElseThrow();
    }

    private static Object before(AccountEvent event) {
        return Arrays.stream(Lifecycle.statesBefore(event)).map(Enum::name).toArray(String[]::new);
    }
}
