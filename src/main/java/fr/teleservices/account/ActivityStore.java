package fr.teleservices.account;

import fr.teleservices.db.Columns;
import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** What happened to an account lately, for its holder. */
final class ActivityStore {
    /** The last twenty, in one row of the account's own: no index is touched, nothing grows. */
    static final Sql SIGNED_IN = Sql.app("""
            INSERT INTO sign_in AS s (account_id, school_id, at) VALUES ($1, $2, ARRAY[$3::timestamptz])
            ON CONFLICT (account_id) DO UPDATE SET school_id = $2, at = (ARRAY[$3::timestamptz] || s.at)[1:20]""");

    /** The audit's events about the account, in whatever chain of the scope they are, and its sign-ins. */
    static final Sql RECENT = Sql.app("""
            SELECT at, action, actor_kind FROM (
              SELECT e.at, e.action, e.actor_kind, e.seq FROM pseudonym p
              JOIN audit_event e ON e.school_id = p.school_id AND e.subject = p.pseudonym
              WHERE p.kind = 'ACCOUNT' AND p.subject = $1
              UNION ALL
              SELECT unnest(at), 'account.sign-in', 'HOLDER', 0 FROM sign_in WHERE account_id = $1
            ) every ORDER BY at DESC, seq DESC LIMIT $2""");

    private ActivityStore() {}

    static Future<Void> signedIn(Tx tx, Account account, Instant at) {
        return tx.run(SIGNED_IN, account.id(), account.schoolId(), at).mapEmpty();
    }

    static Future<List<Activity>> recent(Tx tx, long account, int most) {
        return tx.list(
                RECENT,
                row -> new Activity(Columns.instantOf(row, "at"), row.getString("action"), row.getString("actor_kind")),
                account,
                (long) most);
    }
}
