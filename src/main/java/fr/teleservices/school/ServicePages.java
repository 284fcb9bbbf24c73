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
import io.vertx.core.Future;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** <i>Gestion des services</i>: everybody reads, the chef changes. */
public final class ServicePages {
    private static final String PATH = "/gestion/services";

    private final SchoolService schools;
    private final Clock clock;

    public ServicePages(SchoolService schools, Clock clock) {
        this.schools = schools;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Permission.staff(Role.ASSISTANCE), this::show).inMenu(StaffMenu.SERVICES),
                Route.post(PATH, Permission.staff(Role.CHEF), this::save).inMenu(StaffMenu.SERVICES));
    }

    /**
     * @param mayChange whether the form is offered
     * @param anyActive whether accounts can be managed
     * @param saved whether the page follows a change
     */
    record ServicesView(
            List<Line> lines,
            boolean mayChange,
            boolean anyActive,
            boolean saved,
            @Nullable String sentence,
            Map<String, String> errors) {}

    /** A level that the school has pupils of, or that was chosen when it had. */
    record LevelChoice(String level, boolean chosen) {}

    /** @param state what staff read: open, closed, from when, and a campaign that nobody has given an end */
    record Line(
            String name,
            String label,
            boolean permanent,
            boolean forPupils,
            boolean guardians,
            boolean pupils,
            String levels,
            List<LevelChoice> levelChoices,
            String opensOn,
            String closesOn,
            String address,
            String state,
            boolean active,
            @Nullable String error) {}

    private Future<Void> show(Visit visit) {
        return schools.services(visit.school().id())
                .compose(settings -> page(visit, 200, settings, visit.query().has("fait"), null, Map.of()));
    }

    private Future<Void> save(Visit visit) {
        Map<String, String> faults = new LinkedHashMap<>();
        List<ServiceSetting> typed = Arrays.stream(Teleservice.values())
                .map(service -> read(visit.form(), service, faults))
                .toList();
        if (!faults.isEmpty()) {
            return again(visit, typed, Refusal.invalid(faults));
        }
        return schools.putServices(visit.school().id(), typed, visit.staff().id())
                .compose(
                        done -> visit.seeOther(PATH + "?fait=1"),
                        failure -> failure instanceof Refused refused
                                ? again(visit, typed, refused.refusal())
                                : Future.failedFuture(failure));
    }

    private Future<Void> page(
            Visit visit,
            int status,
            List<ServiceSetting> settings,
            boolean saved,
            @Nullable String sentence,
            Map<String, String> errors) {
        return schools.levels(visit.school().id())
                .compose(levels ->
                        visit.page(status, "school/services", view(visit, settings, levels, saved, sentence, errors)));
    }

    private Future<Void> again(Visit visit, List<ServiceSetting> typed, Refusal refusal) {
        return page(visit, 422, typed, false, refusal.sentence(), refusal.fields());
    }

    private static ServiceSetting read(Form form, Teleservice service, Map<String, String> faults) {
        String prefix = service.name() + ".";
        String address = form.get(prefix + "address");
        List<String> levels = form.all(prefix + "levels").stream()
                .flatMap(typed -> Arrays.stream(typed.split(",")))
                .map(String::strip)
                .filter(level -> !level.isEmpty() && level.length() <= 40)
                .limit(50)
                .toList();
        return new ServiceSetting(
                service,
                form.has(prefix + "guardians"),
                form.has(prefix + "pupils"),
                levels,
                date(form.get(prefix + "opensOn"), service, faults),
                date(form.get(prefix + "closesOn"), service, faults),
                address.isEmpty() ? null : address);
    }

    private static @Nullable LocalDate date(String typed, Teleservice service, Map<String, String> faults) {
        if (typed.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(typed);
        } catch (DateTimeParseException e) {
            faults.put(service.name(), "Cette date n’est pas lisible.");
            return null;
        }
    }

    private ServicesView view(
            Visit visit,
            List<ServiceSetting> settings,
            List<String> levels,
            boolean saved,
            @Nullable String sentence,
            Map<String, String> errors) {
        LocalDate today = LocalDate.now(clock.withZone(ZoneId.of(visit.school().timezone())));
        return new ServicesView(
                settings.stream()
                        .map(setting -> line(setting, levels, today, errors))
                        .toList(),
                visit.staff().role().includes(Role.CHEF),
                settings.stream().anyMatch(setting -> setting.isActive(today)),
                saved,
                sentence,
                errors);
    }

    private static Line line(ServiceSetting setting, List<String> levels, LocalDate today, Map<String, String> errors) {
        Teleservice service = setting.service();
        return new Line(
                service.name(),
                service.label(),
                service.permanent(),
                service.forPupils(),
                setting.guardians(),
                setting.pupils(),
                setting.levels().isEmpty() ? "tous" : String.join(", ", setting.levels()),
                Stream.concat(levels.stream(), setting.levels().stream())
                        .distinct()
                        .map(level -> new LevelChoice(level, setting.levels().contains(level)))
                        .toList(),
                text(setting.opensOn()),
                text(setting.closesOn()),
                text(setting.address()),
                state(setting, today),
                setting.isActive(today),
                errors.get(service.name()));
    }

    private static String state(ServiceSetting setting, LocalDate today) {
        if (setting.isActive(today)) {
            boolean endless = !setting.service().permanent() && setting.closesOn() == null;
            return endless ? "Ouvert, sans date de fin" : "Ouvert";
        }
        LocalDate opens = setting.opensOn();
        boolean chosen = setting.guardians() || setting.pupils();
        return chosen && opens != null && today.isBefore(opens) ? "Ouvre le " + French.shortDate(opens) : "Fermé";
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
