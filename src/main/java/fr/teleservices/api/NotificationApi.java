package fr.teleservices.api;

import fr.teleservices.kernel.Role;
import fr.teleservices.run.NotificationLine;
import fr.teleservices.run.ReportService;
import fr.teleservices.school.SchoolAccess;
import fr.teleservices.school.SchoolService;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** One notification: what became of it, and its letter. */
final class NotificationApi {
    private static final String ONE = Api.BASE + "/notifications/:id";

    private final Contract contract;
    private final SchoolAccess access;
    private final ReportService reports;

    NotificationApi(Contract contract, SchoolService schools, ReportService reports) {
        this.contract = contract;
        this.access = new SchoolAccess(schools);
        this.reports = reports;
    }

    List<Route> routes() {
        Permission.Api assistance = Permission.api(Role.ASSISTANCE);
        return List.of(
                Route.get(ONE, assistance, contract.checked("getNotification", this::get)),
                Route.get(
                        ONE + "/letter.pdf",
                        assistance.withSecondFactor(),
                        contract.checked("getLetter", this::letter)));
    }

    private Future<Void> get(Visit visit) {
        return access.scopeOf(visit.staff())
                .compose(scope -> reports.notification(scope, visit.id("id")))
                .compose(line -> visit.json(200, json(line)));
    }

    private static JsonObject json(NotificationLine line) {
        return new JsonObject()
                .put("id", line.id())
                .put("accountId", line.accountId())
                .put("runId", line.run())
                .put("channel", line.channel())
                .put("status", line.status())
                .put("reason", line.reason())
                .put("smtpAnswer", line.smtpAnswer())
                .put("createdAt", line.createdAt())
                .put("endedAt", line.endedAt());
    }

    private Future<Void> letter(Visit visit) {
        long id = visit.id("id");
        return access.scopeOf(visit.staff())
                .compose(scope -> reports.letter(scope, id, visit.staff().id()))
                .compose(pdf -> visit.file("application/pdf", "courrier-" + id + ".pdf", Buffer.buffer(pdf)));
    }
}
