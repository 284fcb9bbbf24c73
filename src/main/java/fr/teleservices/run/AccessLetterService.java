package fr.teleservices.run;

import fr.teleservices.account.AccountEvent;
import fr.teleservices.account.AccountState;
import fr.teleservices.account.Actor;
import fr.teleservices.account.Lifecycle;
import fr.teleservices.bus.Addresses;
import fr.teleservices.credential.Keyring;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Tx;
import fr.teleservices.letter.LetterItem;
import fr.teleservices.letter.LetterJob;
import fr.teleservices.letter.LetterQueue;
import fr.teleservices.letter.LetterResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queue that the letter workers pull from: a part is claimed, written, and stored with its outcomes in one transaction. */
public final class AccessLetterService implements LetterQueue {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLetterService.class);

    private final Vertx vertx;
    private final Database database;
    private final Keyring keyring;
    private final LetterKeyService keys;
    private final Supplier<String> baseUrl;
    private final Clock clock;
    private final Duration lease;
    private final LetterQueueStore store = new LetterQueueStore();
    private final PeopleStore people = new PeopleStore();
    private final Map<Long, Writing> writing = new ConcurrentHashMap<>();

    /** A part in a worker's hands: what was decided for each letter when it was claimed. */
    private record Writing(
            LetterQueueStore.ClaimedPart part, Map<Long, Decision> decisions, List<LetterQueueStore.Outcome> ended) {}

    private record Decision(long accountId, boolean withPassword, int epoch) {}

    public AccessLetterService(
            Vertx vertx, Database database, Keyring keyring, Supplier<String> baseUrl, Clock clock, Duration lease) {
        this.vertx = vertx;
        this.database = database;
        this.keyring = keyring;
        this.keys = new LetterKeyService(keyring, clock);
        this.baseUrl = baseUrl;
        this.clock = clock;
        this.lease = lease;
    }

    @Override
    public Future<Optional<LetterJob>> claim(String worker) {
        return database.atGateOnce(store::next).compose(due -> {
            if (due.isEmpty()) {
                return Future.succeededFuture(Optional.<LetterJob>empty());
            }
            long school = due.get().schoolId();
            return database.inScopeByKeys(
                            Scope.of(school),
                            tx -> store.claim(tx, due.get().partId(), worker, lease.toMillis())
                                    .compose(part -> part.isEmpty()
                                            ? Future.succeededFuture(Optional.<Loaded>empty())
                                            : load(tx, part.get()).map(Optional::of)))
                    // another worker was quicker: look again
                    .compose(loaded -> loaded.isEmpty()
                            ? claim(worker)
                            : vertx.executeBlocking(() -> Optional.of(write(loaded.get()))));
        });
    }

    private record Loaded(
            LetterQueueStore.ClaimedPart part,
            List<LetterQueueStore.Item> items,
            Map<Long, List<Child>> children,
            SchoolFacts school) {}

    private Future<Loaded> load(Tx tx, LetterQueueStore.ClaimedPart part) {
        Future<SchoolFacts> school = people.school(tx, part.schoolId());
        return store.items(tx, part).compose(items -> {
            Long[] guardians = items.stream()
                    .map(item -> item.recipient().personId())
                    .distinct()
                    .toArray(Long[]::new);
            return people.children(tx, guardians)
                    .compose(children -> school.map(facts -> new Loaded(part, items, children, facts)));
        });
    }

    /** Decides each letter again and writes its words; a letter that cannot be written fails alone. */
    private LetterJob write(Loaded loaded) {
        LetterQueueStore.ClaimedPart part = loaded.part();
        LocalDate today = clock.instant().atZone(loaded.school().zone()).toLocalDate();
        LetterComposer composer = new LetterComposer(keyring, baseUrl.get(), loaded.school(), today);
        Map<Long, Decision> decisions = new HashMap<>();
        List<LetterQueueStore.Outcome> ended = new ArrayList<>();
        List<LetterItem> letters = new ArrayList<>(loaded.items().size());
        for (LetterQueueStore.Item item : loaded.items()) {
            AccountState state = AccountState.valueOf(item.state());
            boolean password = applies(AccountEvent.NOTIFY, state, item);
            boolean reminder = applies(AccountEvent.REMIND, state, item);
            decisions.put(item.id(), new Decision(item.accountId(), password, item.epoch()));
            if (item.replaced() || (!password && !reminder)) {
                ended.add(outcome(item.id(), "LEFT_OUT", whyNot(item)));
                continue;
            }
            try {
                List<Child> children =
                        loaded.children().getOrDefault(item.recipient().personId(), List.of());
                letters.add(
                        new LetterItem(item.id(), composer.compose(item, children, password, bookmark(part, item))));
            } catch (RuntimeException e) {
                LOG.atWarn()
                        .addKeyValue("run", part.runId())
                        .setCause(e)
                        .log("letter {} cannot be composed", item.id());
                ended.add(outcome(item.id(), "FAILED", Reason.NOT_PRINTABLE));
            }
        }
        writing.put(part.id(), new Writing(part, decisions, ended));
        return new LetterJob(
                part.id(),
                part.token(),
                "Courriers de notification – " + loaded.school().name(),
                keys.open(part.schoolId(), part.keyId(), Objects.requireNonNull(part.wrappedKey(), "key destroyed")),
                LetterKeyService.partContext(part.schoolId(), part.id()),
                letters);
    }

    private static Reason whyNot(LetterQueueStore.Item item) {
        return item.held() ? Reason.HELD : item.replaced() ? Reason.REPLACED : Reason.CLOSED;
    }

    /** Letters to be posted, and those asked for by hand, have none. */
    private static String bookmark(LetterQueueStore.ClaimedPart part, LetterQueueStore.Item item) {
        return part.division() == null ? "" : item.sortedUnder();
    }

    private static boolean applies(AccountEvent event, AccountState state, LetterQueueStore.Item item) {
        return Lifecycle.after(event, state, item.held(), item.recipient().holder(), Actor.RUN)
                .isPresent();
    }

    @Override
    public Future<Boolean> store(LetterJob job, byte[] sealedPdf, List<LetterResult> results) {
        Writing current = Objects.requireNonNull(writing.get(job.partId()), "a part that was not claimed here");
        List<LetterQueueStore.Outcome> outcomes = new ArrayList<>(current.ended());
        results.forEach(result -> outcomes.add(outcome(result, current)));
        int pages = (int) outcomes.stream().filter(o -> o.page() > 0).count();
        Long[] accounts = current.decisions().values().stream()
                .map(Decision::accountId)
                .distinct()
                .toArray(Long[]::new);
        return database.inScopeByKeys(
                        Scope.of(current.part().schoolId()),
                        tx -> store.seal(tx, job.partId(), job.token(), sealedPdf, pages, clock.instant())
                                .compose(mine -> mine
                                        ? store.record(tx, job.partId(), accounts, outcomes, clock.instant())
                                                .compose(n -> n == outcomes.size()
                                                        ? Future.succeededFuture(true)
                                                        : Future.<Boolean>failedFuture(new IllegalStateException("part "
                                                                + job.partId() + ": " + n + " of " + outcomes.size())))
                                        : Future.succeededFuture(false)))
                .onSuccess(stored -> {
                    writing.remove(job.partId());
                    Long run = current.part().runId();
                    if (run != null) {
                        Addresses.RUN_CHANGED.publish(vertx, run);
                    }
                });
    }

    @Override
    public Future<Void> giveBack(LetterJob job) {
        Writing current = writing.remove(job.partId());
        if (current == null) {
            return Future.succeededFuture();
        }
        return database.inScope(
                        Scope.of(current.part().schoolId()), tx -> store.giveBack(tx, job.partId(), job.token()))
                .mapEmpty();
    }

    private static LetterQueueStore.Outcome outcome(LetterResult result, Writing current) {
        Decision decision = Objects.requireNonNull(current.decisions().get(result.notificationId()));
        if (result instanceof LetterResult.InLetter in) {
            return new LetterQueueStore.Outcome(
                    in.notificationId(), "IN_LETTER", null, in.pageNumber(), decision.withPassword(), decision.epoch());
        }
        LetterResult.Failed failed = (LetterResult.Failed) result;
        return new LetterQueueStore.Outcome(
                failed.notificationId(), "FAILED", failed.sentence(), 0, decision.withPassword(), decision.epoch());
    }

    private static LetterQueueStore.Outcome outcome(long id, String status, Reason reason) {
        return new LetterQueueStore.Outcome(id, status, reason.name(), 0, false, 0);
    }
}
