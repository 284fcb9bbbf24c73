package fr.teleservices.boot;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The values of the settings as text, each from the highest source that has it, and the faults met in reading them. What
 * cannot be used is read as its default, so that the other faults are found as well: {@link #check} tells them all.
 */
final class Values {
    private static final Logger LOG = LoggerFactory.getLogger(Values.class);

    private final Map<Setting, String> values = new EnumMap<>(Setting.class);
    private final Map<Setting, String> sources = new EnumMap<>(Setting.class);
    private final List<String> faults = new ArrayList<>();

    Values() {
        for (Setting setting : Setting.values()) {
            values.put(setting, setting.byDefault());
        }
    }

    /** Lays the keys of a file over what is there. */
    Values file(String name, JsonObject file) {
        for (Map.Entry<String, Object> entry : file) {
            Setting.ofKey(entry.getKey())
                    .ifPresentOrElse(
                            setting -> put(setting, String.valueOf(entry.getValue()), name),
                            () -> fault(name + " has an unknown key: " + entry.getKey()
                                    + Spelling.likely(entry.getKey())
                                            .map(near -> "; did you mean " + near.key() + "?")
                                            .orElse("")));
        }
        return this;
    }

    /**
     * Lays the environment over what is there. A variable that looks like a setting's is only warned of: others may set
     * variables for us, such as Kubernetes for each service.
     */
    Values environment(JsonObject environment) {
        for (Setting setting : Setting.values()) {
            Object value = environment.getValue(setting.variable());
            if (value != null) {
                put(setting, value.toString(), "the environment, " + setting.variable());
            }
        }
        environment.fieldNames().stream()
                .filter(name -> name.startsWith(Setting.PREFIX))
                .filter(name -> Arrays.stream(Setting.values())
                        .noneMatch(setting -> setting.variable().equals(name)))
                .forEach(name -> Spelling.likely(name)
                        .ifPresent(near -> LOG.warn("{} is no setting; did you mean {}?", name, near.variable())));
        return this;
    }

    Values put(Setting setting, String value) {
        return put(setting, value, "");
    }

    private Values put(Setting setting, String value, String source) {
        values.put(setting, value.strip());
        sources.put(setting, source);
        return this;
    }

    /** As it was given, or the default where that cannot be used. */
    String text(Setting setting) {
        String given = given(setting);
        return setting.fits(given) ? given : setting.byDefault();
    }

    private String given(Setting setting) {
        return values.getOrDefault(setting, "");
    }

    boolean has(Setting setting) {
        return !text(setting).isEmpty();
    }

    /** Whether there is any value, be it one that cannot be used. */
    boolean isGiven(Setting setting) {
        return !given(setting).isEmpty();
    }

    int number(Setting setting) {
        return Integer.parseInt(text(setting));
    }

    boolean yes(Setting setting) {
        return text(setting).equalsIgnoreCase("true");
    }

    /** The value by itself is right, but not with the others. */
    void fault(Setting setting, String expected) {
        faults.add(told(setting) + ": " + expected);
    }

    void fault(String fault) {
        faults.add(fault);
    }

    void faults(List<String> more) {
        faults.addAll(more);
    }

    /** {@code smtp-port is “abc” (from the environment, TELESERVICES_SMTP_PORT)}; a secret is not shown. */
    private String told(Setting setting) {
        String given = given(setting);
        String source = sources.getOrDefault(setting, "");
        String value = given.isEmpty() ? " is empty" : setting.kind().secret() ? " (not shown)" : " is “" + given + "”";
        return setting.key() + value + (source.isEmpty() ? "" : " (from " + source + ")");
    }

    /** Throws what was wrong, if anything was. */
    void check() {
        List<String> all = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            if (!setting.fits(given(setting))) {
                all.add(told(setting) + ": " + setting.kind().expected() + " is expected");
            }
        }
        all.addAll(faults);
        if (!all.isEmpty()) {
            throw new ConfigFault(all);
        }
    }
}
