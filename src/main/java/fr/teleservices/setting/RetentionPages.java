package fr.teleservices.setting;

import fr.teleservices.account.PurgeService;
import fr.teleservices.account.Retention;
import fr.teleservices.kernel.Refused;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.Form;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.StaffMenu;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** <i>Conservation des données</i>: how long accounts are kept, for the chef. */
public final class RetentionPages {
    private static final String PATH = "/gestion/parametrage/conservation";
    private static final Permission.Staff MAY = Permission.staff(Role.CHEF);
    private static final int UNREADABLE = -1;

    private final PurgeService purges;

    public RetentionPages(PurgeService purges) {
        this.purges = purges;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, MAY, this::show).inMenu(StaffMenu.RETENTION),
                Route.post(PATH, MAY.asksAgain(), this::save).inMenu(StaffMenu.RETENTION));
    }

    /** @param saved whether the page follows a change */
    record RetentionView(
            String unusedDays,
            String absentDays,
            String closedDays,
            boolean saved,
            @Nullable String sentence,
            Map<String, String> errors) {}

    private Future<Void> show(Visit visit) {
        return purges.retention(visit.school().id())
                .compose(kept -> visit.page(
                        "setting/retention",
                        new RetentionView(
                                Integer.toString(kept.unusedDays()),
                                Integer.toString(kept.absentDays()),
                                Integer.toString(kept.closedDays()),
                                visit.query().has("fait"),
                                null,
                                Map.of())));
    }

    private Future<Void> save(Visit visit) {
        Form form = visit.form();
        Retention typed =
                new Retention(days(form.get("unusedDays")), days(form.get("absentDays")), days(form.get("closedDays")));
        return purges.keep(visit.school().id(), typed, visit.staff().id())
                .compose(
                        done -> visit.seeOther(PATH + "?fait=1"),
                        failure -> failure instanceof Refused refused
                                ? visit.page(
                                        422,
                                        "setting/retention",
                                        new RetentionView(
                                                form.get("unusedDays"),
                                                form.get("absentDays"),
                                                form.get("closedDays"),
                                                false,
                                                refused.refusal().sentence(),
                                                refused.refusal().fields()))
                                : Future.failedFuture(failure));
    }

    private static int days(String typed) {
        return typed.matches("[0-9]{1,5}") ? Integer.parseInt(typed) : UNREADABLE;
    }
}
