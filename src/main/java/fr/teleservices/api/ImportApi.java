package fr.teleservices.api;

import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.kernel.Role;
import fr.teleservices.kernel.Uai;
import fr.teleservices.school.SchoolAccess;
import fr.teleservices.school.SchoolService;
import fr.teleservices.siecle.ImportReport;
import fr.teleservices.siecle.ImportService;
import fr.teleservices.siecle.RowNote;
import fr.teleservices.siecle.SiecleSource;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;

/** Imports of SIECLE exports. The upload itself is not checked against the description: the import checks every byte of it. */
final class ImportApi {
    private final SchoolAccess access;
    private final ImportService imports;

    ImportApi(Contract contract, SchoolService schools, ImportService imports) {
        java.util.Objects.requireNonNull(contract.description().operation("importFiles"));
        this.access = new SchoolAccess(schools);
        this.imports = imports;
    }

    List<Route> routes() {
        return List.of(Route.post(Api.BASE + "/schools/:uai/imports", Permission.api(Role.GESTIONNAIRE), this::run)
                .upload());
    }

    private Future<Void> run(Visit visit) {
        String dryRun = visit.query().get("dryRun");
        if (!List.of("", "true", "false").contains(dryRun)) {
            return Future.failedFuture(Refusal.invalid("invalid-request", "dryRun est true ou false.")
                    .asFailure());
        }
        List<SiecleSource> files = visit.uploads().stream()
                .filter(upload -> upload.name().equals("files"))
                .map(upload -> new SiecleSource(Path.of(upload.uploadedFileName()), upload.fileName()))
                .toList();
        if (files.isEmpty()) {
            return Future.failedFuture(Refusal.invalid(
                            "no-file", "Envoyez les exports SIECLE dans le champ « files » (multipart/form-data).")
                    .asFailure());
        }
        return access.resolve(visit.staff(), visit.path("uai"))
                .compose(school -> imports.run(
                        school.id(),
                        Uai.parse(school.uai()).orElseThrow(),
                        files,
                        dryRun.equals("true"),
                        visit.staff().id()))
                .compose(
                        report -> visit.json(200, json(report)),
                        failure -> failure instanceof Refused refused
                                        && refused.refusal().fields().containsKey("line")
                                ? visit.problem(refused.refusal(), place(refused.refusal()))
                                : Future.failedFuture(failure));
    }

    /** Which file, and where in it. */
    private static JsonObject place(Refusal refusal) {
        return new JsonObject()
                .put("file", refusal.fields().get("file"))
                .put("line", Integer.valueOf(refusal.fields().getOrDefault("line", "1")));
    }

    private static JsonObject json(ImportReport report) {
        return new JsonObject()
                .put("new", report.added())
                .put("changed", report.changed())
                .put("left", report.left())
                .put("refusedCount", report.refusedCount())
                .put("refused", notes(report.refused()))
                .put("warnings", notes(report.warnings()));
    }

    private static JsonArray notes(List<RowNote> notes) {
        JsonArray array = new JsonArray();
        notes.forEach(note -> array.add(new JsonObject()
                .put("file", note.file())
                .put("line", note.line())
                .put("reason", note.reason())));
        return array;
    }
}
