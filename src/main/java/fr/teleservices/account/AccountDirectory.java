package fr.teleservices.account;

import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.kernel.Refusal;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists a school's accounts, page by page. */
public final class AccountDirectory {
    public static final int MOST = 200;

    private final Database database;

    public AccountDirectory(Database database) {
        this.database = database;
    }

    /** A child of a guardian's account, names as the import brought them. */
    public record ChildEntry(
            String familyName, String givenName, @Nullable String division) {}

    /**
     * An account with its person, names as the import brought them.
     *
     * @param children of a guardian, the youngest first; none for a pupil
     * @param division a pupil's own, or the youngest child's
     * @param notifiedBy EMAIL, PAPER or BOTH
     * @param held the holder said that the account is not theirs
     * @param current false: waits to take over, or was closed before it did
     * @param closedReason LEFT, REPLACED, GROUPED or PURGED
     */
    public record Entry(
            long id,
            long schoolId,
            Holder holder,
            String login,
            AccountState state,
            String familyName,
            String givenName,
            @Nullable String email,
            List<ChildEntry> children,
            @Nullable String division,
            @Nullable Instant notifiedAt,
            @Nullable String notifiedBy,
            @Nullable Instant lastAccessAt,
            boolean held,
            @Nullable String usageName,
            boolean current,
            @Nullable String closedReason,
            @Nullable Instant usableFrom) {}

    /**
     * What is wanted.
     *
     * @param holder null: both
     * @param state null: all but CLOSED
     * @param division a pupil's, or one of the children's; empty: all
     * @param text words, each part of a name, a child's name, a mail address, or the beginning of a login; case and accents do
     *     not matter
     */
    public record Filter(@Nullable Holder holder, @Nullable AccountState state, String division, String text) {}

    /** @param next the id that the next page begins behind; null at the end */
    public record Page(List<Entry> entries, @Nullable Long next) {}

    /** In the order of their ids. */
    public Future<Page> list(long school, Filter filter, long after, int limit) {
        int wanted = Math.max(1, Math.min(limit, MOST));
        return database.inScope(Scope.of(school), tx -> DirectoryStore.list(tx, school, filter, after, wanted + 1))
                .map(found -> found.size() <= wanted
                        ? new Page(found, null)
                        : new Page(
                                found.subList(0, wanted), found.get(wanted - 1).id()));
    }

    /** A page of the list as staff sort and filter it, {@value #MOST} at most. */
    public Future<Page> search(long school, AccountSearch search, int limit) {
        int wanted = Math.max(1, Math.min(limit, MOST));
        return database.inScope(
                Scope.of(school),
                tx -> SearchStore.page(tx, school, search, wanted + 1)
                        .compose(ids -> DirectoryStore.byIds(tx, ids.subList(0, Math.min(wanted, ids.size())))
                                .map(found -> new Page(found, ids.size() <= wanted ? null : ids.get(wanted - 1)))));
    }

    /** How many accounts are held. */
    public Future<Long> held(long school, Holder holder) {
        return database.inScope(Scope.of(school), tx -> SearchStore.held(tx, school, holder));
    }

    /** The school's divisions in their natural order. */
    public Future<List<String>> divisions(long school) {
        return database.inScope(Scope.of(school), tx -> SearchStore.divisions(tx, school));
    }

    /** Another school's account is as absent as one that does not exist. */
    public Future<Entry> one(Scope scope, long account) {
        return database.inScope(scope, tx -> DirectoryStore.one(tx, account))
                .map(found -> found.orElseThrow(() -> Refusal.notFound().asFailure()));
    }
}
