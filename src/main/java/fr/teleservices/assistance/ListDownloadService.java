package fr.teleservices.assistance;

import fr.teleservices.account.Holder;
import fr.teleservices.audit.AuditStore;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;

/** A list that is saved names every family of a school: it is written down who took it, before the first line leaves. */
public final class ListDownloadService {
    private final Database database;
    private final Clock clock;

    public ListDownloadService(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    Future<Void> note(long school, long staff, Holder holder) {
        return database.inScope(
                Scope.of(school),
                tx -> AuditStore.append(
                        tx,
                        school,
                        clock.instant(),
                        "STAFF",
                        staff,
                        "accounts-downloaded",
                        "SCHOOL",
                        school,
                        new JsonObject().put("holder", holder.name())));
    }
}
