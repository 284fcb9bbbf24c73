package fr.teleservices.run;

import fr.teleservices.db.Scope;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.StaffMenu;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** <i>Campagnes</i>: every run of the school, and one with its progress, its results and what can be done about it. */
public final class RunPages {
    private static final String PATH = "/gestion/campagnes";
    private static final int RUNS_ON_A_PAGE = 50;
    private static final Permission MAY = Permission.staff(Role.GESTIONNAIRE);
    private static final Permission MAY_STEER =
            Permission.staff(Role.GESTIONNAIRE).withSecondFactor();

    /** Nobody can take a letter back that is gone. */
    private static final Permission MAY_DESTROY =
            Permission.staff(Role.CHEF).withSecondFactor().asksAgain();

    private final RunService runs;
    private final RunListService lists;
    private final ReportService reports;
    private final LetterPurgeService letters;
    private final RunEvents events;
    private final MailTroubles troubles;
    private final Clock clock;

    public RunPages(
            MailTroubles troubles,
            RunService runs,
            RunListService lists,
            ReportService reports,
            LetterPurgeService letters,
            RunEvents events,
            Clock clock) {
        this.runs = runs;
        this.lists = lists;
        this.reports = reports;
        this.letters = letters;
        this.events = events;
        this.troubles = troubles;
        this.clock = clock;
    }

    public List<Route> routes() {
        String one = PATH + "/:id";
        RunFilePages downloads = new RunFilePages(reports);
        return List.of(
                Route.get(PATH, MAY, this::list).inMenu(StaffMenu.RUNS),
                Route.get(one, MAY, visit -> show(visit, 200, null)),
                Route.get(one + "/etat", MAY, this::state),
                Route.get(one + "/evenements", MAY, this::stream).stream(),
                Route.post(one + "/pause", MAY_STEER, visit -> move(visit, runs::pause)),
                Route.post(one + "/reprendre", MAY_STEER, visit -> move(visit, runs::resume)),
                Route.post(one + "/annuler", MAY_STEER, this::cancel),
                Route.post(one + "/reessayer", MAY_STEER, visit -> move(visit, runs::retry)),
                Route.post(one + "/courriers/detruire", MAY_DESTROY, this::destroy),
                Route.get(one + "/letters.pdf", MAY_STEER, visit -> downloads.pdf(visit, scope(visit))).stream(),
                Route.get(one + "/letters.zip", MAY_STEER, visit -> downloads.zip(visit, scope(visit))).stream(),
                Route.get(one + "/rapport.csv", MAY_STEER, visit -> downloads.csv(visit, scope(visit))).stream());
    }

    static String path(long run) {
        return PATH + "/" + run;
    }

    static Scope scope(Visit visit) {
        return Scope.of(visit.school().id());
    }

    private static ZoneId zone(Visit visit) {
        return ZoneId.of(visit.school().timezone());
    }

    private Future<Void> list(Visit visit) {
        String typed = visit.query().get("avant");
        Long before = typed.matches("[0-9]{1,18}") ? Long.valueOf(typed) : null;
        return lists.page(visit.school().id(), before, RUNS_ON_A_PAGE + 1)
                .compose(page -> visit.page("run/runs", RunsView.of(page, RUNS_ON_A_PAGE, zone(visit))));
    }

    private Future<Void> show(Visit visit, int status, @Nullable String sentence) {
        long id = visit.id("id");
        Scope scope = scope(visit);
        return troubles.reason()
                .compose(trouble -> runs.progress(scope, id)
                        .compose(progress -> reports.letters(scope, id)
                                .compose(letters -> lists.results(progress.run(), RunView.FAILURES)
                                        .compose(results -> visit.page(
                                                status,
                                                "run/run",
                                                RunView.of(
                                                        progress,
                                                        results,
                                                        letters,
                                                        trouble,
                                                        zone(visit),
                                                        clock.instant(),
                                                        visit.staff().role().includes(Role.CHEF),
                                                        visit.query().has("fixe"),
                                                        sentence))))));
    }

    private Future<Void> state(Visit visit) {
        return runs.progress(scope(visit), visit.id("id"))
                .compose(progress -> visit.json(200, RunJson.write(progress)));
    }

    private Future<Void> stream(Visit visit) {
        return events.stream(visit, scope(visit), visit.id("id"));
    }

    private interface Move {
        Future<Run> make(Scope scope, long run, Long by);
    }

    private Future<Void> move(Visit visit, Move move) {
        return move.make(scope(visit), visit.id("id"), visit.staff().id())
                .compose(
                        run -> visit.seeOther(path(run.id())),
                        failure -> failure instanceof Refused refused
                                        && refused.refusal().kind() == Refusal.Kind.CONFLICT
                                ? show(visit, 409, refused.refusal().sentence())
                                : Future.failedFuture(failure));
    }

    /** The run is looked for first: another school's is as absent as one that does not exist. */
    private Future<Void> destroy(Visit visit) {
        long id = visit.id("id");
        return runs.progress(scope(visit), id)
                .compose(found ->
                        letters.destroy(visit.school().id(), id, visit.staff().id()))
                .compose(
                        done -> visit.seeOther(path(id)),
                        failure -> failure instanceof Refused refused
                                        && refused.refusal().kind() == Refusal.Kind.CONFLICT
                                ? show(visit, 409, refused.refusal().sentence())
                                : Future.failedFuture(failure));
    }

    /** Taken back at once while nothing has begun; asked once more afterwards. */
    private Future<Void> cancel(Visit visit) {
        return runs.progress(scope(visit), visit.id("id")).compose(progress -> {
            boolean begun = progress.run().status() != RunStatus.SCHEDULED;
            return begun && !visit.form().has("confirm")
                    ? show(visit, 422, "Cochez la case pour confirmer l’annulation.")
                    : move(visit, runs::cancel);
        });
    }
}
