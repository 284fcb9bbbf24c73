package fr.teleservices.assistance;

import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.kernel.Refusal;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Everything that an account's page shows. */
public final class SheetService {
    private final Database database;

    public SheetService(Database database) {
        this.database = database;
    }

    /**
     * @param events the latest first
     * @param messages the latest first
     * @param staff logins by id
     */
    record Whole(
            SheetStore.Sheet sheet,
            List<SheetStore.Other> others,
            List<SheetStore.Child> children,
            List<HistoryStore.Event> events,
            List<HistoryStore.Message> messages,
            Map<Long, String> staff) {}

    /** Another school's account is as absent as one that does not exist. */
    Future<Whole> whole(long school, long account) {
        return database.inScope(
                        Scope.of(school),
                        tx -> SheetStore.sheet(tx, school, account)
                                .map(found -> found.orElseThrow(Refusal.notFound()::asFailure))
                                .compose(sheet -> SheetStore.others(tx, sheet)
                                        .compose(others -> SheetStore.children(tx, sheet)
                                                .compose(children -> HistoryStore.events(tx, school, account)
                                                        .compose(events -> HistoryStore.messages(tx, account)
                                                                .map(messages -> new Whole(
                                                                        sheet, others, children, events, messages,
                                                                        Map.of())))))))
                .compose(this::named);
    }

    private Future<Whole> named(Whole whole) {
        Long[] staff = Stream.concat(
                        whole.events().stream().map(HistoryStore.Event::staffId),
                        whole.messages().stream().map(HistoryStore.Message::createdBy))
                .filter(Objects::nonNull)
                .distinct()
                .toArray(Long[]::new);
        return database.atGateOnce(gate -> HistoryStore.logins(gate, staff))
                .map(logins -> new Whole(
                        whole.sheet(), whole.others(), whole.children(), whole.events(), whole.messages(), logins));
    }
}
