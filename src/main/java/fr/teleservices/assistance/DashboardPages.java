package fr.teleservices.assistance;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.db.Database;
import fr.teleservices.kernel.Role;
import fr.teleservices.school.SchoolService;
import fr.teleservices.web.French;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.StaffMenu;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** <i>Tableau de bord</i>: where a school, or the academy, stands, and what to do next. */
public final class DashboardPages {
    private final DashboardService dashboard;
    private final SchoolService schools;

    public DashboardPages(Database database, SchoolService schools, Clock clock) {
        this.dashboard = new DashboardService(database, clock);
        this.schools = schools;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/gestion", Permission.staff(Role.ASSISTANCE), this::show)
                        .inMenu(StaffMenu.DASHBOARD),
                Route.get("/gestion/academie", Permission.staffAnywhere(Role.ACADEMIE), this::academy)
                        .inMenu(StaffMenu.ACADEMY));
    }

    /**
     * @param empty whether nobody was imported yet
     * @param since what the curve begins with
     * @param counted when, of a very large school; null: just now
     */
    record View(
            boolean empty,
            List<ToDo> todo,
            List<Group> groups,
            String since,
            Curve curve,
            List<Division> divisions,
            @Nullable String counted) {}

    /** @param total of accounts that are not closed */
    record Group(String title, long total, List<Count> counts) {}

    /** @param percent of the group, for the bar */
    record Count(String label, String state, long count, long percent) {}

    record Division(
            String name,
            long guardians,
            long guardiansActive,
            long guardiansNever,
            long pupils,
            long pupilsActive,
            long pupilsNever) {}

    private Future<Void> show(Visit visit) {
        return dashboard
                .of(visit.school())
                .compose(figures -> schools.services(visit.school().id()).compose(services -> {
                    boolean open = services.stream().anyMatch(service -> service.isActive(figures.today()));
                    return visit.page("assistance/dashboard", view(visit, open, figures));
                }));
    }

    private static View view(Visit visit, boolean servicesOpen, DashboardService.Figures figures) {
        List<Group> groups = List.of(
                group("Responsables", Holder.GUARDIAN, figures.counts().getOrDefault(Holder.GUARDIAN, Map.of())),
                group("Élèves", Holder.PUPIL, figures.counts().getOrDefault(Holder.PUPIL, Map.of())));
        boolean empty = groups.stream().allMatch(group -> group.total() == 0);
        ToDo.Facts facts = new ToDo.Facts(
                servicesOpen,
                !empty,
                figures.contact(),
                figures.today().minusDays(ToDo.SILENT_DAYS),
                figures.waiting(),
                figures.gaps(),
                new ToDo.Refused(
                        figures.run().map(DashboardStore.LastRun::id).orElse(0L),
                        figures.run().map(DashboardStore.LastRun::holder).orElse(Holder.GUARDIAN),
                        figures.refused()));
        ToDo.Places places = new ToDo.Places(
                visit.openPath(StaffMenu.GUARDIANS_MANAGE),
                visit.openPath(StaffMenu.PUPILS_MANAGE),
                visit.openPath(StaffMenu.CONTACT),
                visit.openPath(StaffMenu.PUPIL_BASE));
        Role role = visit.staff().role();
        return new View(
                empty,
                ToDo.list(facts, places, role.includes(Role.GESTIONNAIRE), role.includes(Role.CHEF)),
                groups,
                figures.run()
                        .map(run -> "depuis la dernière campagne, le "
                                + French.date(run.at()
                                        .atZone(ZoneId.of(visit.school().timezone()))
                                        .toLocalDate()))
                        .orElse("depuis trente jours"),
                figures.curve(),
                divisions(figures.divisions()),
                figures.large()
                        ? French.dateTime(
                                figures.counted(), ZoneId.of(visit.school().timezone()))
                        : null);
    }

    private static Group group(String title, Holder holder, Map<AccountState, Long> counts) {
        long total = counts.entrySet().stream()
                .filter(entry -> entry.getKey() != AccountState.CLOSED)
                .mapToLong(Map.Entry::getValue)
                .sum();
        List<Count> lines = new ArrayList<>();
        for (AccountState state : AccountState.values()) {
            boolean never = state == AccountState.ACTIVATING && holder == Holder.PUPIL;
            long count = counts.getOrDefault(state, 0L);
            if (!never && (state != AccountState.CLOSED || count > 0)) {
                lines.add(new Count(state.label(), state.name(), count, total == 0 ? 0 : 100 * count / total));
            }
        }
        return new Group(title, total, lines);
    }

    /** Two lines of a division, guardians and pupils, become one. */
    private static List<Division> divisions(List<DashboardStore.DivisionCount> counts) {
        Map<String, Division> byName = new LinkedHashMap<>();
        for (DashboardStore.DivisionCount count : counts) {
            String name = count.division() == null ? "Sans division" : count.division();
            Division before = byName.getOrDefault(name, new Division(name, 0, 0, 0, 0, 0, 0));
            byName.put(
                    name,
                    count.holder() == Holder.GUARDIAN
                            ? new Division(
                                    name,
                                    count.accounts(),
                                    count.active(),
                                    count.never(),
                                    before.pupils(),
                                    before.pupilsActive(),
                                    before.pupilsNever())
                            : new Division(
                                    name,
                                    before.guardians(),
                                    before.guardiansActive(),
                                    before.guardiansNever(),
                                    count.accounts(),
                                    count.active(),
                                    count.never()));
        }
        return List.copyOf(byName.values());
    }

    /** @param total of all schools; null where there is none */
    record AcademyView(List<SchoolLine> schools, @Nullable SchoolLine total, String since, Curve curve) {}

    /** @param percent of accounts in use, for the bar */
    record SchoolLine(
            String uai,
            String name,
            long guardians,
            long guardiansActive,
            long pupils,
            long pupilsActive,
            long never,
            long percent) {
        static SchoolLine of(DashboardStore.SchoolLine s) {
            long all = s.guardians() + s.pupils();
            return new SchoolLine(
                    s.uai(),
                    s.name(),
                    s.guardians(),
                    s.guardiansActive(),
                    s.pupils(),
                    s.pupilsActive(),
                    s.never(),
                    all == 0 ? 0 : 100 * (s.guardiansActive() + s.pupilsActive()) / all);
        }
    }

    private Future<Void> academy(Visit visit) {
        return dashboard.academy().compose(figures -> {
            DashboardStore.SchoolLine total = figures.schools().stream()
                    .reduce(new DashboardStore.SchoolLine("", "Toute l’académie", 0, 0, 0, 0, 0), DashboardPages::plus);
            return visit.page(
                    "assistance/academy",
                    new AcademyView(
                            figures.schools().stream().map(SchoolLine::of).toList(),
                            figures.schools().isEmpty() ? null : SchoolLine.of(total),
                            "depuis trente jours",
                            figures.curve()));
        });
    }

    private static DashboardStore.SchoolLine plus(DashboardStore.SchoolLine sum, DashboardStore.SchoolLine one) {
        return new DashboardStore.SchoolLine(
                sum.uai(),
                sum.name(),
                sum.guardians() + one.guardians(),
                sum.guardiansActive() + one.guardiansActive(),
                sum.pupils() + one.pupils(),
                sum.pupilsActive() + one.pupilsActive(),
                sum.never() + one.never());
    }
}
