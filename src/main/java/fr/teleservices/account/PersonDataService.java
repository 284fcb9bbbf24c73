package fr.teleservices.account;

import fr.teleservices.audit.AuditStore;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;

/** What is kept of one person, to be handed over: to the person, or by the chef on the person's behalf. */
public final class PersonDataService {
    private final Database database;
    private final Clock clock;

    public PersonDataService(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * The person's file at that school, by a member of staff; no other school's.
     *
     * @param words an action of the audit in French
     */
    public Future<PersonFileJson> ofSchool(By staff, long school, long account, UnaryOperator<String> words) {
        return gather(staff, school, account, List.of(school), words);
    }

    /** One's own, at every school of one's group. */
    public Future<PersonFileJson> own(Account account, UnaryOperator<String> words) {
        return database.atGateOnce(gate -> GroupStore.schools(gate, account.id()))
                .compose(schools -> gather(By.holder(account.id()), account.schoolId(), account.id(), schools, words));
    }

    private Future<PersonFileJson> gather(
            By by, long school, long account, List<Long> schools, UnaryOperator<String> words) {
        return database.inScope(
                Scope.of(schools),
                tx -> PersonDataStore.files(tx, account)
                        .compose(files -> files.isEmpty()
                                ? Future.failedFuture(Refusal.notFound().asFailure())
                                : all(tx, files, words))
                        .compose(data -> note(tx, by, school, account).map(new PersonFileJson(document(data)))));
    }

    private static Future<JsonArray> all(Tx tx, List<PersonDataStore.PersonAt> files, UnaryOperator<String> words) {
        Future<JsonArray> sum = Future.succeededFuture(new JsonArray());
        for (PersonDataStore.PersonAt one : files) {
            sum = sum.compose(all -> PersonDataStore.data(tx, one)
                    .map(data -> all.add(
                            new JsonObject().put("Établissement", one.name()).mergeIn(inFrench(data, words)))));
        }
        return sum;
    }

    private static JsonObject inFrench(JsonObject data, UnaryOperator<String> words) {
        JsonArray history = data.getJsonArray("Historique", new JsonArray());
        for (int i = 0; i < history.size(); i++) {
            JsonObject event = history.getJsonObject(i);
            event.put("Action", words.apply(event.getString("Action")));
        }
        return data;
    }

    private JsonObject document(JsonArray files) {
        return new JsonObject()
                .put("Document", "Données personnelles gardées par le service Téléservices")
                .put("Établi le", clock.instant().toString())
                .put("Dossiers", files);
    }

    private Future<Void> note(Tx tx, By by, long school, long account) {
        return AuditStore.append(
                tx,
                school,
                clock.instant(),
                by.auditKind(),
                by.id(),
                "account.export",
                "ACCOUNT",
                account,
                new JsonObject());
    }
}
