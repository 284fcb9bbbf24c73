package fr.teleservices.school;

import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.Form;
import fr.teleservices.web.LocalPath;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.Visit;
import fr.teleservices.web.Who.StaffWho;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signing in and out of the staff pages, and the academy's choice of a school. */
public final class StaffPages {
    private static final String HOME = "/gestion";

    private final StaffService staff;
    private final SchoolService schools;
    private final Sessions sessions;

    public StaffPages(StaffService staff, SchoolService schools, Sessions sessions) {
        this.staff = staff;
        this.schools = schools;
        this.sessions = sessions;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/gestion/connexion", Permission.PUBLIC, this::signInPage),
                Route.post("/gestion/connexion", Permission.PUBLIC, this::signIn),
                Route.post("/gestion/deconnexion", Permission.PUBLIC, this::signOut),
                Route.get("/gestion/etablissements", Permission.staffAnywhere(Role.ACADEMIE), this::choose),
                Route.post("/gestion/etablissements", Permission.staffAnywhere(Role.ACADEMIE), this::chosen),
                Route.post("/gestion/etablissements/nouveau", Permission.staffAnywhere(Role.ACADEMIE), this::add));
    }

    /** @param codeAsked whether the second factor is asked: the password was right */
    record SignInView(
            String login,
            String next,
            boolean codeAsked,
            @Nullable String sentence,
            Map<String, String> errors) {}

    private Future<Void> signInPage(Visit visit) {
        String next = LocalPath.orElse(visit.query().get("next"), HOME);
        return visit.staffIfAny()
                .compose(who -> who instanceof StaffWho
                        ? visit.seeOther(next)
                        : visit.page("school/sign-in", new SignInView("", next, false, null, Map.of())));
    }

    private Future<Void> signIn(Visit visit) {
        Form form = visit.form();
        String next = LocalPath.orElse(form.get("next"), HOME);
        return staff.signIn(form.get("login"), form.secret("password"), form.get("code"), visit.clientAddress())
                .compose(in ->
                        sessions.beginStaff(visit, in.staff().id(), in.staff().epoch(), in.secondFactor()))
                .compose(
                        begun -> visit.seeOther(next),
                        failure -> failure instanceof Refused refused
                                ? again(visit, form.get("login"), next, refused.refusal())
                                : Future.failedFuture(failure));
    }

    private static Future<Void> again(Visit visit, String login, String next, Refusal refusal) {
        boolean tooMany = refusal.kind() == Refusal.Kind.TOO_MANY;
        if (tooMany) {
            visit.context().response().putHeader("Retry-After", Integer.toString(refusal.retryAfterSeconds()));
        }
        boolean codeAsked = refusal.code().equals(StaffService.CODE_NEEDED);
        return visit.page(
                tooMany ? 429 : 401,
                "school/sign-in",
                new SignInView(login, next, codeAsked, refusal.sentence(), Map.of()));
    }

    private Future<Void> signOut(Visit visit) {
        return sessions.endStaff(visit).compose(done -> visit.seeOther("/gestion/connexion"));
    }

    /** What was typed for a new school comes back with its faults. */
    record ChooseView(
            List<School> schools,
            String uai,
            String name,
            String timezone,
            @Nullable String sentence,
            Map<String, String> errors) {}

    private Future<Void> choose(Visit visit) {
        return schools.list()
                .compose(all ->
                        visit.page("school/choose", new ChooseView(all, "", "", "Europe/Paris", null, Map.of())));
    }

    private Future<Void> chosen(Visit visit) {
        return schools.byUai(visit.form().get("uai"))
                .compose(found -> found.isEmpty()
                        ? Future.failedFuture(Refusal.notFound().asFailure())
                        : sessions.chooseSchool(visit, found.get().id()))
                .compose(done -> visit.seeOther(HOME));
    }

    private Future<Void> add(Visit visit) {
        Form form = visit.form();
        return schools.add(
                        form.get("uai"),
                        form.get("name"),
                        form.get("timezone"),
                        true,
                        visit.staff().id())
                .compose(school -> sessions.chooseSchool(visit, school.id()))
                .compose(
                        done -> visit.seeOther(HOME),
                        failure -> failure instanceof Refused refused
                                ? addAgain(visit, form, refused.refusal())
                                : Future.failedFuture(failure));
    }

    private Future<Void> addAgain(Visit visit, Form form, Refusal refusal) {
        int status = refusal.kind() == Refusal.Kind.CONFLICT ? 409 : 422;
        return schools.list()
                .compose(all -> visit.page(
                        status,
                        "school/choose",
                        new ChooseView(
                                all,
                                form.get("uai"),
                                form.get("name"),
                                form.get("timezone"),
                                refusal.sentence(),
                                refusal.fields())));
    }
}
