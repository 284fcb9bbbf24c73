package fr.teleservices.boot;

import fr.teleservices.account.PersonDataService;
import fr.teleservices.account.PersonEraseService;
import fr.teleservices.assistance.AuditPages;
import fr.teleservices.assistance.OpenService;
import fr.teleservices.assistance.PersonDataPages;
import fr.teleservices.assistance.SheetService;
import fr.teleservices.audit.AuditTrailService;
import fr.teleservices.portal.OwnDataPages;
import fr.teleservices.setting.RecordPages;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sessions;
import java.util.ArrayList;
import java.util.List;

/** What a school owes to people about their data: journal, register, export, erasure. */
final class KeepingRoutes {
    private KeepingRoutes() {}

    static List<Route> of(Services s, Sessions sessions) {
        PersonDataService data = new PersonDataService(s.database, s.clock);
        List<Route> routes = new ArrayList<>();
        routes.addAll(new AuditPages(new AuditTrailService(s.database, s.clock), s.queries).routes());
        routes.addAll(new PersonDataPages(
                        new SheetService(s.database),
                        data,
                        new PersonEraseService(s.database, s.clock),
                        new OpenService(s::anyServiceOpen))
                .routes());
        routes.addAll(new RecordPages(s.purges).routes());
        routes.addAll(new OwnDataPages(s.accounts, s.own, data, sessions).routes());
        return routes;
    }
}
