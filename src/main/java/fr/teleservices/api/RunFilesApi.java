package fr.teleservices.api;

import fr.teleservices.db.Scope;
import fr.teleservices.kernel.Role;
import fr.teleservices.run.ReportService;
import fr.teleservices.run.RunFilePages;
import fr.teleservices.school.SchoolAccess;
import fr.teleservices.school.SchoolService;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import java.util.List;

/** What a run leaves to download. */
final class RunFilesApi {
    private static final String ONE = Api.BASE + "/runs/:id";

    private final Contract contract;
    private final SchoolAccess access;
    private final RunFilePages downloads;

    RunFilesApi(Contract contract, SchoolService schools, ReportService reports) {
        this.contract = contract;
        this.access = new SchoolAccess(schools);
        this.downloads = new RunFilePages(reports);
    }

    List<Route> routes() {
        return List.of(
                file("/letters.pdf", "getLettersPdf", downloads::pdf),
                file("/letters.zip", "getLettersZip", downloads::zip),
                file("/report.csv", "getReport", downloads::plainCsv));
    }

    private interface Download {
        Future<Void> of(Visit visit, Scope scope);
    }

    private Route file(String path, String operation, Download download) {
        return Route.get(
                ONE + path,
                Permission.api(Role.GESTIONNAIRE).withSecondFactor(),
                contract.checked(
                        operation, visit -> access.scopeOf(visit.staff()).compose(scope -> download.of(visit, scope))))
                .stream();
    }
}
