package fr.teleservices.run;

import fr.teleservices.credential.Keyring;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.letter.LetterPage;
import fr.teleservices.letter.LetterRenderer;
import fr.teleservices.letter.RenderedPart;
import fr.teleservices.mail.MailAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Composes every mail and every letter of a selection as the workers would, with a specimen for the password, and throws them
 * away: a fault in a text or a name is known before the first mail. A batch at a time, on a worker thread.
 */
final class RehearsalService {
    private static final Logger LOG = LoggerFactory.getLogger(RehearsalService.class);
    private static final int BATCH = 500;
    private static final int SHOWN = 200;

    private final Vertx vertx;
    private final Database database;
    private final Keyring keyring;
    private final Supplier<String> baseUrl;
    private final Clock clock;
    private final LetterRenderer renderer;
    private final SpecimenStore store = new SpecimenStore();
    private final SelectionStore selections = new SelectionStore();
    private final PeopleStore people = new PeopleStore();

    RehearsalService(
            Vertx vertx,
            Database database,
            Keyring keyring,
            Supplier<String> baseUrl,
            Clock clock,
            LetterRenderer renderer) {
        this.vertx = vertx;
        this.database = database;
        this.keyring = keyring;
        this.baseUrl = baseUrl;
        this.clock = clock;
        this.renderer = renderer;
    }

    /**
     * What cannot be written.
     *
     * @param why a sentence
     */
    record Fault(String name, String login, String channel, String why) {}

    /**
     * @param mails composed without a fault
     * @param letters likewise
     * @param faults the first two hundred
     */
    record Result(long mails, long letters, List<Fault> faults, long faultCount) {}

    private static final class Tally {
        private long mails;
        private long letters;
        private long count;
        private final List<Fault> faults = new ArrayList<>();

        void fault(LetterQueueStore.Item item, String channel, String why) {
            count++;
            if (faults.size() < SHOWN) {
                faults.add(new Fault(item.recipient().fullName(), item.login(), RunView.channel(channel), why));
            }
        }
    }

    private record Batch(
            List<SpecimenStore.Person> people, Map<Long, List<Child>> children, SchoolFacts school, Selection of) {}

    /** Fails with INVALID where the selection has a fault. */
    Future<Result> rehearse(long school, Selection selection) {
        if (selection.refusal().isPresent()) {
            return Future.failedFuture(selection.refusal().get().asFailure());
        }
        Tally tally = new Tally();
        return database.inScope(Scope.of(school), tx -> selections.toWrite(tx, school, selection, clock.instant()))
                .compose(ids -> each(school, selection, ids.mails(), 0, batch -> mails(batch, tally))
                        .compose(done -> each(school, selection, ids.letters(), 0, batch -> letters(batch, tally))))
                .map(done -> new Result(tally.mails, tally.letters, List.copyOf(tally.faults), tally.count));
    }

    private interface Compose {
        void all(Batch batch);
    }

    private Future<Void> each(long school, Selection selection, Long[] ids, int from, Compose work) {
        if (from >= ids.length) {
            return Future.succeededFuture();
        }
        Long[] some = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + BATCH));
        return load(school, selection, some)
                .compose(batch -> vertx.executeBlocking(
                        () -> {
                            work.all(batch);
                            return true;
                        },
                        false))
                .compose(done -> each(school, selection, ids, from + BATCH, work));
    }

    private Future<Batch> load(long school, Selection selection, Long[] ids) {
        return database.inScopeByKeys(Scope.of(school), tx -> {
            Future<SchoolFacts> facts = people.school(tx, school);
            return store.people(tx, ids).compose(found -> {
                Long[] persons = found.stream()
                        .map(person -> person.item().recipient().personId())
                        .toArray(Long[]::new);
                return people.children(tx, persons)
                        .compose(children -> facts.map(of -> new Batch(found, children, of, selection)));
            });
        });
    }

    private void mails(Batch batch, Tally tally) {
        for (SpecimenStore.Person person : batch.people()) {
            LetterQueueStore.Item item = person.item();
            try {
                String email = Objects.requireNonNullElse(person.email(), "");
                if (!MailAddress.isValid(email)) {
                    tally.fault(item, "EMAIL", "« " + email + " » n’est pas une adresse électronique.");
                    continue;
                }
                MailComposer.specimen(
                        item.recipient(),
                        item.login(),
                        children(batch, item),
                        batch.school(),
                        baseUrl.get(),
                        PreviewService.hasPassword(item, batch.of().reset()));
                tally.mails++;
            } catch (RuntimeException e) {
                LOG.info("a mail to account {} cannot be composed", item.accountId(), e);
                tally.fault(item, "EMAIL", Reason.NOT_COMPOSED.sentence());
            }
        }
    }

    private void letters(Batch batch, Tally tally) {
        LocalDate today = clock.instant().atZone(batch.school().zone()).toLocalDate();
        LetterComposer composer = LetterComposer.ofSpecimens(keyring, baseUrl.get(), batch.school(), today);
        List<LetterPage> pages = new ArrayList<>();
        List<LetterQueueStore.Item> items = new ArrayList<>();
        for (SpecimenStore.Person person : batch.people()) {
            LetterQueueStore.Item item = person.item();
            try {
                boolean password = PreviewService.hasPassword(item, batch.of().reset());
                pages.add(composer.compose(item, children(batch, item), password, item.division()));
                items.add(item);
            } catch (RuntimeException e) {
                LOG.info("a letter to account {} cannot be composed", item.accountId(), e);
                tally.fault(item, "PAPER", Reason.NOT_PRINTABLE.sentence());
            }
        }
        List<RenderedPart.Outcome> outcomes =
                renderer.render(batch.school().name(), pages).outcomes();
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof RenderedPart.NotPrinted fault) {
                tally.fault(items.get(i), "PAPER", fault.sentence());
            } else {
                tally.letters++;
            }
        }
    }

    private static List<Child> children(Batch batch, LetterQueueStore.Item item) {
        return batch.children().getOrDefault(item.recipient().personId(), List.of());
    }
}
