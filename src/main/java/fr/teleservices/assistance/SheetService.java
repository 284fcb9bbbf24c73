package fr.teleservices.assistance;

import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Tx;
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
     * @param group accounts of this school that are grouped with it
     * @param children of a guardian
     * @param guardians of a pupil
     * @param events the latest first
     * @param messages the latest first
     * @param staff logins by id
     */
    record Whole(
            SheetStore.Sheet sheet,
            List<SheetStore.Other> others,
            List<SheetStore.Other> group,
            List<SheetStore.Child> children,
            List<SheetStore.Parent> guardians,
            List<HistoryStore.Event> events,
            List<HistoryStore.Message> messages,
            Map<Long, String> staff) {
        Whole with(List<HistoryStore.Event> told, List<HistoryStore.Message> sent) {
            return new Whole(sheet, others, group, children, guardians, told, sent, staff);
        }

        Whole with(Map<Long, String> logins) {
            return new Whole(sheet, others, group, children, guardians, events, messages, logins);
        }
    }

    /** Another school's account is as absent as one that does not exist. */
    Future<Whole> whole(long school, long account) {
        return database.inScope(
                        Scope.of(school),
                        tx -> SheetStore.sheet(tx, school, account)
                                .map(found -> found.orElseThrow(Refusal.notFound()::asFailure))
                                .compose(sheet -> people(tx, sheet))
                                .compose(whole -> HistoryStore.events(tx, school, account)
                                        .compose(events -> HistoryStore.messages(tx, account)
                                                .map(messages -> whole.with(events, messages)))))
                .compose(this::named);
    }

    private static Future<Whole> people(Tx tx, SheetStore.Sheet sheet) {
        return SheetStore.others(tx, sheet)
                .compose(others -> SheetStore.group(tx, sheet)
                        .compose(group -> SheetStore.children(tx, sheet)
                                .compose(children -> SheetStore.guardians(tx, sheet)
                                        .map(guardians -> new Whole(
                                                sheet, others, group, children, guardians, List.of(), List.of(),
                                                Map.of())))));
    }

    private Future<Whole> named(Whole whole) {
        Long[] staff = Stream.concat(
                        whole.events().stream().map(HistoryStore.Event::staffId),
                        whole.messages().stream().map(HistoryStore.Message::createdBy))
                .filter(Objects::nonNull)
                .distinct()
                .toArray(Long[]::new);
        return database.atGateOnce(gate -> HistoryStore.logins(gate, staff)).map(whole::with);
    }
}
