package fr.teleservices.audit;

import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Sql;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The chain of a school, or of the academy, to be read and handed over. */
public final class AuditTrailService {
    private final Database database;
    private final Clock clock;

    public AuditTrailService(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * The newest first.
     *
     * @param chain a school, or {@link AuditStore#ACADEMY}
     * @param before a number of an event; {@code Long.MAX_VALUE}: from the newest on
     */
    public Future<List<AuditLine>> newest(long chain, AuditFilter filter, long before, int most) {
        return lines(AuditTrailStore.BEFORE, chain, filter, before, most);
    }

    /** In their order, behind that number. */
    public Future<List<AuditLine>> after(long chain, AuditFilter filter, long seq, int most) {
        return lines(AuditTrailStore.AFTER, chain, filter, seq, most);
    }

    private Future<List<AuditLine>> lines(Sql page, long chain, AuditFilter filter, long mark, int most) {
        Scope scope = Scope.of(chain);
        return whom(scope, chain, filter.who())
                .compose(whom ->
                        database.inScope(scope, tx -> AuditTrailStore.lines(tx, page, chain, mark, filter, whom, most)))
                .compose(found -> database.atGateOnce(gate -> AuditTrailStore.logins(gate, found))
                        .map(logins ->
                                found.stream().map(one -> one.named(logins)).toList()));
    }

    private Future<UUID @Nullable []> whom(Scope scope, long chain, String login) {
        if (login.isEmpty()) {
            return Future.succeededFuture(null);
        }
        return database.atGateOnce(gate -> AuditTrailStore.staffOfLogin(gate, login))
                .compose(staff -> database.inScope(scope, tx -> AuditTrailStore.pseudonyms(tx, chain, staff, login)));
    }

    /**
     * Whoever takes the journal is in it, before the first line leaves.
     *
     * @param staff null: by the command line
     */
    public Future<Void> noteExport(long chain, @Nullable Long staff, AuditFilter filter) {
        JsonObject detail = new JsonObject()
                .put("from", filter.from().toString())
                .put("to", filter.to().toString());
        return database.inScope(
                Scope.of(chain),
                tx -> AuditStore.append(
                        tx,
                        chain,
                        clock.instant(),
                        staff == null ? "SERVICE" : "STAFF",
                        staff,
                        "audit.export",
                        null,
                        null,
                        detail));
    }
}
