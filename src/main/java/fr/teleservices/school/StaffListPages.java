package fr.teleservices.school;

import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.Form;
import fr.teleservices.web.French;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.StaffMenu;
import fr.teleservices.web.Visit;
import fr.teleservices.web.Who.SchoolRef;
import fr.teleservices.web.Who.StaffWho;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** <i>Personnels</i>: the chef for the own school, the academy for the chosen one and for its own. */
public final class StaffListPages {
    static final String PATH = "/gestion/personnels";
    private static final String OWN = "academie";
    private static final Permission MAY = Permission.staffAnywhere(Role.CHEF);
    private static final Permission MAY_CHANGE =
            Permission.staffAnywhere(Role.CHEF).withSecondFactor().asksAgain();
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private final StaffAdminService admin;

    public StaffListPages(StaffAdminService admin) {
        this.admin = admin;
    }

    public List<Route> routes() {
        String one = PATH + "/:id";
        return List.of(
                Route.get(PATH, MAY, this::list).inMenu(StaffMenu.STAFF),
                Route.post(PATH, MAY_CHANGE, this::add),
                Route.get(one, MAY, visit -> show(visit, 200, null)),
                Route.post(one + "/role", MAY_CHANGE, this::role),
                Route.post(one + "/desactiver", MAY_CHANGE, visit -> move(visit, admin::disable, "desactive")),
                Route.post(one + "/activer", MAY_CHANGE, visit -> move(visit, admin::enable, "active")),
                Route.post(one + "/mot-de-passe", MAY_CHANGE, this::password),
                Route.post(
                        one + "/second-facteur", MAY_CHANGE, visit -> move(visit, admin::resetSecondFactor, "facteur")),
                Route.post(one + "/sessions", MAY_CHANGE, visit -> move(visit, admin::endSessions, "sessions")));
    }

    record Choice(String value, String label, boolean chosen) {}

    record Line(
            String path,
            String login,
            String role,
            boolean disabled,
            boolean secondFactor,
            String signedInAt,
            boolean self) {}

    /**
     * @param whose of which school, or of the academy
     * @param own whether the list is the academy's own
     * @param other where the academy's other list is: label and path; empty for a school's own staff
     */
    record ListView(
            String whose,
            boolean own,
            String other,
            List<Line> lines,
            List<Choice> roles,
            String login,
            @Nullable String sentence,
            Map<String, String> errors) {}

    private Future<Void> list(Visit visit) {
        return list(visit, 200, visit.query().get("de").equals(OWN), new NothingTyped());
    }

    /** What comes back with its faults. */
    private sealed interface Filled {}

    private record NothingTyped() implements Filled {}

    private record Faulty(String login, String role, Refusal refusal) implements Filled {}

    private Future<Void> list(Visit visit, int status, boolean ownAsked, Filled filled) {
        SchoolRef school = ownAsked ? null : schoolOf(visit.staff());
        boolean own = school == null;
        Faulty faulty = filled instanceof Faulty typed ? typed : null;
        return admin.list(school == null ? null : school.id())
                .compose(all -> visit.page(
                        status,
                        "school/staff",
                        new ListView(
                                school == null ? "Académie" : school.name(),
                                own,
                                other(visit.staff(), own),
                                all.stream().map(one -> line(visit, one)).toList(),
                                roles(own, faulty == null ? "" : faulty.role()),
                                faulty == null ? "" : faulty.login(),
                                faulty == null ? null : faulty.refusal().sentence(),
                                faulty == null ? Map.of() : faulty.refusal().fields())));
    }

    /** The academy's own list needs no school; everybody else's has one. */
    private static @Nullable SchoolRef schoolOf(StaffWho who) {
        return who.school();
    }

    private static String other(StaffWho who, boolean own) {
        if (who.role() != Role.ACADEMIE || (own && who.school() == null)) {
            return "";
        }
        return own ? PATH : PATH + "?de=" + OWN;
    }

    private static List<Choice> roles(boolean academy, String chosen) {
        return StaffRules.roles(academy).stream()
                .map(role -> new Choice(role.name(), role.label(), role.name().equals(chosen)))
                .toList();
    }

    private static Line line(Visit visit, StaffStore.Listed one) {
        return new Line(
                PATH + "/" + one.staff().id(),
                one.staff().login(),
                one.staff().role().label(),
                one.staff().disabled(),
                one.secondFactor(),
                at(visit, one.signedInAt()),
                one.staff().id() == visit.staff().id());
    }

    private static String at(Visit visit, @Nullable Instant at) {
        SchoolRef school = visit.staff().school();
        return at == null ? "jamais" : French.shortDateTime(at, school == null ? PARIS : ZoneId.of(school.timezone()));
    }

    private static Optional<Role> role(Form form) {
        return Arrays.stream(Role.values())
                .filter(role -> role.name().equals(form.get("role")))
                .findFirst();
    }

    private Future<Void> add(Visit visit) {
        Form form = visit.form();
        StaffWho actor = visit.staff();
        boolean own = actor.role() == Role.ACADEMIE
                && (actor.school() == null || form.get("de").equals(OWN));
        Optional<Role> role = role(form);
        if (role.isEmpty()) {
            return again(visit, form, own, Refusal.invalid(Map.of("role", "Choisissez un rôle.")));
        }
        return admin.add(actor, own ? null : actor.schoolId(), form.get("login"), role.get(), form.secret("password"))
                .compose(
                        given -> given.password().isEmpty()
                                ? visit.seeOther(PATH + "/" + given.staff().id() + "?fait=cree")
                                : told(visit, given),
                        failure -> failure instanceof Refused refused
                                        && refused.refusal().kind() != Refusal.Kind.FORBIDDEN
                                ? again(visit, form, own, refused.refusal())
                                : Future.failedFuture(failure));
    }

    private Future<Void> again(Visit visit, Form form, boolean own, Refusal refusal) {
        int status = refusal.kind() == Refusal.Kind.CONFLICT ? 409 : 422;
        return list(visit, status, own, new Faulty(form.get("login"), form.get("role"), refusal));
    }

    record GivenView(String login, String password, String path) {}

    /** Answered at once and not behind a redirect: the password neither waits in a row nor travels in an address. */
    static Future<Void> told(Visit visit, StaffAdminService.Given given) {
        return visit.page(
                "school/staff-password",
                new GivenView(
                        given.staff().login(),
                        given.password(),
                        PATH + "/" + given.staff().id()));
    }

    /** @param done what the page follows; empty: nothing */
    record OneView(
            String path,
            String login,
            String role,
            boolean disabled,
            boolean mustChange,
            boolean secondFactor,
            String signedInAt,
            boolean self,
            List<Choice> roles,
            String done,
            @Nullable String sentence) {}

    private static final Map<String, String> DONE = Map.of(
            "cree",
                    "Le compte est créé. Communiquez à la personne son identifiant et le mot de passe que vous avez choisi.",
            "role", "Le rôle est changé ; la personne doit se connecter à nouveau.",
            "desactive", "Le compte est désactivé : la personne n’a plus accès à rien.",
            "active", "Le compte est de nouveau actif.",
            "facteur", "Le second facteur est retiré ; la personne en associera un nouveau.",
            "sessions", "Toutes ses sessions sont fermées.");

    private Future<Void> show(Visit visit, int status, @Nullable Refusal refusal) {
        return admin.one(visit.staff(), visit.id("id")).compose(one -> {
            Staff staff = one.staff();
            return visit.page(
                    status,
                    "school/staff-one",
                    new OneView(
                            PATH + "/" + staff.id(),
                            staff.login(),
                            staff.role().label(),
                            staff.disabled(),
                            one.mustChange(),
                            one.secondFactor(),
                            at(visit, one.signedInAt()),
                            staff.id() == visit.staff().id(),
                            staff.schoolId() == null
                                    ? List.of()
                                    : roles(false, staff.role().name()),
                            DONE.getOrDefault(visit.query().get("fait"), ""),
                            refusal == null ? null : refusal.sentence()));
        });
    }

    private Future<Void> role(Visit visit) {
        Role role = role(visit.form())
                .orElseThrow(() ->
                        Refusal.invalid(Map.of("role", "Choisissez un rôle.")).asFailure());
        return move(visit, (actor, id) -> admin.changeRole(actor, id, role), "role");
    }

    @FunctionalInterface
    private interface Move {
        Future<Staff> made(StaffWho actor, long id);
    }

    private Future<Void> move(Visit visit, Move move, String done) {
        long id = visit.id("id");
        return refusedHere(
                visit,
                move.made(visit.staff(), id)
                        .compose(moved ->
                                // who ends the own sessions ends this one too
                                visit.seeOther(PATH + "/" + id + "?fait=" + done)));
    }

    private Future<Void> password(Visit visit) {
        return refusedHere(
                visit, admin.resetPassword(visit.staff(), visit.id("id")).compose(given -> told(visit, given)));
    }

    private Future<Void> refusedHere(Visit visit, Future<Void> answered) {
        return answered.recover(failure ->
                failure instanceof Refused refused && refused.refusal().kind() == Refusal.Kind.CONFLICT
                        ? show(visit, 409, refused.refusal())
                        : Future.failedFuture(failure));
    }
}
