package fr.teleservices.audit;

import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import io.vertx.core.Future;

/** Verifies the audit. */
public final class AuditService {
    private final Database database;

    public AuditService(Database database) {
        this.database = database;
    }

    /** Computes one chain anew: an event changed, taken out or put in, and a tail cut off, are found. */
    public Future<AuditVerdict> verify(long school) {
        return database.inScope(Scope.of(school), tx -> AuditStore.verify(tx, school));
    }
}
