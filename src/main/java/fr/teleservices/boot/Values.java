package fr.teleservices.boot;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The values of the settings as text, each from the highest source that has it, and the faults met in reading them. */
final class Values {
    private final Map<Setting, String> values = new EnumMap<>(Setting.class);
    private final List<String> faults = new ArrayList<>();

    Values() {
        for (Setting setting : Setting.values()) {
            values.put(setting, setting.byDefault());
        }
    }

    /** Lays the keys of a file over what is there. */
    Values file(JsonObject file) {
        for (Map.Entry<String, Object> entry : file) {
            Setting.ofKey(entry.getKey())
                    .ifPresentOrElse(
                            setting -> put(setting, String.valueOf(entry.getValue())),
                            () -> fault("the file has an unknown key: " + entry.getKey()));
        }
        return this;
    }

    /** Lays the environment over what is there. */
    Values environment(JsonObject environment) {
        for (Setting setting : Setting.values()) {
            Object value = environment.getValue(setting.variable());
            if (value != null) {
                put(setting, value.toString());
            }
        }
        return this;
    }

    Values put(Setting setting, String value) {
        values.put(setting, value.strip());
        return this;
    }

    String text(Setting setting) {
        String value = values.get(setting);
        return value == null ? "" : value;
    }

    boolean has(Setting setting) {
        return !text(setting).isEmpty();
    }

    int number(Setting setting, int least, int most) {
        String value = text(setting);
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        fault(setting.key() + " must be a number from " + least + " to " + most + ", it is “" + value + "”");
        return least;
    }

    boolean yes(Setting setting) {
        String value = text(setting);
        if (!value.equals("true") && !value.equals("false")) {
            fault(setting.key() + " must be true or false, it is “" + value + "”");
        }
        return value.equals("true");
    }

    void fault(String fault) {
        faults.add(fault);
    }

    void faults(List<String> more) {
        faults.addAll(more);
    }

    /** Throws what was wrong, if anything was. */
    void check() {
        if (!faults.isEmpty()) {
            throw new ConfigFault(faults);
        }
    }
}
