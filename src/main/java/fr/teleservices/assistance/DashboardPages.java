package fr.teleservices.assistance;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.kernel.Role;
import fr.teleservices.school.SchoolService;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.StaffMenu;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** <i>Tableau de bord</i>: where a school stands, and what to do next. */
public final class DashboardPages {
    private final Database database;
    private final SchoolService schools;
    private final Clock clock;

    public DashboardPages(Database database, SchoolService schools, Clock clock) {
        this.database = database;
        this.schools = schools;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(Route.get("/gestion", Permission.staff(Role.ASSISTANCE), this::show)
                .inMenu(StaffMenu.DASHBOARD));
    }

    /** @param empty whether nobody was imported yet */
    record View(String school, boolean servicesOpen, boolean empty, List<Group> groups) {}

    /** @param total of accounts that are not closed */
    record Group(String title, long total, List<Count> counts) {}

    /** @param percent of the group, for the bar */
    record Count(String label, String state, long count, long percent) {}

    private Future<Void> show(Visit visit) {
        long school = visit.school().id();
        LocalDate today = LocalDate.now(clock.withZone(ZoneId.of(visit.school().timezone())));
        return database.inScope(Scope.of(school), tx -> DashboardStore.counts(tx, school))
                .compose(counts -> schools.hasActiveService(school, today)
                        .compose(open -> visit.page("assistance/dashboard", view(visit, open, counts))));
    }

    private static View view(Visit visit, boolean servicesOpen, Map<Holder, Map<AccountState, Long>> counts) {
        List<Group> groups = List.of(
                group("Responsables", Holder.GUARDIAN, counts.getOrDefault(Holder.GUARDIAN, Map.of())),
                group("Élèves", Holder.PUPIL, counts.getOrDefault(Holder.PUPIL, Map.of())));
        boolean empty = groups.stream().allMatch(group -> group.total() == 0);
        return new View(visit.school().name(), servicesOpen, empty, groups);
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
}
