package fr.teleservices.setting;

import fr.teleservices.audit.AuditStore;
import fr.teleservices.bus.Addresses;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.WebAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a school sets. Every change is in the audit, without the words; open portal pages are woken and read again. */
public final class SettingService {
    /** What fits on a letter and into its QR code. */
    static final int MAX_ENT_ADDRESS = 150;

    private final Vertx vertx;
    private final Database database;
    private final Clock clock;

    public SettingService(Vertx vertx, Database database, Clock clock) {
        this.vertx = vertx;
        this.database = database;
        this.clock = clock;
    }

    public Future<SchoolSettings> load(long school) {
        return database.inScope(Scope.of(school), tx -> SettingStore.load(tx, school))
                .map(found -> found.orElse(SchoolSettings.NONE));
    }

    public Future<SchoolMessages> messages(long school) {
        return database.inScope(Scope.of(school), tx -> SettingStore.messages(tx, school));
    }

    /** The addresses that the import brought. */
    Future<List<String>> addresses(long school) {
        return database.inScope(Scope.of(school), tx -> SettingStore.addresses(tx, school));
    }

    public Future<List<UsefulLink>> links(long school) {
        return database.inScope(Scope.of(school), tx -> UsefulLinkStore.list(tx, school));
    }

    /** Fails with INVALID, fields {@code guardians} and {@code pupils}. */
    Future<Void> welcome(long school, LightText guardians, LightText pupils, long staff) {
        Map<String, String> faults = new LinkedHashMap<>();
        tooLong(faults, "guardians", guardians);
        tooLong(faults, "pupils", pupils);
        return faults.isEmpty()
                ? changed(
                        school,
                        staff,
                        "setting.welcome",
                        new JsonObject(),
                        tx -> SettingStore.putWelcome(tx, school, guardians, pupils))
                : invalid(faults);
    }

    private static void tooLong(Map<String, String> faults, String field, LightText text) {
        if (text.source().length() > LightText.MAX_LENGTH) {
            faults.put(field, "Le message a 2 000 caractères au plus.");
        }
    }

    /** The ENT, what mails carry, the window of the envelopes. Fails with INVALID and the fields. */
    Future<Void> messages(long school, SchoolSettings to, long staff) {
        String address = to.entAddress();
        if (address == null && (to.entShown() || to.entInMessages())) {
            return invalid(Map.of("entAddress", "Indiquez l’adresse de l’ENT."));
        }
        if (address != null && WebAddress.parse(address).isEmpty()) {
            return invalid(Map.of("entAddress", WebAddress.SENTENCE));
        }
        if (address != null && address.length() > MAX_ENT_ADDRESS) {
            return invalid(Map.of("entAddress", "L’adresse a 150 caractères au plus."));
        }
        Map<String, String> faults = to.window().faults();
        if (!faults.isEmpty()) {
            return invalid(faults);
        }
        JsonObject detail = new JsonObject()
                .put("entShown", to.entShown())
                .put("entInMessages", to.entInMessages())
                .put("linkInMails", to.linkInMails())
                .put("window", to.window().leftMm() + " × " + to.window().topMm());
        return changed(school, staff, "setting.messages", detail, tx -> SettingStore.putMessages(tx, school, to));
    }

    /** One text of the school's own; the same as the one that is shipped is none. Fails with INVALID. */
    public Future<Void> text(long school, TextKind kind, NotificationText text, long staff) {
        Map<String, String> faults = text.faults();
        if (!faults.isEmpty()) {
            return invalid(faults);
        }
        return changed(
                school,
                staff,
                "setting.text",
                detail(kind),
                tx -> SettingStore.messages(tx, school)
                        .compose(messages -> messages.standard(kind).equals(text)
                                ? SettingStore.dropText(tx, school, kind)
                                : SettingStore.putText(tx, school, kind, text)));
    }

    public Future<Void> standardText(long school, TextKind kind, long staff) {
        return changed(
                school, staff, "setting.text-standard", detail(kind), tx -> SettingStore.dropText(tx, school, kind));
    }

    private static JsonObject detail(TextKind kind) {
        return new JsonObject().put("text", kind.slug());
    }

    /** @param contact null: none; fails with INVALID where it is none of the addresses that the import brought */
    Future<Void> contact(long school, @Nullable String contact, long staff) {
        return changed(
                school,
                staff,
                "setting.contact",
                new JsonObject().put("chosen", contact != null),
                tx -> SettingStore.putContact(tx, school, contact)
                        .compose(done -> done
                                ? Future.succeededFuture()
                                : invalid(Map.of("contact", "Choisissez une des adresses de la liste."))));
    }

    /** Adds a link, or changes the one of that id. Fails with INVALID, NOT_FOUND, or CONFLICT where there are too many. */
    Future<Void> link(long school, UsefulLink link, long staff) {
        Map<String, String> faults = link.faults();
        if (!faults.isEmpty()) {
            return invalid(faults);
        }
        boolean isNew = link.id() == 0;
        return changed(
                school,
                staff,
                isNew ? "setting.link-add" : "setting.link-change",
                new JsonObject(),
                tx -> isNew
                        ? UsefulLinkStore.add(tx, school, link, UsefulLink.MOST)
                                .compose(added -> added ? Future.succeededFuture() : tooMany())
                        : UsefulLinkStore.change(tx, school, link).compose(SettingService::there));
    }

    private static Future<Void> tooMany() {
        return Future.failedFuture(
                Refusal.conflict("too-many-links", "Il y a déjà 30 liens utiles : supprimez-en un avant d’en ajouter.")
                        .asFailure());
    }

    Future<Void> deleteLink(long school, long id, long staff) {
        return changed(
                school,
                staff,
                "setting.link-delete",
                new JsonObject(),
                tx -> UsefulLinkStore.delete(tx, school, id).compose(SettingService::there));
    }

    /** @param by -1 up, 1 down */
    Future<Void> moveLink(long school, long id, int by, long staff) {
        return changed(
                school,
                staff,
                "setting.link-move",
                new JsonObject(),
                tx -> UsefulLinkStore.move(tx, school, id, by).compose(SettingService::there));
    }

    private static Future<Void> there(boolean found) {
        return found
                ? Future.succeededFuture()
                : Future.failedFuture(Refusal.notFound().asFailure());
    }

    private static Future<Void> invalid(Map<String, String> faults) {
        return Future.failedFuture(Refusal.invalid(faults).asFailure());
    }

    private Future<Void> changed(
            long school, long staff, String action, JsonObject detail, Function<Tx, Future<Void>> work) {
        return database.inScope(
                        Scope.of(school),
                        tx -> work.apply(tx)
                                .compose(done -> SettingChangeStore.note(tx, school))
                                .compose(done -> AuditStore.append(
                                        tx, school, clock.instant(), "STAFF", staff, action, null, null, detail)))
                .onSuccess(done -> Addresses.SETTINGS_CHANGED.publish(vertx, school));
    }
}
