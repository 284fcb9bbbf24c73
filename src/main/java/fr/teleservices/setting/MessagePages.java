package fr.teleservices.setting;

import fr.teleservices.account.Holder;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.Form;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.StaffMenu;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** <i>ENT et courriers de notification</i>; the texts are edited on pages of their own, which can show the messages. */
public final class MessagePages {
    public static final String PATH = "/gestion/parametrage/courriers";
    private static final Permission MAY = Permission.staff(Role.GESTIONNAIRE);

    private final SettingService settings;

    public MessagePages(SettingService settings) {
        this.settings = settings;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, MAY, this::show).inMenu(StaffMenu.LETTERS),
                Route.post(PATH, MAY, this::save).inMenu(StaffMenu.LETTERS));
    }

    record View(
            boolean entShown,
            String entAddress,
            boolean entInMessages,
            boolean linkInMails,
            String windowLeft,
            String windowTop,
            List<Group> groups,
            boolean saved,
            String sentence,
            Map<String, String> errors) {}

    /** The texts for one kind of holder. */
    record Group(String title, List<Line> lines) {}

    /** @param own whether the school has written it */
    record Line(String label, String path, boolean own) {}

    private Future<Void> show(Visit visit) {
        return settings.load(visit.school().id())
                .compose(now -> page(visit, 200, now, visit.query().has("fait"), FormPages.NONE));
    }

    private Future<Void> save(Visit visit) {
        SchoolSettings typed = typed(visit.form());
        return settings.messages(visit.school().id(), typed, visit.staff().id())
                .compose(done -> visit.seeOther(PATH + "?fait=1"))
                .recover(failure -> FormPages.again(failure, refusal -> page(visit, 422, typed, false, refusal)));
    }

    private static SchoolSettings typed(Form form) {
        @Nullable String address = form.get("entAddress").isEmpty() ? null : form.get("entAddress");
        return new SchoolSettings(
                SchoolSettings.NONE.welcomeGuardians(),
                SchoolSettings.NONE.welcomePupils(),
                form.has("entShown"),
                address,
                form.get("portal").equals("ent"),
                form.get("mails").equals("link"),
                LetterWindow.typed(form.get("windowLeft"), form.get("windowTop")),
                null);
    }

    private Future<Void> page(Visit visit, int status, SchoolSettings now, boolean saved, Refusal refusal) {
        return settings.messages(visit.school().id())
                .compose(messages -> visit.page(
                        status,
                        "setting/messages",
                        new View(
                                now.entShown(),
                                Objects.requireNonNullElse(now.entAddress(), ""),
                                now.entInMessages(),
                                now.linkInMails(),
                                millimetres(now.window().leftMm()),
                                millimetres(now.window().topMm()),
                                List.of(
                                        group("Aux responsables", Holder.GUARDIAN, messages),
                                        group("Aux élèves", Holder.PUPIL, messages)),
                                saved,
                                refusal.sentence(),
                                refusal.fields())));
    }

    private static String millimetres(int typed) {
        return typed < 0 ? "" : Integer.toString(typed);
    }

    private static Group group(String title, Holder holder, SchoolMessages messages) {
        return new Group(
                title,
                TextKind.all().stream()
                        .filter(kind -> kind.holder() == holder)
                        .map(kind -> new Line(
                                kind.label(),
                                PATH + "/textes/" + kind.slug(),
                                messages.own().containsKey(kind)))
                        .toList());
    }
}
