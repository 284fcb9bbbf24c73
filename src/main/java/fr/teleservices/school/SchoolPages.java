package fr.teleservices.school;

import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.Form;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.StaffMenu;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** <i>Établissements</i>: the academy finds, chooses, adds and corrects schools, and gives each its chef. */
public final class SchoolPages {
    private static final String HOME = "/gestion";
    private static final String PATH = "/gestion/etablissements";
    private static final Permission.Staff MAY = Permission.staffAnywhere(Role.ACADEMIE);
    private static final Permission MAY_CHOOSE = MAY.withHarmlessPosts();
    private static final Permission MAY_ADD = MAY.withSecondFactor().asksAgain();

    private final SchoolService schools;
    private final StaffAdminService admin;
    private final Sessions sessions;

    public SchoolPages(SchoolService schools, StaffAdminService admin, Sessions sessions) {
        this.schools = schools;
        this.admin = admin;
        this.sessions = sessions;
    }

    public List<Route> routes() {
        String one = PATH + "/:uai";
        return List.of(
                Route.get(PATH, MAY, this::choose).inMenu(StaffMenu.SCHOOLS),
                Route.post(PATH, MAY_CHOOSE, this::chosen),
                Route.post(PATH + "/nouveau", MAY, this::add),
                Route.get(one, MAY, this::edit),
                Route.post(one, MAY, this::save),
                Route.post(one + "/chef", MAY_ADD, this::addChef));
    }

    /**
     * What was typed for a new school comes back with its faults.
     *
     * @param q what was searched
     * @param more whether only the first ones are shown
     */
    record ChooseView(
            List<SchoolCount> schools,
            String q,
            boolean more,
            String uai,
            String name,
            String timezone,
            @Nullable String sentence,
            Map<String, String> errors) {}

    private Future<Void> choose(Visit visit) {
        return list(visit, 200, visit.query().get("q"), "", "", "Europe/Paris", null);
    }

    private Future<Void> list(
            Visit visit, int status, String q, String uai, String name, String timezone, @Nullable Refusal refusal) {
        return schools.counted(q)
                .compose(found -> visit.page(
                        status,
                        "school/choose",
                        new ChooseView(
                                found.stream().limit(SchoolService.LISTED).toList(),
                                q,
                                found.size() > SchoolService.LISTED,
                                uai,
                                name,
                                timezone,
                                refusal == null ? null : refusal.sentence(),
                                refusal == null ? Map.of() : refusal.fields())));
    }

    private Future<Void> chosen(Visit visit) {
        return byUai(visit.form().get("uai"))
                .compose(school -> sessions.chooseSchool(visit, school.id()))
                .compose(done -> visit.seeOther(HOME));
    }

    private Future<School> byUai(String uai) {
        return schools.byUai(uai)
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(Refusal.notFound().asFailure())));
    }

    private Future<Void> add(Visit visit) {
        Form form = visit.form();
        return schools.add(
                        form.get("uai"),
                        form.get("name"),
                        form.get("timezone"),
                        true,
                        visit.staff().id())
                .compose(school -> sessions.chooseSchool(visit, school.id()).map(school))
                .compose(
                        school -> visit.seeOther(PATH + "/" + school.uai() + "?fait=ajoute"),
                        failure -> failure instanceof Refused refused
                                ? list(
                                        visit,
                                        refused.refusal().kind() == Refusal.Kind.CONFLICT ? 409 : 422,
                                        "",
                                        form.get("uai"),
                                        form.get("name"),
                                        form.get("timezone"),
                                        refused.refusal())
                                : Future.failedFuture(failure));
    }

    /** @param chefs whether it has one that may sign in */
    record EditView(
            String path,
            String uai,
            String name,
            String timezone,
            boolean chefs,
            String login,
            String done,
            @Nullable String sentence,
            Map<String, String> errors) {}

    private static final Map<String, String> DONE = Map.of(
            "ajoute",
            "L’établissement est ajouté. Donnez-lui un chef d’établissement.",
            "enregistre",
            "C’est enregistré.");

    private Future<Void> edit(Visit visit) {
        return byUai(visit.path("uai")).compose(school -> edit(visit, 200, school, "", null));
    }

    private Future<Void> edit(Visit visit, int status, School school, String login, @Nullable Refusal refusal) {
        return admin.list(school.id())
                .compose(staff -> visit.page(
                        status,
                        "school/edit",
                        new EditView(
                                PATH + "/" + school.uai(),
                                school.uai(),
                                school.name(),
                                school.timezone(),
                                staff.stream()
                                        .anyMatch(one -> one.staff().role() == Role.CHEF
                                                && !one.staff().disabled()),
                                login,
                                DONE.getOrDefault(visit.query().get("fait"), ""),
                                refusal == null ? null : refusal.sentence(),
                                refusal == null ? Map.of() : refusal.fields())));
    }

    private Future<Void> save(Visit visit) {
        Form form = visit.form();
        String name = form.get("name");
        String timezone = form.get("timezone");
        return byUai(visit.path("uai"))
                .compose(school -> schools.change(
                                school.id(), name, timezone, visit.staff().id())
                        .compose(
                                done -> visit.seeOther(PATH + "/" + school.uai() + "?fait=enregistre"),
                                failure -> failure instanceof Refused refused
                                        ? edit(
                                                visit,
                                                422,
                                                new School(school.id(), school.uai(), name, timezone),
                                                "",
                                                refused.refusal())
                                        : Future.failedFuture(failure)));
    }

    private Future<Void> addChef(Visit visit) {
        String login = visit.form().get("login");
        return byUai(visit.path("uai"))
                .compose(school -> admin.add(visit.staff(), school.id(), login, Role.CHEF, "")
                        .compose(
                                given -> StaffListPages.told(visit, given),
                                failure -> failure instanceof Refused refused
                                        ? edit(
                                                visit,
                                                refused.refusal().kind() == Refusal.Kind.CONFLICT ? 409 : 422,
                                                school,
                                                login,
                                                refused.refusal())
                                        : Future.failedFuture(failure)));
    }
}
