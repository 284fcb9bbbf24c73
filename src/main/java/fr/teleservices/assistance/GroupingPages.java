package fr.teleservices.assistance;

import fr.teleservices.account.Account;
import fr.teleservices.account.AccountService;
import fr.teleservices.account.GroupingPause;
import fr.teleservices.account.GroupingService;
import fr.teleservices.account.GroupingSwitchService;
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
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Grouping as staff see it: switched off for a while and on again, and one account taken out of its group. */
public final class GroupingPages {
    private static final String PATH = "/gestion/regroupement";
    private static final String UNGROUP = "/gestion/comptes/:id/degrouper";
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private final AccountService accounts;
    private final GroupingService grouping;
    private final GroupingSwitchService pauses;

    public GroupingPages(AccountService accounts, GroupingService grouping, GroupingSwitchService pauses) {
        this.accounts = accounts;
        this.grouping = grouping;
        this.pauses = pauses;
    }

    /**
     * One switch.
     *
     * @param scope {@code etablissement} or {@code academie}
     * @param since empty: grouping is on
     * @param mine whether the reader may turn it
     * @param error of the reason just typed, or empty
     */
    record Switch(String scope, String title, String since, String reason, boolean mine, String error) {}

    record View(List<Switch> switches, String done, String sentence, Map<String, String> errors) {}

    record UngroupView(long id, String name, String login, boolean done) {}

    public List<Route> routes() {
        Permission chef = Permission.staffAnywhere(Role.CHEF);
        return List.of(
                Route.get(PATH, chef, visit -> show(visit, 200, Map.of())).inMenu(StaffMenu.GROUPING),
                Route.post(PATH, chef, this::turn).inMenu(StaffMenu.GROUPING),
                Route.get(UNGROUP, Permission.staff(Role.GESTIONNAIRE), this::ask),
                Route.post(UNGROUP, Permission.staff(Role.GESTIONNAIRE), this::ungroup));
    }

    private Future<Void> show(Visit visit, int status, Map<String, String> errors) {
        SchoolRef school = visit.staff().school();
        List<Long> scope = List.of(school == null ? GroupingSwitchService.EVERYWHERE : school.id());
        return pauses.pauses(scope)
                .compose(found -> visit.page(
                        status,
                        "assistance/grouping",
                        new View(
                                switches(visit.staff(), school, found, errors),
                                visit.query().get("fait"),
                                errors.isEmpty() ? "" : Refusal.invalid(errors).sentence(),
                                errors)));
    }

    private static List<Switch> switches(
            StaffWho staff, @Nullable SchoolRef school, List<GroupingPause> found, Map<String, String> errors) {
        List<Switch> switches = new ArrayList<>();
        boolean academy = staff.role() == Role.ACADEMIE;
        Optional<GroupingPause> all =
                found.stream().filter(GroupingPause::everywhere).findFirst();
        if (academy || all.isPresent()) {
            switches.add(line("academie", "Tous les établissements de l’académie", all, PARIS, academy, errors));
        }
        if (school != null) {
            switches.add(line(
                    "etablissement",
                    school.name(),
                    found.stream().filter(pause -> !pause.everywhere()).findFirst(),
                    ZoneId.of(school.timezone()),
                    true,
                    errors));
        }
        return switches;
    }

    private static Switch line(
            String scope,
            String title,
            Optional<GroupingPause> pause,
            ZoneId zone,
            boolean mine,
            Map<String, String> errors) {
        return new Switch(
                scope,
                title,
                pause.map(p -> French.dateTime(p.since(), zone)).orElse(""),
                pause.map(GroupingPause::reason).orElse(""),
                mine,
                errors.getOrDefault("reason-" + scope, ""));
    }

    private Future<Void> turn(Visit visit) {
        Form form = visit.form();
        long staff = visit.staff().id();
        long school = scope(visit, form.get("portee"));
        boolean on = form.get("etat").equals("reprendre");
        Future<Void> turned = on ? pauses.resume(school, staff) : pauses.pause(school, form.text("reason"), staff);
        return turned.compose(
                done -> visit.seeOther(PATH + "?fait=" + (on ? "repris" : "suspendu")),
                failure ->
                        failure instanceof Refused refused && refused.refusal().kind() == Refusal.Kind.INVALID
                                ? show(
                                        visit,
                                        422,
                                        Map.of(
                                                "reason-" + form.get("portee"),
                                                refused.refusal().fields().getOrDefault("reason", "")))
                                : Future.failedFuture(failure));
    }

    private static long scope(Visit visit, String typed) {
        SchoolRef school = visit.staff().school();
        if (typed.equals("academie")) {
            if (visit.staff().role() == Role.ACADEMIE) {
                return GroupingSwitchService.EVERYWHERE;
            }
            throw Refusal.forbidden("Seule l’académie peut suspendre le regroupement partout.")
                    .asFailure();
        }
        if (school == null) {
            throw Refusal.conflict("no-school-chosen", "Choisissez d’abord un établissement.")
                    .asFailure();
        }
        return school.id();
    }

    /** Of this school, and not of another. */
    private Future<Account> account(Visit visit) {
        return accounts.load(visit.school().id(), visit.id("id"));
    }

    private Future<Void> ask(Visit visit) {
        boolean done = visit.query().has("fait");
        return account(visit)
                .compose(account -> accounts.isGrouped(account.id())
                        .compose(grouped -> !done && !grouped
                                ? Future.failedFuture(GroupingService.NOT_GROUPED.asFailure())
                                : visit.page(
                                        "assistance/ungroup",
                                        new UngroupView(account.id(), account.displayName(), account.login(), done))));
    }

    private Future<Void> ungroup(Visit visit) {
        long school = visit.school().id();
        return account(visit)
                .compose(account -> grouping.ungroupByStaff(visit.staff().id(), school, account.id())
                        .compose(done -> visit.seeOther("/gestion/comptes/" + account.id() + "/degrouper?fait=1")));
    }
}
