package fr.teleservices.setting;

import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.StaffMenu;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** <i>Message d’accueil</i>: one for guardians, one for pupils. */
public final class WelcomePages {
    private static final String PATH = "/gestion/parametrage/message";
    private static final Permission MAY = Permission.staff(Role.GESTIONNAIRE);

    private final SettingService settings;

    public WelcomePages(SettingService settings) {
        this.settings = settings;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, MAY, this::show).inMenu(StaffMenu.WELCOME),
                Route.post(PATH, MAY, this::save).inMenu(StaffMenu.WELCOME),
                Route.post(PATH + "/apercu", MAY, this::preview).inMenu(StaffMenu.WELCOME));
    }

    /** @param previewed whether what is typed is shown as families would see it, and not stored */
    record View(List<Area> areas, boolean saved, boolean previewed, String sentence, Map<String, String> errors) {}

    /** @param html made by {@link LightText}, which lets nothing typed through */
    record Area(String name, String label, String value, String html, String error) {}

    private Future<Void> show(Visit visit) {
        return settings.load(visit.school().id())
                .compose(now -> page(
                        visit,
                        200,
                        now.welcomeGuardians(),
                        now.welcomePupils(),
                        visit.query().has("fait"),
                        false,
                        FormPages.NONE));
    }

    private Future<Void> save(Visit visit) {
        LightText guardians = typed(visit, "guardians");
        LightText pupils = typed(visit, "pupils");
        return settings.welcome(
                        visit.school().id(), guardians, pupils, visit.staff().id())
                .compose(done -> visit.seeOther(PATH + "?fait=1"))
                .recover(failure -> FormPages.again(
                        failure, refusal -> page(visit, 422, guardians, pupils, false, false, refusal)));
    }

    private Future<Void> preview(Visit visit) {
        return page(visit, 200, typed(visit, "guardians"), typed(visit, "pupils"), false, true, FormPages.NONE);
    }

    private static LightText typed(Visit visit, String field) {
        return new LightText(visit.form().text(field).strip());
    }

    private static Future<Void> page(
            Visit visit,
            int status,
            LightText guardians,
            LightText pupils,
            boolean saved,
            boolean previewed,
            Refusal refusal) {
        return visit.page(
                status,
                "setting/welcome",
                new View(
                        List.of(
                                area("guardians", "Pour les responsables", guardians, refusal),
                                area("pupils", "Pour les élèves", pupils, refusal)),
                        saved,
                        previewed,
                        refusal.sentence(),
                        refusal.fields()));
    }

    private static Area area(String name, String label, LightText text, Refusal refusal) {
        return new Area(
                name, label, text.source(), text.html(), refusal.fields().getOrDefault(name, ""));
    }
}
