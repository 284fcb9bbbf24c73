package fr.teleservices.siecle;

import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.kernel.Role;
import fr.teleservices.kernel.Uai;
import fr.teleservices.web.French;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.StaffMenu;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** <i>Base élèves</i>: send the exports, see what would change, say yes. */
public final class ImportPages {
    private static final Logger LOG = LoggerFactory.getLogger(ImportPages.class);
    static final String PATH = "/gestion/base-eleves";
    private static final Permission MAY = Permission.staff(Role.GESTIONNAIRE);
    private static final String LOST =
            "Ces fichiers ne sont plus là (ils sont effacés au bout d’une heure). Renvoyez-les.";

    private final Vertx vertx;
    private final Database database;
    private final ImportService imports;
    private final KeptUploadService uploads;
    /** A second click on the same button finds the first one's import. */
    private final ConcurrentMap<String, Future<Long>> going = new ConcurrentHashMap<>();

    /** @param folder for files while they are imported; nobody else's */
    public ImportPages(Vertx vertx, Database database, ImportService imports, Clock clock, Path folder) {
        this.vertx = vertx;
        this.database = database;
        this.imports = imports;
        this.uploads = new KeptUploadService(vertx, database, folder, clock);
        vertx.setPeriodic(
                TimeUnit.MINUTES.toMillis(10),
                timer -> uploads.deleteOld()
                        .onFailure(failure -> LOG.warn("old uploads stay a while: {}", failure.toString())));
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, MAY, this::show).inMenu(StaffMenu.PUPIL_BASE),
                Route.post(PATH, MAY, this::preview).upload().inMenu(StaffMenu.PUPIL_BASE),
                // an import may take longer than a small form
                Route.post(PATH + "/importer", MAY, this::apply).upload().inMenu(StaffMenu.PUPIL_BASE),
                Route.post(PATH + "/abandonner", MAY, this::abandon).inMenu(StaffMenu.PUPIL_BASE),
                Route.get(PATH + "/imports/:id", MAY, this::done));
    }

    record BaseView(
            long pupils,
            long guardians,
            long divisions,
            long undivided,
            boolean empty,
            List<Line> imports,
            @Nullable String sentence) {}

    record Line(String path, String at, String year, long added, long changed, long left, long refused) {}

    record DoneView(Line done, long pupils, long guardians) {}

    private Future<Void> show(Visit visit) {
        return base(visit, 200, null);
    }

    private Future<Void> base(Visit visit, int status, @Nullable String sentence) {
        long school = visit.school().id();
        return database.inScope(
                        Scope.of(school),
                        tx -> BaseStore.counts(tx, school)
                                .compose(counts -> BaseStore.imports(tx, school)
                                        .map(done -> new BaseView(
                                                counts.pupils(),
                                                counts.guardians(),
                                                counts.divisions(),
                                                counts.undivided(),
                                                counts.pupils() + counts.guardians() == 0,
                                                done.stream()
                                                        .map(line -> line(visit, line))
                                                        .toList(),
                                                sentence))))
                .compose(view -> visit.page(status, "siecle/base", view));
    }

    private Future<Void> preview(Visit visit) {
        long school = visit.school().id();
        long staff = visit.staff().id();
        List<SiecleSource> sent = visit.uploads().stream()
                .filter(file -> file.name().equals("files") && file.size() > 0)
                .map(file -> new SiecleSource(Path.of(file.uploadedFileName()), file.fileName()))
                .toList();
        if (sent.isEmpty()) {
            return base(visit, 422, "Choisissez au moins un fichier\u00a0: les exports SIECLE, en XML ou en ZIP.");
        }
        return imports.preview(school, uai(visit), sent)
                .compose(
                        preview -> vertx.executeBlocking(() -> uploads.keep(school, staff, sent), false)
                                .compose(token -> visit.page("siecle/preview", PreviewPage.of(token, preview))),
                        failure -> refused(visit, failure));
    }

    private Future<Void> apply(Visit visit) {
        long school = visit.school().id();
        long staff = visit.staff().id();
        String token = visit.form().get("upload");
        String key = school + "-" + staff + "-" + token;
        return going.computeIfAbsent(key, first -> start(visit, school, staff, token))
                .onComplete(end -> going.remove(key))
                .compose(
                        id -> visit.seeOther(PATH + "/imports/" + id),
                        failure -> failure instanceof Refused refused
                                        && refused.refusal().kind() == Refusal.Kind.NOT_FOUND
                                ? base(visit, 404, LOST)
                                : refused(visit, failure));
    }

    private Future<Long> start(Visit visit, long school, long staff, String token) {
        return earlier(school, staff, token)
                .compose(earlier -> earlier.map(Future::succeededFuture).orElseGet(() -> importKept(visit, token)))
                // the other click may have reached another node, and been quicker
                .recover(failure -> earlier(school, staff, token)
                        .compose(done ->
                                done.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(failure))));
    }

    private Future<Optional<Long>> earlier(long school, long staff, String token) {
        return database.inScope(Scope.of(school), tx -> BaseStore.ofUpload(tx, school, staff, token));
    }

    private Future<Long> importKept(Visit visit, String token) {
        long school = visit.school().id();
        long staff = visit.staff().id();
        return uploads.with(
                school,
                staff,
                token,
                files -> files.isEmpty()
                        ? Future.failedFuture(Refusal.notFound().asFailure())
                        : imports.apply(school, uai(visit), files, staff, token)
                                .eventually(() -> uploads.delete(school, staff, token)));
    }

    private Future<Void> abandon(Visit visit) {
        return uploads.delete(
                        visit.school().id(), visit.staff().id(), visit.form().get("upload"))
                .compose(gone -> visit.seeOther(PATH));
    }

    private Future<Void> done(Visit visit) {
        long school = visit.school().id();
        long id = visit.id("id");
        return database.inScope(
                        Scope.of(school),
                        tx -> BaseStore.find(tx, school, id)
                                .map(found -> found.orElseThrow(Refusal.notFound()::asFailure))
                                .compose(done -> BaseStore.counts(tx, school)
                                        .map(counts ->
                                                new DoneView(line(visit, done), counts.pupils(), counts.guardians()))))
                .compose(view -> visit.page("siecle/done", view));
    }

    private Future<Void> refused(Visit visit, Throwable failure) {
        return failure instanceof Refused refused && refused.refusal().kind() == Refusal.Kind.INVALID
                ? base(visit, 422, refused.refusal().sentence())
                : Future.failedFuture(failure);
    }

    private static Uai uai(Visit visit) {
        return new Uai(visit.school().uai());
    }

    private static Line line(Visit visit, BaseStore.Done done) {
        return new Line(
                PATH + "/imports/" + done.id(),
                French.shortDateTime(done.at(), ZoneId.of(visit.school().timezone())),
                done.schoolYear() == 0 ? "" : done.schoolYear() + "-" + (done.schoolYear() + 1),
                done.added(),
                done.changed(),
                done.left(),
                done.refused());
    }
}
