package fr.teleservices.api;

import fr.teleservices.db.Scope;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.kernel.Role;
import fr.teleservices.run.Run;
import fr.teleservices.run.RunEvents;
import fr.teleservices.run.RunJson;
import fr.teleservices.run.RunService;
import fr.teleservices.run.Selection;
import fr.teleservices.school.School;
import fr.teleservices.school.SchoolAccess;
import fr.teleservices.school.SchoolService;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Visit;
import fr.teleservices.web.Who.StaffWho;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Mass notifications. */
final class RunApi {
    private static final String ONE = Api.BASE + "/runs/:id";
    private static final int LONGEST_KEY = 200;
    /** Keys that programs choose never meet those that the service gives to the runs of a heading. */
    private static final String OWN_KEY = "api-";

    private final Contract contract;
    private final SchoolService schools;
    private final SchoolAccess access;
    private final RunService runs;
    private final RunEvents events;
    private final Clock clock;

    RunApi(Contract contract, SchoolService schools, RunService runs, RunEvents events, Clock clock) {
        this.contract = contract;
        this.schools = schools;
        this.access = new SchoolAccess(schools);
        this.runs = runs;
        this.events = events;
        this.clock = clock;
    }

    List<Route> routes() {
        Permission may = Permission.api(Role.GESTIONNAIRE);
        Permission mayStart = Permission.api(Role.GESTIONNAIRE).withSecondFactor();
        return List.of(
                Route.post(Api.BASE + "/schools/:uai/runs", mayStart, contract.checked("startRun", this::start)),
                Route.get(Api.BASE + "/schools/:uai/runs", may, contract.checked("listRuns", this::list)),
                Route.post(
                        Api.BASE + "/runs",
                        Permission.api(Role.ACADEMIE).withSecondFactor(),
                        contract.checked("startRuns", this::startMany)),
                Route.get(
                        Api.BASE + "/runs",
                        Permission.api(Role.ACADEMIE),
                        contract.checked("listRunsOfHeading", this::ofHeading)),
                Route.get(ONE, may, contract.checked("getRun", this::get)),
                Route.get(ONE + "/events", may, contract.checked("followRun", this::follow)).stream(),
                Route.post(ONE + "/pause", may, contract.checked("pauseRun", v -> move(v, runs::pause))),
                Route.post(ONE + "/resume", mayStart, contract.checked("resumeRun", v -> move(v, runs::resume))),
                Route.post(ONE + "/cancel", may, contract.checked("cancelRun", v -> move(v, runs::cancel))),
                Route.post(ONE + "/retry", mayStart, contract.checked("retryRun", v -> move(v, runs::retry))));
    }

    private Future<Void> start(Visit visit) {
        Selection selection = RunOrder.selection(visit.json());
        refuseReset(visit.staff(), selection);
        String key = key(visit);
        boolean confirmed = visit.query().get("confirm").equals("true");
        return access.resolve(visit.staff(), visit.path("uai"))
                .compose(school -> runs.start(new RunService.Order(
                        school.id(),
                        selection,
                        OWN_KEY + key,
                        visit.staff().id(),
                        RunOrder.startsAt(visit.json(), clock.instant()),
                        confirmed)))
                .compose(started -> {
                    Run run = started.run();
                    visit.context().response().putHeader("Location", Api.BASE + "/runs/" + run.id());
                    return runs.progress(Scope.of(run.schoolId()), run.id());
                })
                .compose(progress -> visit.json(202, RunJson.write(progress)));
    }

    private Future<Void> startMany(Visit visit) {
        JsonObject body = visit.json();
        Selection selection = RunOrder.selection(body);
        String key = key(visit);
        boolean confirmed = visit.query().get("confirm").equals("true");
        Future<List<School>> schools = Future.succeededFuture(new ArrayList<>());
        for (Object uai : body.getJsonArray("schools")) {
            schools = schools.compose(
                    found -> access.resolve(visit.staff(), uai.toString()).map(school -> {
                        found.add(school);
                        return found;
                    }));
        }
        return schools.compose(found -> runs.startMany(
                        found.stream().map(School::id).distinct().toList(),
                        selection,
                        key,
                        visit.staff().id(),
                        confirmed)
                .recover(failure -> Future.failedFuture(byUai(failure, found)))
                .compose(started -> answerMany(visit, found, started)));
    }

    /** The reasons stand under the schools' ids; programs know schools by their UAI. */
    private static Throwable byUai(Throwable failure, List<School> schools) {
        if (!(failure instanceof Refused refused) || refused.refusal().fields().isEmpty()) {
            return failure;
        }
        Refusal said = refused.refusal();
        Map<String, String> reasons = new LinkedHashMap<>();
        said.fields().forEach((field, reason) -> reasons.put(uais(schools).getOrDefault(field, field), reason));
        return new Refusal(said.kind(), said.code(), said.sentence(), reasons, said.retryAfterSeconds()).asFailure();
    }

    /** UAI by the text of the id. */
    private static Map<String, String> uais(List<School> schools) {
        return schools.stream()
                .collect(Collectors.toMap(school -> Long.toString(school.id()), School::uai, (one, same) -> one));
    }

    private Future<Void> answerMany(Visit visit, List<School> schools, List<Run> started) {
        Map<String, String> uais = uais(schools);
        JsonArray items = new JsonArray();
        for (Run run : started) {
            items.add(new JsonObject()
                    .put("id", run.id())
                    .put("uai", uais.get(Long.toString(run.schoolId())))
                    .put("status", run.status().name()));
        }
        Long heading = started.get(0).heading();
        visit.context().response().putHeader("Location", Api.BASE + "/runs?heading=" + heading);
        return visit.json(202, new JsonObject().put("heading", heading).put("runs", items));
    }

    private Future<Void> ofHeading(Visit visit) {
        long heading = Long.parseLong(visit.query().get("heading"));
        return schools.list().compose(all -> {
            Map<String, String> uais = uais(all);
            return access.scopeOf(visit.staff())
                    .compose(scope -> runs.ofHeading(scope, heading))
                    .compose(found -> {
                        if (found.isEmpty()) {
                            return Future.failedFuture(Refusal.notFound().asFailure());
                        }
                        JsonArray items = new JsonArray();
                        found.forEach(progress -> items.add(RunJson.write(progress)
                                .put(
                                        "uai",
                                        uais.get(Long.toString(progress.run().schoolId())))));
                        return visit.json(200, new JsonObject().put("items", items));
                    });
        });
    }

    /** A mass reset takes passwords away: it is the chef's. */
    private static void refuseReset(StaffWho who, Selection selection) {
        if (selection.reset() && !who.role().includes(Role.CHEF)) {
            throw Refusal.forbidden("Seul le chef d’établissement réinitialise les mots de passe en masse.")
                    .asFailure();
        }
    }

    private static String key(Visit visit) {
        String key =
                Objects.requireNonNullElse(visit.header("Idempotency-Key"), "").strip();
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            throw Refusal.invalid(
                            "no-idempotency-key", "L’en-tête Idempotency-Key est nécessaire (200 caractères au plus).")
                    .asFailure();
        }
        return key;
    }

    private Future<Void> list(Visit visit) {
        return access.resolve(visit.staff(), visit.path("uai"))
                .compose(school -> runs.latestProgress(school.id(), 200))
                .compose(latest -> {
                    JsonArray items = new JsonArray();
                    latest.forEach(progress -> items.add(RunJson.write(progress)));
                    return visit.json(200, new JsonObject().put("items", items));
                });
    }

    private Future<Void> get(Visit visit) {
        return access.scopeOf(visit.staff())
                .compose(scope -> runs.progress(scope, visit.id("id")))
                .compose(progress -> visit.json(200, RunJson.write(progress)));
    }

    private Future<Void> follow(Visit visit) {
        return access.scopeOf(visit.staff()).compose(scope -> events.stream(visit, scope, visit.id("id")));
    }

    private interface Move {
        Future<Run> of(Scope scope, long run, @Nullable Long by);
    }

    private Future<Void> move(Visit visit, Move move) {
        return access.scopeOf(visit.staff())
                .compose(scope -> move.of(scope, visit.id("id"), visit.staff().id())
                        .compose(run -> runs.progress(scope, run.id())))
                .compose(progress -> visit.json(200, RunJson.write(progress)));
    }
}
