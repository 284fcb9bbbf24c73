package fr.teleservices.run;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A selection as the run's row keeps it. */
final class SelectionJson {
    private SelectionJson() {}

    static JsonObject write(Selection s) {
        return new JsonObject()
                .put("holder", s.holder().name())
                .put("mode", s.mode().name())
                .put("states", names(s.states()))
                .put("divisions", new JsonArray(s.divisions()))
                .put("levels", new JsonArray(s.levels()))
                .put("responsibilities", names(s.responsibilities()))
                .put("name", s.name())
                .put("withAddress", s.withAddress())
                .put("notNotifiedSince", s.notNotifiedSince())
                .put("neverSignedIn", s.neverSignedIn())
                .put("expiredOnly", s.expiredOnly())
                .put("failedOf", s.failedOf())
                .put("reset", s.reset())
                .put("excludeNeverActivated", s.exclusions().neverActivated())
                .put("excludeChangedSince", s.exclusions().changedSince())
                .put("excludeAlreadyReset", s.exclusions().alreadyReset())
                .put("order", s.order().name());
    }

    static Selection read(JsonObject json) {
        return new Selection(
                Holder.valueOf(json.getString("holder")),
                Mode.valueOf(json.getString("mode")),
                constants(json, "states", AccountState.class),
                strings(json, "divisions"),
                strings(json, "levels"),
                constants(json, "responsibilities", Selection.Responsible.class),
                json.getString("name"),
                json.getBoolean("withAddress"),
                json.getInstant("notNotifiedSince"),
                json.getBoolean("neverSignedIn"),
                json.getBoolean("expiredOnly"),
                json.getLong("failedOf"),
                json.getBoolean("reset"),
                new Selection.Exclusions(
                        json.getBoolean("excludeNeverActivated"),
                        json.getInstant("excludeChangedSince"),
                        json.getBoolean("excludeAlreadyReset")),
                Selection.PrintOrder.valueOf(json.getString("order")));
    }

    private static JsonArray names(Collection<? extends Enum<?>> constants) {
        JsonArray array = new JsonArray();
        constants.forEach(constant -> array.add(constant.name()));
        return array;
    }

    private static List<String> strings(JsonObject json, String key) {
        return json.getJsonArray(key).stream().map(String::valueOf).toList();
    }

    private static <E extends Enum<E>> Set<E> constants(JsonObject json, String key, Class<E> type) {
        Set<E> set = new LinkedHashSet<>();
        strings(json, key).forEach(name -> set.add(Enum.valueOf(type, name)));
        return set;
    }
}
