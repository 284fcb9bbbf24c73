package fr.teleservices.run;

import fr.teleservices.kernel.Html;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.kernel.Role;
import fr.teleservices.setting.MessagePages;
import fr.teleservices.setting.NotificationText;
import fr.teleservices.setting.SettingService;
import fr.teleservices.setting.TextKind;
import fr.teleservices.web.MailFrame;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.StaffMenu;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Map;

/** One of the eight texts: written, looked at as mail or letter, put back to how it is shipped. */
public final class TextPages {
    private static final String PATH = MessagePages.PATH + "/textes/:text";
    private static final Permission MAY = Permission.staff(Role.GESTIONNAIRE);
    private static final String NO_TEXT = "";

    private final SettingService settings;
    private final TextPreviewService previews;

    public TextPages(SettingService settings, TextPreviewService previews) {
        this.settings = settings;
        this.previews = previews;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, MAY, this::show),
                Route.post(PATH, MAY, this::save).inMenu(StaffMenu.LETTERS),
                Route.post(PATH + "/standard", MAY, this::standard),
                Route.get(PATH + "/apercu", MAY, this::previewStored),
                Route.post(PATH + "/apercu", MAY, this::previewTyped));
    }

    /** @param own whether the school has written it; @param path of this page */
    record View(
            String title,
            String path,
            boolean letter,
            boolean own,
            String subject,
            String body,
            List<Field> fields,
            boolean saved,
            String sentence,
            Map<String, String> errors) {}

    /** What may stand in braces, and what it becomes. */
    record Field(String name, String meaning) {}

    private static final List<Field> FIELDS = List.of(
            new Field("{civilité}", "M. ou Mme"),
            new Field("{prénom}", "prénom de la personne"),
            new Field("{nom}", "nom de la personne"),
            new Field("{enfants}", "prénoms et noms des enfants"),
            new Field("{établissement}", "nom de l’établissement"),
            new Field("{identifiant}", "identifiant du compte"),
            new Field("{adresse}", "adresse d’activation, ou de connexion dans un rappel"));

    private Future<Void> show(Visit visit) {
        TextKind kind = kind(visit);
        return settings.messages(visit.school().id())
                .compose(messages -> page(
                        visit,
                        200,
                        kind,
                        messages.text(kind),
                        messages.own().containsKey(kind),
                        visit.query().has("fait"),
                        NO_TEXT,
                        Map.of()));
    }

    /** A letter that could not be printed is not stored: it would fail for everyone. */
    private Future<Void> save(Visit visit) {
        TextKind kind = kind(visit);
        NotificationText typed = typed(visit);
        long school = visit.school().id();
        Future<Void> printable = kind.letter() && typed.faults().isEmpty()
                ? previews.letter(school, kind, typed).mapEmpty()
                : Future.succeededFuture();
        return printable
                .compose(
                        done -> settings.text(school, kind, typed, visit.staff().id()))
                .compose(done -> visit.seeOther(path(kind) + "?fait=1"))
                .recover(failure -> again(visit, kind, typed, failure));
    }

    private Future<Void> again(Visit visit, TextKind kind, NotificationText typed, Throwable failure) {
        if (!(failure instanceof Refused refused)
                || (refused.refusal().kind() != Refusal.Kind.INVALID
                        && refused.refusal().kind() != Refusal.Kind.CONFLICT)) {
            return Future.failedFuture(failure);
        }
        Refusal refusal = refused.refusal();
        Map<String, String> errors = refusal.fields().isEmpty() ? Map.of("body", refusal.sentence()) : refusal.fields();
        return page(visit, 422, kind, typed, true, false, "Le texte n’est pas enregistré.", errors);
    }

    private Future<Void> standard(Visit visit) {
        TextKind kind = kind(visit);
        return settings.standardText(visit.school().id(), kind, visit.staff().id())
                .compose(done -> visit.seeOther(path(kind) + "?fait=1"));
    }

    private Future<Void> previewStored(Visit visit) {
        TextKind kind = kind(visit);
        return settings.messages(visit.school().id())
                .compose(messages ->
                        preview(visit, kind, messages.text(kind), visit.query().has("texte")));
    }

    private Future<Void> previewTyped(Visit visit) {
        return preview(visit, kind(visit), typed(visit), visit.form().has("texte"));
    }

    private Future<Void> preview(Visit visit, TextKind kind, NotificationText text, boolean plain) {
        long school = visit.school().id();
        if (kind.letter()) {
            return previews.letter(school, kind, text)
                    .compose(pdf -> visit.context()
                            .response()
                            .putHeader(HttpHeaders.CONTENT_TYPE, "application/pdf")
                            .putHeader(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"specimen.pdf\"")
                            .end(Buffer.buffer(pdf)));
        }
        return previews.mail(school, kind, text)
                .compose(body -> MailFrame.show(visit, plain ? asText(body) : body.html()));
    }

    private static String asText(MailBody body) {
        return "<!DOCTYPE html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Texte</title></head><body>"
                + "<pre style=\"white-space:pre-wrap;font:14px/1.5 monospace\">" + Html.escape(body.text())
                + "</pre></body></html>";
    }

    private static TextKind kind(Visit visit) {
        return TextKind.parse(visit.path("text")).orElseThrow(Refusal.notFound()::asFailure);
    }

    private static String path(TextKind kind) {
        return MessagePages.PATH + "/textes/" + kind.slug();
    }

    private static NotificationText typed(Visit visit) {
        return new NotificationText(
                visit.form().get("subject"), visit.form().text("body").strip());
    }

    private static Future<Void> page(
            Visit visit,
            int status,
            TextKind kind,
            NotificationText text,
            boolean own,
            boolean saved,
            String sentence,
            Map<String, String> errors) {
        return visit.page(
                status,
                "run/text",
                new View(
                        kind.title(),
                        path(kind),
                        kind.letter(),
                        own,
                        text.subject(),
                        text.body(),
                        FIELDS,
                        saved,
                        sentence,
                        errors));
    }
}
