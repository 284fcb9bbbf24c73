package fr.teleservices.run;

import fr.teleservices.bus.Addresses;
import fr.teleservices.credential.Keyring;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Tx;
import fr.teleservices.mail.MailAddress;
import fr.teleservices.mail.MailJob;
import fr.teleservices.mail.MailOutcome;
import fr.teleservices.mail.MailQueue;
import fr.teleservices.mail.SmtpAnswer;
import fr.teleservices.setting.ContactMessage;
import fr.teleservices.setting.ContactStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queue that the mail workers pull from: claims one school's messages at a time, writes them, records what became of them. */
public final class AccessMailService implements MailQueue {
    private static final Logger LOG = LoggerFactory.getLogger(AccessMailService.class);

    private final Vertx vertx;
    private final Database database;
    private final MailComposer composer;
    private final Clock clock;
    private final Duration lease;
    private final MailQueueStore store = new MailQueueStore();
    private final MailLeaseStore leases = new MailLeaseStore();
    private final PeopleStore people = new PeopleStore();
    private final RunTurns turns = new RunTurns(System::nanoTime);

    /** What is in flight here, by token: an outcome names its notification alone. */
    private final Map<Long, InFlight> inFlight = new ConcurrentHashMap<>();

    private record InFlight(long school, long account, boolean paired) {}

    public AccessMailService(
            Vertx vertx,
            Database database,
            Keyring keyring,
            MailAddress sender,
            Supplier<String> baseUrl,
            Clock clock,
            Duration lease) {
        this.vertx = vertx;
        this.database = database;
        this.composer = new MailComposer(keyring, sender, baseUrl);
        this.clock = clock;
        this.lease = lease;
    }

    @Override
    public Future<List<MailJob>> claim(String worker, int max, Kind kind) {
        return database.atGateOnce(store::nextSingle).compose(single -> {
            if (single.isPresent()) {
                return claim(single.get(), worker, max, 0).compose(batch -> compose(batch));
            }
            return kind == Kind.URGENT ? Future.succeededFuture(List.of()) : claimOfRuns(worker, max, false);
        });
    }

    /** One run after the other until one has something; a run that has nothing at its mark is asked again from its start. */
    private Future<List<MailJob>> claimOfRuns(String worker, int max, boolean looked) {
        if (!looked && turns.isOld()) {
            return lookForRuns(worker, max);
        }
        Optional<MailQueueStore.Turn> next = turns.next();
        if (next.isEmpty()) {
            return looked ? Future.succeededFuture(List.of()) : lookForRuns(worker, max);
        }
        MailQueueStore.Turn turn = next.get();
        long run = Objects.requireNonNull(turn.runId());
        long after = turns.markOf(run);
        return claim(turn, worker, max, after)
                .compose(batch -> batch.haul().due() == 0 && after > 0
                        ? claim(turn, worker, max, 0)
                        : Future.succeededFuture(batch))
                .compose(batch -> {
                    if (batch.haul().due() == 0) {
                        turns.nothingAt(turn);
                        return claimOfRuns(worker, max, looked);
                    }
                    if (batch.haul().last() > 0) {
                        turns.claimedUpTo(run, batch.haul().last());
                    }
                    return compose(batch);
                });
    }

    private Future<List<MailJob>> lookForRuns(String worker, int max) {
        return database.atGateOnce(store::runsDue).compose(due -> {
            turns.renew(due);
            return claimOfRuns(worker, max, true);
        });
    }

    private Future<Batch> claim(MailQueueStore.Turn turn, String worker, int max, long after) {
        return database.inScopeByKeys(Scope.of(turn.schoolId()), tx -> {
            Future<SchoolFacts> school = people.school(tx, turn.schoolId());
            return store.claim(tx, turn, max, worker, lease.toMillis(), clock.instant(), after)
                    .compose(haul -> {
                        Long[] guardians = haul.claimed().stream()
                                .map(c -> c.recipient().personId())
                                .distinct()
                                .toArray(Long[]::new);
                        Future<Map<Long, ContactMessage>> written = written(tx, haul.claimed());
                        return people.children(tx, guardians)
                                .compose(children -> written.compose(
                                        messages -> school.map(facts -> new Batch(haul, children, messages, facts))));
                    });
        });
    }

    private record Batch(
            MailQueueStore.Haul haul,
            Map<Long, List<Child>> children,
            Map<Long, ContactMessage> written,
            SchoolFacts school) {}

    /** What guardians have written to the school; a run has none of these. */
    private static Future<Map<Long, ContactMessage>> written(Tx tx, List<MailQueueStore.Claimed> claimed) {
        Long[] ids = claimed.stream()
                .filter(c -> c.kind().equals("CONTACT"))
                .map(MailQueueStore.Claimed::id)
                .toArray(Long[]::new);
        return ids.length == 0 ? Future.succeededFuture(Map.of()) : ContactStore.messages(tx, ids);
    }

    /** A message that cannot be written fails alone. */
    private Future<List<MailJob>> compose(Batch batch) {
        List<MailJob> jobs = new ArrayList<>(batch.haul().claimed().size());
        List<MailQueueStore.Outcome> failed = new ArrayList<>();
        for (MailQueueStore.Claimed claimed : batch.haul().claimed()) {
            inFlight.put(claimed.token(), new InFlight(claimed.schoolId(), claimed.accountId(), claimed.paired()));
            try {
                List<Child> children =
                        batch.children().getOrDefault(claimed.recipient().personId(), List.of());
                jobs.add(new MailJob(
                        claimed.id(),
                        claimed.token(),
                        claimed.runId() == null,
                        claimed.attempts(),
                        claimed.kind().equals("CONTACT")
                                ? composer.contact(
                                        claimed,
                                        Objects.requireNonNull(batch.written().get(claimed.id())),
                                        batch.school())
                                : composer.compose(claimed, children, batch.school())));
            } catch (RuntimeException e) {
                LOG.atWarn()
                        .addKeyValue("run", claimed.runId())
                        .setCause(e)
                        .log("notification {} cannot be composed", claimed.id());
                failed.add(outcome(claimed.id(), claimed.token(), "FAILED", Reason.NOT_COMPOSED, null));
            }
        }
        return failed.isEmpty() ? Future.succeededFuture(jobs) : store(failed).map(jobs);
    }

    @Override
    public Future<Set<Long>> renew(String worker, Collection<MailJob> jobs) {
        Set<Long> held = new HashSet<>();
        if (jobs.isEmpty()) {
            return Future.succeededFuture(held);
        }
        // in the order in which outcomes lock them, so that the two do not wait for each other
        List<MailJob> ordered = jobs.stream()
                .sorted(Comparator.comparingLong(MailJob::notificationId))
                .toList();
        Long[] ids = ordered.stream().map(MailJob::notificationId).toArray(Long[]::new);
        Long[] tokens = ordered.stream().map(MailJob::token).toArray(Long[]::new);
        return database.inScopeByKeys(
                scope(known(List.of(tokens))), tx -> leases.renew(tx, ids, tokens, lease.toMillis()));
    }

    @Override
    public Future<Void> record(List<MailOutcome> outcomes) {
        return store(outcomes.stream()
                .map(AccessMailService::outcome)
                .sorted(Comparator.comparingLong(MailQueueStore.Outcome::id))
                .toList());
    }

    private Future<Void> store(List<MailQueueStore.Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Long> tokens = outcomes.stream().map(MailQueueStore.Outcome::token).toList();
        Collection<InFlight> known = known(tokens);
        Long[] accounts = known.stream().map(InFlight::account).toArray(Long[]::new);
        boolean paired = known.stream().anyMatch(InFlight::paired);
        return database.inScopeByKeys(scope(known), tx -> store.record(tx, outcomes, accounts, paired, clock.instant()))
                .map(recorded -> {
                    tokens.forEach(inFlight::remove);
                    if (recorded.count() < outcomes.size()) {
                        LOG.info(
                                "{} of {} outcomes were refused: they came after their lease",
                                outcomes.size() - recorded.count(),
                                outcomes.size());
                    }
                    recorded.runs().forEach(run -> Addresses.RUN_CHANGED.publish(vertx, run));
                    return null;
                });
    }

    private Collection<InFlight> known(List<Long> tokens) {
        return tokens.stream().map(inFlight::get).filter(Objects::nonNull).toList();
    }

    private static Scope scope(Collection<InFlight> known) {
        return Scope.of(known.stream().map(InFlight::school).distinct().toList());
    }

    /** No reply at all leaves open whether the message left; a reply, also a bad one, does not. */
    private static MailQueueStore.Outcome outcome(MailOutcome outcome) {
        long id = outcome.notificationId();
        long token = outcome.token();
        if (outcome instanceof MailOutcome.Sent) {
            return new MailQueueStore.Outcome(id, token, "SENT", null, null, 0, false, true);
        } else if (outcome instanceof MailOutcome.Refused refused) {
            boolean unsure = refused.answer().code() == 0;
            Reason reason = unsure || refused.answer().code() < 500 ? Reason.MAIL_GIVEN_UP : Reason.MAIL_REFUSED;
            return new MailQueueStore.Outcome(
                    id, token, "FAILED", reason.name(), words(refused.answer()), 0, unsure, true);
        } else if (outcome instanceof MailOutcome.Postponed postponed) {
            boolean unsure = postponed.tried() && postponed.answer().code() == 0;
            return new MailQueueStore.Outcome(
                    id,
                    token,
                    "PENDING",
                    null,
                    words(postponed.answer()),
                    postponed.delay().toMillis(),
                    unsure,
                    postponed.tried());
        }
        return new MailQueueStore.Outcome(id, token, "PENDING", null, null, 0, false, false);
    }

    private static MailQueueStore.Outcome outcome(
            long id, long token, String status, Reason reason, @Nullable String answer) {
        return new MailQueueStore.Outcome(id, token, status, reason.name(), answer, 0, false, true);
    }

    /** Plain words first, the server's own behind them. */
    private static String words(SmtpAnswer answer) {
        String own = ((answer.code() == 0 ? "" : answer.code() + " ") + answer.text()).strip();
        return own.isEmpty() ? answer.plainFrench() : answer.plainFrench() + " (" + own + ")";
    }
}
