package fr.teleservices.account;

import fr.teleservices.audit.AuditStore;
import fr.teleservices.db.Database;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps a group's account open when it loses the children of its home, in the caller's transaction: its home becomes the
 * next school of the group. The account changes places with that school's closed row, so that the login, the password
 * and the sessions of the guardian go on.
 */
public final class GroupKeeper {
    private final Database database;

    public GroupKeeper(Database database) {
        this.database = database;
    }

    /** @param schools of whose audit the move is part */
    private record Move(long head, long part, long left, long taken) {}

    /**
     * Before the accounts of those who left a school are closed: groups among them move on instead. The caller holds their
     * locks and has taken the parts that leave as well out of their groups.
     */
    public Future<Void> leave(Tx tx, long school, Collection<Long> leaving, Instant now) {
        return database.atGateOnce(gate -> GroupStore.partsOf(gate, leaving))
                .compose(parts ->
                        parts.isEmpty() ? Future.<Void>succeededFuture() : moveAll(tx, school, parts, "LEFT", now));
    }

    private Future<Void> moveAll(Tx tx, long school, List<GroupStore.Part> parts, String reason, Instant now) {
        Set<Long> schools = new LinkedHashSet<>(List.of(school));
        Set<Long> heads = new TreeSet<>();
        parts.forEach(part -> {
            schools.add(part.schoolId());
            heads.add(part.head());
        });
        List<Move> moves = new ArrayList<>();
        Future<?> done = GroupStore.setScope(tx, schools);
        for (long head : heads) {
            done = done.compose(before -> move(tx, head, reason, now).onSuccess(moved -> moved.ifPresent(moves::add)));
        }
        return done.compose(all -> GroupStore.setScope(tx, List.of(school))).compose(all -> audit(tx, moves, now));
    }

    /**
     * A <em>nouveau compte</em> takes over from an account: if that is a group's, it moves on.
     *
     * @return false: it is no group's, and closes
     */
    Future<Boolean> giveWay(Tx tx, long school, long head, Instant now) {
        return database.atGateOnce(gate -> GroupStore.partsOf(gate, List.of(head)))
                .compose(parts -> parts.isEmpty()
                        ? Future.succeededFuture(false)
                        : moveAll(tx, school, parts, "REPLACED", now).map(true));
    }

    /**
     * Before accounts are erased: what was grouped into them is its school's again, to be notified anew. The caller holds their
     * locks.
     *
     * @return what was taken out, for the audit
     */
    Future<List<AccountStore.Place>> dissolve(Tx tx, long school, Collection<Long> heads) {
        return database.atGateOnce(gate -> GroupStore.partsOf(gate, heads)).compose(parts -> {
            if (parts.isEmpty()) {
                return Future.succeededFuture(List.of());
            }
            Set<Long> schools = new LinkedHashSet<>(List.of(school));
            parts.forEach(part -> schools.add(part.schoolId()));
            AccountState to = Lifecycle.after(
                            AccountEvent.UNGROUP, AccountState.CLOSED, false, Holder.GUARDIAN, Actor.SERVICE)
                    .orElseThrow();
            return GroupStore.setScope(tx, schools)
                    .compose(done -> GroupStore.dissolve(tx, heads, to))
                    .compose(out -> GroupStore.setScope(tx, List.of(school)).map(done -> out));
        });
    }

    private static Future<Optional<Move>> move(Tx tx, long head, String reason, Instant now) {
        return GroupStore.next(tx, head).compose(next -> {
            if (next.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            long part = next.get();
            return GroupStore.seat(tx, head)
                    .compose(left -> GroupStore.seat(tx, part)
                            .compose(taken -> GroupStore.exchange(
                                            tx, head, left, part, taken, reason, reason.equals("LEFT"), now)
                                    .map(done ->
                                            Optional.of(new Move(head, part, left.schoolId(), taken.schoolId())))));
        });
    }

    /** One event a school and account, in the order of the schools: two imports must not wait for each other's chain. */
    private static Future<Void> audit(Tx tx, List<Move> moves, Instant now) {
        record Event(long school, String action, long account) {}
        List<Event> events = new ArrayList<>();
        moves.forEach(move -> {
            events.add(new Event(move.left(), "account.group-left", move.part()));
            events.add(new Event(move.taken(), "account.group-home", move.head()));
        });
        events.sort(java.util.Comparator.comparingLong(Event::school));
        Future<Void> done = Future.succeededFuture();
        for (Event event : events) {
            done = done.compose(before -> AuditStore.append(
                    tx,
                    event.school(),
                    now,
                    "SERVICE",
                    null,
                    event.action(),
                    "ACCOUNT",
                    event.account(),
                    new JsonObject()));
        }
        return done;
    }
}
