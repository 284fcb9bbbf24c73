package fr.teleservices.boot;

import java.io.Serial;
import java.util.List;

/** Everything that is wrong with the configuration, in one message. */
public final class ConfigFault extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public ConfigFault(List<String> faults) {
        super("The configuration cannot be used:\n  - " + String.join("\n  - ", faults));
    }
}
