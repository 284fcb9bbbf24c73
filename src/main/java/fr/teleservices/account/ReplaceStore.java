package fr.teleservices.account;

import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Opens the account that is to take over, and finds its login. */
final class ReplaceStore {
    /** Before the accounts are looked for: whoever waited here sees the one that another has just opened. */
    static final Sql ONE_AT_A_TIME = Sql.app("SELECT id FROM person WHERE id = $1 FOR UPDATE");

    /** The newest first, as the first sign-in of a new account locks them. */
    static final Sql LOCK_PERSON = Sql.app("""
            SELECT a.id, a.state, a.current, a.held, a.holder, p.present, p.given_name,
                   coalesce(NULLIF(p.usage_name, ''), p.family_name) AS family_name
            FROM account a JOIN person p ON p.id = a.person_id
            WHERE a.person_id = $1 ORDER BY a.id DESC FOR UPDATE OF a""");

    /** The name without a number: whoever asks first has it, for ever. No row: it was taken, and the counter is locked. */
    static final Sql TAKE_PLAIN = Sql.app("""
            INSERT INTO login_counter AS c (base, plain_taken) VALUES ($1, true)
            ON CONFLICT (base) DO UPDATE SET plain_taken = true WHERE NOT c.plain_taken
            RETURNING base""");

    /** A statement of its own after the one above, so that it sees a row that another transaction has just written. */
    static final Sql TAKE_NUMBER =
            Sql.app("UPDATE login_counter SET last = last + 1 WHERE base = $1 RETURNING base || last AS login");

    static final Sql INSERT = Sql.app("""
            INSERT INTO account (school_id, person_id, holder, login, state, current, usable_from, created_at)
            VALUES ($1, $2, $3, $4, $5, false, $6, $7) RETURNING id""");

    /** One account of a person, under its lock. */
    record Sibling(
            long id,
            AccountState state,
            boolean current,
            boolean held,
            Holder holder,
            boolean present,
            String givenName,
            String familyName) {
        boolean waits() {
            return !current && state != AccountState.CLOSED;
        }
    }

    private ReplaceStore() {}

    static Future<List<Sibling>> lockPerson(Tx tx, long personId) {
        return tx.run(ONE_AT_A_TIME, personId)
                .compose(alone -> tx.list(
                        LOCK_PERSON,
                        row -> new Sibling(
                                row.getLong("id"),
                                Columns.constant(row, "state", AccountState.class),
                                Columns.isTrue(row, "current"),
                                Columns.isTrue(row, "held"),
                                Columns.constant(row, "holder", Holder.class),
                                Columns.isTrue(row, "present"),
                                row.getString("given_name"),
                                row.getString("family_name")),
                        personId));
    }

    /** A login that nobody has or had: the counter's row waits for whoever else wants the same name. */
    static Future<String> takeLogin(Tx tx, String base) {
        return tx.first(TAKE_PLAIN, row -> row.getString("base"), base)
                .compose(plain -> plain.isPresent()
                        ? Future.succeededFuture(plain)
                        : tx.first(TAKE_NUMBER, row -> row.getString("login"), base))
                .map(Optional::orElseThrow);
    }

    static Future<Long> insert(Tx tx, Account old, String login, AccountState state, Instant usableFrom, Instant now) {
        return tx.one(
                INSERT,
                row -> row.getLong("id"),
                old.schoolId(),
                old.personId(),
                old.holder(),
                login,
                state,
                usableFrom,
                now);
    }
}
