package fr.teleservices.run;

import fr.teleservices.account.AccountEvent;
import fr.teleservices.account.AccountState;
import fr.teleservices.account.Actor;
import fr.teleservices.account.Holder;
import fr.teleservices.account.Lifecycle;
import fr.teleservices.bus.Addresses;
import fr.teleservices.credential.Keyring;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.kernel.MailAddress;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.letter.LetterRenderer;
import fr.teleservices.letter.RenderedPart;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one looks at before a run: the choices, people to pick, their mail and their letter. No password is made for it: a
 * specimen stands in its place.
 */
public final class PreviewService {
    private final Vertx vertx;
    private final Database database;
    private final Keyring keyring;
    private final Supplier<String> baseUrl;
    private final Clock clock;
    private final SpecimenStore store = new SpecimenStore();
    private final SelectionStore selections = new SelectionStore();
    private final PeopleStore people = new PeopleStore();
    private final LetterRenderer renderer = new LetterRenderer();

    public PreviewService(Vertx vertx, Database database, Keyring keyring, Supplier<String> baseUrl, Clock clock) {
        this.vertx = vertx;
        this.database = database;
        this.keyring = keyring;
        this.baseUrl = baseUrl;
        this.clock = clock;
    }

    RehearsalService rehearsals() {
        return new RehearsalService(vertx, database, keyring, baseUrl, clock, renderer);
    }

    /** Divisions in their natural order, and levels. */
    record Choices(List<String> divisions, List<String> levels) {}

    /** What the mail says, in both its forms. */
    record MailText(String subject, String text, String html) {}

    /**
     * @param samples the first people of the selection
     * @param overlap a run that has not ended and means to reach the same people
     */
    record Details(List<SelectionStore.Sample> samples, Optional<Long> overlap) {}

    Future<Choices> choices(long school) {
        return database.inScope(Scope.of(school), tx -> {
            Future<List<String>> divisions = store.divisions(tx, school);
            return store.levels(tx, school).compose(levels -> divisions.map(names -> new Choices(names, levels)));
        });
    }

    Future<Details> details(long school, Selection selection) {
        return database.inScope(
                Scope.of(school),
                tx -> selections
                        .sample(tx, school, selection, clock.instant())
                        .compose(samples -> selections
                                .overlap(tx, school, selection, clock.instant())
                                .map(overlap -> new Details(samples, overlap))));
    }

    /** The mail to that person; absent where another school's or without an address. */
    Future<Optional<MailText>> mail(long school, long account, Selection selection) {
        return loaded(school, account, selection.holder()).map(loaded -> {
            if (loaded.person().email() == null) {
                return Optional.empty();
            }
            LetterQueueStore.Item item = loaded.person().item();
            MailBody body = MailComposer.specimen(
                    item.recipient(),
                    item.login(),
                    loaded.children(),
                    loaded.school(),
                    baseUrl.get(),
                    hasPassword(item, selection.reset()));
            return Optional.of(new MailText(body.subject(), body.text(), body.html()));
        });
    }

    /** The letter to that person, one page of PDF. */
    Future<byte[]> letter(long school, long account, Selection selection) {
        return loaded(school, account, selection.holder())
                .compose(loaded -> vertx.executeBlocking(() -> rendered(loaded, selection.reset()), false));
    }

    private byte[] rendered(Loaded loaded, boolean reset) {
        LetterQueueStore.Item item = loaded.person().item();
        LocalDate today = clock.instant().atZone(loaded.school().zone()).toLocalDate();
        LetterComposer composer = LetterComposer.ofSpecimens(keyring, baseUrl.get(), loaded.school(), today);
        RenderedPart part = renderer.render(
                Specimen.MARK + loaded.school().name(),
                List.of(composer.compose(item, loaded.children(), hasPassword(item, reset), item.division())));
        if (part.outcomes().get(0) instanceof RenderedPart.NotPrinted fault) {
            throw Refusal.conflict(fault.code(), fault.sentence()).asFailure();
        }
        return part.pdf();
    }

    /** Whether a run would give a password, as workers decide it when they claim. */
    static boolean hasPassword(LetterQueueStore.Item item, boolean reset) {
        return reset
                || Lifecycle.after(
                                AccountEvent.NOTIFY,
                                AccountState.valueOf(item.state()),
                                item.held(),
                                item.recipient().holder(),
                                Actor.RUN)
                        .isPresent();
    }

    /** Queues the mail of that person, as a specimen, to an address of the staff's own. */
    Future<Void> orderTest(long school, long account, Holder holder, String typed, long by) {
        Optional<String> address = MailAddress.parse(typed);
        if (address.isEmpty()) {
            return Future.failedFuture(Refusal.invalid(Map.of("testAddress", "Cette adresse n’est pas valable."))
                    .asFailure());
        }
        return database.inScope(
                        Scope.of(school),
                        tx -> store.person(tx, account, school, holder)
                                .compose(found -> found.isEmpty()
                                        ? PreviewService.<Boolean>absent()
                                        : store.orderTest(tx, school, account, address.get(), clock.instant(), by)))
                .compose(ordered -> {
                    if (!ordered) {
                        return Future.failedFuture(Refusal.tooMany(3_600).asFailure());
                    }
                    Addresses.MAILS_DUE.publish(vertx, school);
                    return Future.succeededFuture();
                });
    }

    private record Loaded(SpecimenStore.Person person, List<Child> children, SchoolFacts school) {}

    private Future<Loaded> loaded(long school, long account, Holder holder) {
        return database.inScope(
                Scope.of(school),
                tx -> store.person(tx, account, school, holder).compose(found -> {
                    if (found.isEmpty()) {
                        return absent();
                    }
                    long id = found.get().item().recipient().personId();
                    Future<SchoolFacts> facts = people.school(tx, school);
                    return people.children(tx, new Long[] {id})
                            .compose(children ->
                                    facts.map(of -> new Loaded(found.get(), children.getOrDefault(id, List.of()), of)));
                }));
    }

    private static <T extends @Nullable Object> Future<T> absent() {
        return Future.failedFuture(Refusal.notFound().asFailure());
    }
}
