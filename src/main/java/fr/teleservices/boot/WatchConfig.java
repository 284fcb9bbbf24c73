package fr.teleservices.boot;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where the process tells how it is.
 *
 * @param port for metrics and health alone; empty: with the pages. 0 takes a free one
 * @param traces empty: none
 */
record WatchConfig(String host, OptionalInt port, Optional<TraceConfig> traces) {
    static final WatchConfig WITH_PAGES = new WatchConfig("127.0.0.1", OptionalInt.empty(), Optional.empty());

    static WatchConfig read(Values values) {
        return new WatchConfig(
                values.text(values.has(Setting.MONITORING_HOST) ? Setting.MONITORING_HOST : Setting.HOST),
                values.has(Setting.MONITORING_PORT)
                        ? OptionalInt.of(values.number(Setting.MONITORING_PORT))
                        : OptionalInt.empty(),
                values.has(Setting.TRACES_ENDPOINT)
                        ? Optional.of(new TraceConfig(
                                values.text(Setting.TRACES_ENDPOINT),
                                values.text(Setting.TRACES_AUTHORIZATION),
                                values.number(Setting.TRACES_PERCENT)))
                        : Optional.empty());
    }
}
