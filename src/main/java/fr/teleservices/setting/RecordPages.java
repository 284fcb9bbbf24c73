package fr.teleservices.setting;

import fr.teleservices.account.PurgeService;
import fr.teleservices.account.Retention;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.StaffMenu;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import java.util.List;

/** The record of processing (article 30 of the GDPR), with the school's own retention. */
public final class RecordPages {
    private static final String PATH = "/gestion/registre";

    private final PurgeService purges;

    public RecordPages(PurgeService purges) {
        this.purges = purges;
    }

    public List<Route> routes() {
        return List.of(Route.get(PATH, Permission.staff(Role.ASSISTANCE), this::show));
    }

    /**
     * @param unused days of an account that was never activated, counted from the end of its last password
     * @param valid days that a temporary password is good for
     * @param retentionPath where a chef changes it; empty for others
     */
    record View(String school, String uai, int unused, int absent, int closed, long valid, String retentionPath) {}

    private Future<Void> show(Visit visit) {
        return purges.retention(visit.school().id()).compose(kept -> visit.page("setting/record", view(visit, kept)));
    }

    private static View view(Visit visit, Retention kept) {
        return new View(
                visit.school().name(),
                visit.school().uai(),
                kept.unusedDays(),
                kept.absentDays(),
                kept.closedDays(),
                Retention.PASSWORD_DAYS,
                visit.openPath(StaffMenu.RETENTION));
    }
}
