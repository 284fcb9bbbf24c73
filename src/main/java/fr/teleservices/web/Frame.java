package fr.teleservices.web;

import fr.teleservices.web.Who.StaffWho;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What layouts read beside the page's own view.
 *
 * @param staff for staff pages
 * @param helpPath the help page about this screen; empty for none
 * @param simulated whether the portal is looked at by staff: pages then offer nothing to change
 * @param simulation who looks as whom
 * @param refused whether the page says what is wrong with a form: its title then begins with that
 */
public record Frame(
        @Nullable StaffBar staff,
        String helpPath,
        boolean simulated,
        @Nullable SimulationBar simulation,
        boolean refused) {
    static final Frame EMPTY = new Frame(null, "", false, null, false);

    Frame withRefused(boolean formRefused) {
        return new Frame(staff, helpPath, simulated, simulation, formRefused);
    }

    /** Who looks as whom, and until when on the school's clocks. */
    public record SimulationBar(String staff, String login, String until) {}

    /**
     * Who is signed in, and the menu.
     *
     * @param factorMissing whether a second factor is needed here and was not given
     * @param noService whether no téléservice is open, so that accounts cannot be managed yet
     */
    public record StaffBar(
            String login,
            String role,
            @Nullable String schoolName,
            @Nullable String schoolUai,
            boolean academy,
            boolean factorMissing,
            boolean noService,
            boolean mayOpenServices,
            List<Section> menu) {}

    /** @param title null for entries that stand alone */
    public record Section(@Nullable String title, List<Entry> entries) {}

    /** @param here whether it is the page's own entry */
    public record Entry(String label, String path, boolean here) {}

    static Frame of(Who who, List<Route> menu, @Nullable StaffMenu here, boolean factorRequired) {
        if (who instanceof StaffWho staff) {
            Who.SchoolRef school = staff.school();
            return new Frame(
                    new StaffBar(
                            staff.login(),
                            staff.role().label(),
                            school == null ? null : school.name(),
                            school == null ? null : school.uai(),
                            staff.role() == fr.teleservices.kernel.Role.ACADEMIE,
                            here != null && factorRequired && !staff.secondFactorDone(),
                            staff.noService(),
                            staff.role().includes(fr.teleservices.kernel.Role.CHEF),
                            sections(staff, menu, here)),
                    helpPath(menu, here),
                    false,
                    null,
                    false);
        }
        Who.Simulation simulation = who instanceof Who.HolderWho holder ? holder.simulation() : null;
        return simulation == null ? EMPTY : new Frame(null, "", true, bar(simulation), false);
    }

    private static SimulationBar bar(Who.Simulation simulation) {
        return new SimulationBar(
                simulation.staffLogin(),
                simulation.login(),
                French.time(simulation.until(), ZoneId.of(simulation.timezone())));
    }

    private static String helpPath(List<Route> menu, @Nullable StaffMenu here) {
        boolean helps = menu.stream().anyMatch(route -> route.menu() == StaffMenu.HELP);
        if (!helps || here == StaffMenu.HELP) {
            return "";
        }
        return here == null ? "/gestion/aide" : "/gestion/aide/" + here.helpPage();
    }

    private static List<Section> sections(StaffWho staff, List<Route> menu, @Nullable StaffMenu here) {
        List<Section> sections = new ArrayList<>();
        menu.stream()
                .filter(route -> mayOpen(staff, route))
                .sorted(Comparator.comparing(route -> Objects.requireNonNull(route.menu())))
                .forEach(route -> add(sections, Objects.requireNonNull(route.menu()), route.path(), here));
        return sections;
    }

    static boolean mayOpen(StaffWho staff, Route route) {
        return route.permission() instanceof Permission.Staff needed
                && staff.role().includes(needed.least())
                && (!needed.school() || staff.school() != null);
    }

    private static void add(List<Section> sections, StaffMenu entry, String path, @Nullable StaffMenu here) {
        Entry link = new Entry(entry.label(), path, entry == here);
        Section last = sections.isEmpty() ? null : sections.get(sections.size() - 1);
        if (last != null && Objects.equals(last.title(), entry.section())) {
            last.entries().add(link);
        } else {
            sections.add(new Section(entry.section(), new ArrayList<>(List.of(link))));
        }
    }
}
