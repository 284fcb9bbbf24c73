package fr.teleservices.run;

import fr.teleservices.account.Holder;
import fr.teleservices.credential.Keyring;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.letter.LetterRenderer;
import fr.teleservices.letter.RenderedPart;
import fr.teleservices.setting.NotificationText;
import fr.teleservices.setting.TextKind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;

/** The message that a text would make, for a family that does not exist: as it is typed, nothing is stored. */
public final class TextPreviewService {
    private static final String LOGIN = "c.martin1";
    private static final List<Child> CHILDREN =
            List.of(new Child("MARTIN", "Léa", "6 A"), new Child("MARTIN", "Hugo", "3 B"));

    private final Database database;
    private final Keyring keyring;
    private final Supplier<String> baseUrl;
    private final Clock clock;
    private final Vertx vertx;
    private final PeopleStore people = new PeopleStore();
    private final LetterRenderer renderer = new LetterRenderer();

    public TextPreviewService(Database database, Keyring keyring, Supplier<String> baseUrl, Clock clock, Vertx vertx) {
        this.database = database;
        this.keyring = keyring;
        this.baseUrl = baseUrl;
        this.clock = clock;
        this.vertx = vertx;
    }

    Future<MailBody> mail(long school, TextKind kind, NotificationText text) {
        return facts(school, kind, text)
                .map(facts -> MailComposer.specimen(
                        recipient(kind), LOGIN, children(kind), facts, baseUrl.get(), kind.withPassword()));
    }

    /** One page of PDF; fails with CONFLICT and why where the text cannot be printed, for its length or its letters. */
    Future<byte[]> letter(long school, TextKind kind, NotificationText text) {
        return facts(school, kind, text).compose(facts -> vertx.executeBlocking(() -> rendered(kind, facts), false));
    }

    private byte[] rendered(TextKind kind, SchoolFacts facts) {
        LocalDate today = clock.instant().atZone(facts.zone()).toLocalDate();
        LetterComposer composer = LetterComposer.ofSpecimens(keyring, baseUrl.get(), facts, today);
        RenderedPart part = renderer.render(
                Specimen.MARK + facts.name(),
                List.of(composer.compose(item(kind), children(kind), kind.withPassword(), "6 A")));
        if (part.outcomes().get(0) instanceof RenderedPart.NotPrinted fault) {
            throw Refusal.conflict(fault.code(), fault.sentence()).asFailure();
        }
        return part.pdf();
    }

    private Future<SchoolFacts> facts(long school, TextKind kind, NotificationText text) {
        return database.inScope(Scope.of(school), tx -> people.school(tx, school))
                .map(facts -> facts.with(facts.messages().with(kind, text)));
    }

    private static Recipient recipient(TextKind kind) {
        return kind.holder() == Holder.GUARDIAN
                ? new Recipient(0, Holder.GUARDIAN, "MME", "MARTIN", "Claire")
                : new Recipient(0, Holder.PUPIL, "", "MARTIN", "Léa");
    }

    private static List<Child> children(TextKind kind) {
        return kind.holder() == Holder.GUARDIAN ? CHILDREN : List.of();
    }

    private static LetterQueueStore.Item item(TextKind kind) {
        return new LetterQueueStore.Item(
                0,
                0,
                null,
                0,
                LOGIN,
                "NOT_NOTIFIED",
                false,
                0,
                recipient(kind),
                "6 A",
                List.of("12 RUE DES LILAS"),
                "75012",
                "PARIS",
                "",
                null,
                false,
                "6 A");
    }
}
