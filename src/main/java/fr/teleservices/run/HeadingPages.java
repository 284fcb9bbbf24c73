package fr.teleservices.run;

import fr.teleservices.db.Scope;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.kernel.Role;
import fr.teleservices.school.School;
import fr.teleservices.school.SchoolService;
import fr.teleservices.web.Form;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.StaffMenu;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** <i>Campagnes de l’académie</i>: one start over many schools, and how far each of them is. */
public final class HeadingPages {
    static final String PATH = "/gestion/academie/campagnes";
    private static final int LISTED = 50;
    private static final ZoneId NO_SCHOOL = ZoneId.of("Europe/Paris");
    private static final Permission MAY = Permission.staffAnywhere(Role.ACADEMIE);
    private static final Permission MAY_START =
            Permission.staffAnywhere(Role.ACADEMIE).withSecondFactor();

    private final RunHeadingService headings;
    private final SchoolService schools;
    private final Sessions sessions;
    private final Clock clock;

    public HeadingPages(RunService runs, SchoolService schools, Sessions sessions, Clock clock) {
        this.headings = runs.headings();
        this.schools = schools;
        this.sessions = sessions;
        this.clock = clock;
    }

    public List<Route> routes() {
        String one = PATH + "/:id";
        return List.of(
                Route.get(PATH, MAY, this::form).inMenu(StaffMenu.ACADEMY_RUNS),
                Route.post(PATH, MAY_START, this::start),
                Route.get(PATH + "/apercu", MAY, this::preview),
                Route.get(one, MAY, visit -> show(visit, 200, null)),
                Route.post(one + "/annuler", MAY_START, this::cancel),
                Route.post(one + "/ouvrir", MAY, this::open));
    }

    private Future<Void> form(Visit visit) {
        return schools.list()
                .compose(known -> form(
                        visit,
                        200,
                        visit.query().has("mode") ? HeadingForm.read(visit.query(), known) : HeadingForm.empty(),
                        known));
    }

    private Future<Void> form(Visit visit, int status, HeadingForm form, List<School> known) {
        Future<RunHeadingService.Listing> earlier = known.isEmpty()
                ? Future.succeededFuture(new RunHeadingService.Listing(List.of(), java.util.Map.of()))
                : headings.latest(ids(known), LISTED);
        return earlier.compose(
                listing -> visit.page(status, "run/headings", HeadingsView.of(form, known, listing, zone(visit))));
    }

    private Future<Void> preview(Visit visit) {
        return schools.list().compose(known -> {
            HeadingForm form = HeadingForm.read(visit.query(), known);
            return known.isEmpty() || !form.faults().isEmpty()
                    ? form(visit, known.isEmpty() ? 409 : 422, form, known)
                    : preview(visit, 200, form, known, visit.query(), null);
        });
    }

    private Future<Void> preview(
            Visit visit, int status, HeadingForm form, List<School> known, Form fields, @Nullable Refusal refusal) {
        List<School> chosen = form.chosen(known);
        return headings.preview(ids(chosen), form.selection())
                .compose(sums -> visit.page(
                        status,
                        "run/heading-preview",
                        HeadingPreviewView.of(
                                form,
                                chosen,
                                sums,
                                key(fields).orElseGet(() -> UUID.randomUUID().toString()),
                                refusal)));
    }

    private Future<Void> start(Visit visit) {
        Form fields = visit.form();
        Optional<String> key = key(fields);
        if (key.isEmpty()) {
            return Future.failedFuture(Refusal.invalid("no-key", "Lancez les campagnes depuis la page de l’aperçu.")
                    .asFailure());
        }
        return schools.list().compose(known -> {
            HeadingForm form = HeadingForm.read(fields, known);
            if (known.isEmpty() || !form.faults().isEmpty()) {
                return form(visit, 422, form, known);
            }
            RunHeadingService.Order order = new RunHeadingService.Order(
                    ids(form.chosen(known)),
                    form.selection(),
                    "page-" + key.get(),
                    visit.staff().id(),
                    clock.instant().plus(Run.TAKE_BACK),
                    fields.has("confirmOverlap"));
            return checked(order, fields)
                    .compose(refusal -> refusal.isPresent()
                            ? preview(visit, 422, form, known, fields, refusal.get())
                            : start(visit, order, form, known, fields));
        });
    }

    /** What has begun under its key goes on without being asked again: a second click, or the rest after a crash. */
    private Future<Optional<Refusal>> checked(RunHeadingService.Order order, Form fields) {
        return headings.known(order.schools(), order.key(), order.by())
                .compose(known -> known.isPresent()
                        ? Future.succeededFuture(Optional.empty())
                        : headings.preview(order.schools(), order.selection())
                                .map(sums -> Optional.ofNullable(
                                        StartChecks.refusal(fields, HeadingPreviewView.toSend(sums)))));
    }

    private Future<Void> start(
            Visit visit, RunHeadingService.Order order, HeadingForm form, List<School> known, Form fields) {
        return headings.start(order)
                .compose(
                        runs -> visit.seeOther(PATH + "/" + runs.get(0).heading()),
                        failure -> failure instanceof Refused refused
                                        && refused.refusal().kind() == Refusal.Kind.CONFLICT
                                ? preview(visit, 409, form, known, fields, refused.refusal())
                                : Future.failedFuture(failure));
    }

    /** Every run of the heading, with the schools they belong to; absent where there is none. */
    private record Found(List<School> schools, List<RunProgress> runs) {
        Scope scope() {
            return Scope.of(ids(schools));
        }
    }

    private Future<Found> found(long heading) {
        return schools.list().compose(known -> {
            Future<List<RunProgress>> runs = known.isEmpty()
                    ? Future.succeededFuture(List.of())
                    : headings.progress(Scope.of(ids(known)), heading);
            return runs.map(progress -> {
                if (progress.isEmpty()) {
                    throw Refusal.notFound().asFailure();
                }
                return new Found(known, progress);
            });
        });
    }

    private Future<Void> show(Visit visit, int status, @Nullable String sentence) {
        long id = visit.id("id");
        return found(id)
                .compose(found -> visit.page(
                        status,
                        "run/heading",
                        HeadingView.of(id, found.schools(), found.runs(), zone(visit), clock.instant(), sentence)));
    }

    /** Taken back at once while nothing has begun; asked once more afterwards. */
    private Future<Void> cancel(Visit visit) {
        long id = visit.id("id");
        return found(id).compose(found -> {
            boolean begun = found.runs().stream().anyMatch(one -> one.run().status() != RunStatus.SCHEDULED);
            return begun && !visit.form().has("confirm")
                    ? show(visit, 422, "Cochez la case pour confirmer l’annulation.")
                    : headings.cancel(found.scope(), id, visit.staff().id())
                            .compose(done -> visit.seeOther(PATH + "/" + id));
        });
    }

    /** Chooses the school of one of its runs, and shows that run. */
    private Future<Void> open(Visit visit) {
        String asked = visit.form().get("run");
        return found(visit.id("id"))
                .compose(found -> found.runs().stream()
                        .map(RunProgress::run)
                        .filter(run -> Long.toString(run.id()).equals(asked))
                        .findFirst()
                        .map(run -> sessions.chooseSchool(visit, run.schoolId())
                                .compose(done -> visit.seeOther(RunPages.path(run.id()))))
                        .orElseGet(() -> Future.failedFuture(Refusal.notFound().asFailure())));
    }

    private static Optional<String> key(Form fields) {
        return Optional.of(fields.get("key")).filter(key -> key.matches("[0-9a-f-]{36}"));
    }

    private static List<Long> ids(List<School> schools) {
        return schools.stream().map(School::id).toList();
    }

    private static ZoneId zone(Visit visit) {
        var school = visit.staff().school();
        return school == null ? NO_SCHOOL : ZoneId.of(school.timezone());
    }
}
