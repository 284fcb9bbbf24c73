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
import java.util.Objects;

/** <i>Contact établissement</i>: to which of the imported addresses guardians write, or to none. */
public final class SchoolContactPages {
    private static final String PATH = "/gestion/parametrage/contact";
    private static final Permission MAY = Permission.staff(Role.GESTIONNAIRE);

    private final SettingService settings;

    public SchoolContactPages(SettingService settings) {
        this.settings = settings;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, MAY, this::show).inMenu(StaffMenu.CONTACT),
                Route.post(PATH, MAY, this::save).inMenu(StaffMenu.CONTACT));
    }

    record View(List<Choice> choices, boolean none, boolean saved, String sentence, Map<String, String> errors) {}

    record Choice(String address, boolean chosen) {}

    private Future<Void> show(Visit visit) {
        return settings.load(visit.school().id())
                .compose(now -> page(
                        visit,
                        200,
                        Objects.requireNonNullElse(now.contact(), ""),
                        visit.query().has("fait"),
                        FormPages.NONE));
    }

    private Future<Void> save(Visit visit) {
        String typed = visit.form().get("contact");
        return settings.contact(
                        visit.school().id(),
                        typed.isEmpty() ? null : typed,
                        visit.staff().id())
                .compose(done -> visit.seeOther(PATH + "?fait=1"))
                .recover(failure -> FormPages.again(failure, refusal -> page(visit, 422, "", false, refusal)));
    }

    private Future<Void> page(Visit visit, int status, String chosen, boolean saved, Refusal refusal) {
        return settings.addresses(visit.school().id())
                .compose(addresses -> visit.page(
                        status,
                        "setting/contact",
                        new View(
                                addresses.stream()
                                        .map(address -> new Choice(address, address.equals(chosen)))
                                        .toList(),
                                chosen.isEmpty(),
                                saved,
                                refusal.sentence(),
                                refusal.fields())));
    }
}
