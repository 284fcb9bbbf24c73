package fr.teleservices.school;

import fr.teleservices.audit.AuditStore;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Typed;
import fr.teleservices.kernel.Uai;
import fr.teleservices.kernel.WebAddress;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Schools and the téléservices that they open. */
public final class SchoolService {
    /** How many schools the academy's list shows at once. */
    static final int LISTED = 200;

    private static final Scope NONE_YET = Scope.of(0);

    private final Database database;
    private final Clock clock;

    public SchoolService(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Adds a school.
     *
     * @param staffId who adds it; null for the command line
     * @param withServices whether the permanent téléservices are open from the start
     * @return fails with INVALID and a sentence per field, or CONFLICT where the UAI is taken
     */
    public Future<School> add(
            String uaiTyped, String name, String timezone, boolean withServices, @Nullable Long staffId) {
        Map<String, String> faults = new LinkedHashMap<>();
        Optional<Uai> uai = Uai.parse(uaiTyped);
        if (uai.isEmpty()) {
            faults.put("uai", "L’UAI a 7 chiffres et une lettre de contrôle.");
        }
        faults.putAll(faults(name, timezone));
        if (!faults.isEmpty()) {
            return Future.failedFuture(Refusal.invalid(faults).asFailure());
        }
        return database.inScope(
                NONE_YET,
                tx -> SchoolStore.insert(
                                tx, uai.orElseThrow().value(), Typed.line(name).strip(), timezone)
                        .compose(added -> added.isEmpty()
                                ? Future.failedFuture(taken())
                                : begin(tx, added.get(), withServices, staffId)));
    }

    private static Map<String, String> faults(String name, String timezone) {
        Map<String, String> faults = new LinkedHashMap<>();
        if (Typed.line(name).isBlank() || name.length() > 200) {
            faults.put("name", "Le nom a de 1 à 200 caractères.");
        }
        if (!ZoneId.getAvailableZoneIds().contains(timezone)) {
            faults.put("timezone", "Ce fuseau horaire n’existe pas.");
        }
        return faults;
    }

    /** Corrects a school's name and zone. Fails with INVALID and a sentence per field. */
    Future<Void> change(long schoolId, String name, String timezone, long staffId) {
        Map<String, String> faults = faults(name, timezone);
        return faults.isEmpty()
                ? database.inScope(
                        Scope.of(schoolId),
                        tx -> tx.update(
                                        SchoolStore.CHANGE,
                                        schoolId,
                                        Typed.line(name).strip(),
                                        timezone)
                                .compose(done -> AuditStore.append(
                                        tx,
                                        schoolId,
                                        clock.instant(),
                                        "STAFF",
                                        staffId,
                                        "school.change",
                                        null,
                                        null,
                                        new JsonObject().put("timezone", timezone))))
                : Future.failedFuture(Refusal.invalid(faults).asFailure());
    }

    /** The schools whose name or UAI holds that part, with their accounts; one more than {@link #LISTED} where there are more. */
    Future<List<SchoolCount>> counted(String part) {
        return database.atGateOnce(tx -> SchoolStore.counted(tx, part, LISTED + 1));
    }

    private static Throwable taken() {
        return Refusal.conflict("uai-taken", "Un établissement a déjà cet UAI.").asFailure();
    }

    private Future<School> begin(Tx tx, School school, boolean withServices, @Nullable Long staffId) {
        Future<?> done = tx.run(SchoolStore.WIDEN, school.id());
        if (withServices) {
            done = done.compose(widened -> putAll(
                    tx,
                    school.id(),
                    Arrays.stream(Teleservice.values())
                            .map(ServiceSetting::byDefault)
                            .toList()));
        }
        return done.compose(put -> AuditStore.append(
                        tx,
                        school.id(),
                        clock.instant(),
                        staffId == null ? "SERVICE" : "STAFF",
                        staffId,
                        "school.add",
                        null,
                        null,
                        new JsonObject().put("uai", school.uai())))
                .map(school);
    }

    public Future<List<School>> list() {
        return database.atGateOnce(SchoolStore::list);
    }

    public Future<Optional<School>> byUai(String uai) {
        return database.atGateOnce(tx -> SchoolStore.byUai(tx, uai));
    }

    public Future<Optional<School>> byId(long id) {
        return database.atGateOnce(tx -> SchoolStore.byId(tx, id));
    }

    /** Every entry of the catalogue, in its order. */
    public Future<List<ServiceSetting>> services(long schoolId) {
        return database.inScope(Scope.of(schoolId), tx -> SchoolStore.services(tx, schoolId))
                .map(SchoolService::complete);
    }

    private static List<ServiceSetting> complete(List<ServiceSetting> stored) {
        return Arrays.stream(Teleservice.values())
                .map(service -> stored.stream()
                        .filter(setting -> setting.service() == service)
                        .findFirst()
                        .orElse(ServiceSetting.closed(service)))
                .toList();
    }

    /** Writes the entries given, leaves the others. Fails with INVALID, fields are the services' names. */
    public Future<Void> putServices(long schoolId, List<ServiceSetting> settings, long staffId) {
        Map<String, String> faults = new LinkedHashMap<>();
        settings.forEach(setting ->
                fault(setting).ifPresent(said -> faults.put(setting.service().name(), said)));
        if (!faults.isEmpty()) {
            return Future.failedFuture(Refusal.invalid(faults).asFailure());
        }
        return database.inScope(
                Scope.of(schoolId),
                tx -> putAll(tx, schoolId, settings)
                        .compose(done -> AuditStore.append(
                                tx,
                                schoolId,
                                clock.instant(),
                                "STAFF",
                                staffId,
                                "school.services",
                                null,
                                null,
                                open(settings))));
    }

    private static JsonObject open(List<ServiceSetting> settings) {
        return new JsonObject()
                .put(
                        "guardians",
                        settings.stream()
                                .filter(ServiceSetting::guardians)
                                .map(s -> s.service().name())
                                .toList())
                .put(
                        "pupils",
                        settings.stream()
                                .filter(ServiceSetting::pupils)
                                .map(s -> s.service().name())
                                .toList());
    }

    private static Future<Void> putAll(Tx tx, long schoolId, List<ServiceSetting> settings) {
        return Future.all(settings.stream()
                        .map(setting -> SchoolStore.put(tx, schoolId, setting))
                        .toList())
                .mapEmpty();
    }

    private static Optional<String> fault(ServiceSetting setting) {
        if (setting.pupils() && !setting.service().forPupils()) {
            return Optional.of("« " + setting.service().label() + " » est réservé aux responsables.");
        }
        LocalDate opens = setting.opensOn();
        LocalDate closes = setting.closesOn();
        if (opens != null && closes != null && closes.isBefore(opens)) {
            return Optional.of("La date de fermeture précède la date d’ouverture.");
        }
        String address = setting.address();
        if (address != null && WebAddress.parse(address).isEmpty()) {
            return Optional.of(WebAddress.SENTENCE);
        }
        return Optional.empty();
    }

    /** Accounts can be managed only where a téléservice is open for somebody that day. */
    public Future<Boolean> hasActiveService(long schoolId, LocalDate today) {
        return database.inScope(Scope.of(schoolId), tx -> SchoolStore.hasActive(tx, schoolId, today));
    }

    /** The levels of the pupils who are there. */
    public Future<List<String>> levels(long schoolId) {
        return database.inScope(Scope.of(schoolId), tx -> SchoolStore.levels(tx, schoolId));
    }
}
