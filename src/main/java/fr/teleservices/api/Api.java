package fr.teleservices.api;

import fr.teleservices.account.AccountDirectory;
import fr.teleservices.account.AccountService;
import fr.teleservices.account.SimulationService;
import fr.teleservices.run.ReportService;
import fr.teleservices.run.RunEvents;
import fr.teleservices.run.RunService;
import fr.teleservices.school.SchoolService;
import fr.teleservices.school.StaffService;
import fr.teleservices.school.TokenService;
import fr.teleservices.siecle.ImportService;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Site;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** All routes of the API. */
public final class Api {
    static final String BASE = "/api/v1";

    private final List<Route> routes = new ArrayList<>();

    public Api(
            Contract contract,
            Site site,
            SchoolService schools,
            StaffService staff,
            TokenService tokens,
            AccountService accounts,
            AccountDirectory directory,
            ImportService imports,
            RunService runs,
            ReportService reports,
            RunEvents events,
            Clock clock,
            SimulationService simulations) {
        routes.add(Route.get(BASE + "/openapi.yaml", Permission.PUBLIC, visit -> contract.serve(visit, site.origin())));
        routes.addAll(new TokenApi(contract, staff, tokens).routes());
        routes.addAll(new SchoolApi(contract, schools).routes());
        routes.addAll(new ImportApi(contract, schools, imports).routes());
        routes.addAll(new AccountApi(contract, site, schools, accounts, directory, simulations).routes());
        routes.addAll(new NotificationApi(contract, schools, reports).routes());
        routes.addAll(new RunApi(contract, schools, runs, events, clock).routes());
        routes.addAll(new RunFilesApi(contract, schools, reports).routes());
    }

    public List<Route> routes() {
        return List.copyOf(routes);
    }
}
