package fr.teleservices.api;

import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Role;
import fr.teleservices.school.School;
import fr.teleservices.school.SchoolAccess;
import fr.teleservices.school.SchoolService;
import fr.teleservices.school.ServiceSetting;
import fr.teleservices.school.Teleservice;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Schools and their téléservices. */
final class SchoolApi {
    private static final String SERVICES = Api.BASE + "/schools/:uai/services";

    private final Contract contract;
    private final SchoolService schools;
    private final SchoolAccess access;

    SchoolApi(Contract contract, SchoolService schools) {
        this.contract = contract;
        this.schools = schools;
        this.access = new SchoolAccess(schools);
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        Api.BASE + "/schools",
                        Permission.api(Role.ASSISTANCE),
                        contract.checked("listSchools", this::list)),
                Route.post(
                        Api.BASE + "/schools", Permission.api(Role.ACADEMIE), contract.checked("addSchool", this::add)),
                Route.get(SERVICES, Permission.api(Role.ASSISTANCE), contract.checked("listServices", this::services)),
                Route.put(SERVICES, Permission.api(Role.CHEF), contract.checked("putServices", this::put)));
    }

    private Future<Void> list(Visit visit) {
        return schools.list().compose(all -> {
            JsonArray items = new JsonArray();
            all.stream()
                    .filter(school -> SchoolAccess.maySee(visit.staff(), school.id()))
                    .forEach(school -> items.add(json(school)));
            return visit.json(200, new JsonObject().put("items", items));
        });
    }

    private static JsonObject json(School school) {
        return new JsonObject()
                .put("uai", school.uai())
                .put("name", school.name())
                .put("timezone", school.timezone());
    }

    private Future<Void> add(Visit visit) {
        JsonObject typed = visit.json();
        boolean open = !typed.getString("services", "default").equals("none");
        return schools.add(
                        typed.getString("uai"),
                        typed.getString("name"),
                        typed.getString("timezone", "Europe/Paris"),
                        open,
                        visit.staff().id())
                .compose(school -> {
                    visit.context()
                            .response()
                            .putHeader("Location", Api.BASE + "/schools/" + school.uai() + "/services");
                    return visit.json(201, json(school));
                });
    }

    private Future<Void> services(Visit visit) {
        return access.resolve(visit.staff(), visit.path("uai"))
                .compose(school -> schools.services(school.id()))
                .compose(settings -> answer(visit, settings));
    }

    private Future<Void> put(Visit visit) {
        List<ServiceSetting> settings = visit.json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .map(SchoolApi::setting)
                .toList();
        return access.resolve(visit.staff(), visit.path("uai"))
                .compose(school -> schools.putServices(
                                school.id(), settings, visit.staff().id())
                        .compose(done -> schools.services(school.id())))
                .compose(now -> answer(visit, now));
    }

    private static Future<Void> answer(Visit visit, List<ServiceSetting> settings) {
        JsonArray items = new JsonArray();
        settings.forEach(setting -> items.add(new JsonObject()
                .put("service", setting.service().name())
                .put("label", setting.service().label())
                .put("guardians", setting.guardians())
                .put("pupils", setting.pupils())
                .put("levels", new JsonArray(setting.levels()))
                .put("opensOn", text(setting.opensOn()))
                .put("closesOn", text(setting.closesOn()))
                .put("address", setting.address())));
        return visit.json(200, new JsonObject().put("items", items));
    }

    private static @Nullable String text(@Nullable LocalDate date) {
        return date == null ? null : date.toString();
    }

    private static ServiceSetting setting(JsonObject json) {
        return new ServiceSetting(
                Teleservice.valueOf(json.getString("service")),
                json.getBoolean("guardians", false),
                json.getBoolean("pupils", false),
                json.getJsonArray("levels", new JsonArray()).stream()
                        .map(String::valueOf)
                        .toList(),
                date(json.getString("opensOn")),
                date(json.getString("closesOn")),
                json.getString("address"));
    }

    private static @Nullable LocalDate date(@Nullable String text) {
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (java.time.DateTimeException e) {
            throw Refusal.invalid("invalid-request", "« " + text + " » n’est pas une date (AAAA-MM-JJ).")
                    .asFailure();
        }
    }
}
