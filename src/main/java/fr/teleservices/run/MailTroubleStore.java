package fr.teleservices.run;

import fr.teleservices.db.Sql;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;

/** Rows of {@code mail_trouble}, by the database's clock: nodes have clocks of their own. */
final class MailTroubleStore {
    static final Sql SAY = Sql.gate("""
            INSERT INTO mail_trouble (worker, reason, since) VALUES ($1, $2, $3)
            ON CONFLICT (worker) DO UPDATE SET reason = excluded.reason, said_at = clock_timestamp()
            """);

    static final Sql OVER =
            Sql.gate("DELETE FROM mail_trouble WHERE worker = $1 OR said_at < clock_timestamp() - interval '1 hour'");

    /** Three times said is not missed. */
    static final Sql REASON = Sql.gate("""
            SELECT reason FROM mail_trouble WHERE said_at > clock_timestamp() - interval '30 s' ORDER BY since LIMIT 1
            """);

    private MailTroubleStore() {}

    static Future<Integer> say(Tx gate, String worker, String reason, Instant since) {
        return gate.update(SAY, worker, reason, since);
    }

    static Future<Integer> over(Tx gate, String worker) {
        return gate.update(OVER, worker);
    }

    static Future<Optional<String>> reason(Tx gate) {
        return gate.first(REASON, row -> row.getString("reason"));
    }
}
