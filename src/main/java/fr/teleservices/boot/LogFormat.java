package fr.teleservices.boot;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/**
 * How log lines look: {@code text}, or {@code json} with one object a line. {@code logback.xml} reads the environment by
 * itself, and includes {@code log-text.xml} or {@code log-json.xml}, so that the first line has the form; a configuration file is only known later.
 */
final class LogFormat {
    private LogFormat() {}

    /** Applies what the configuration says. */
    static Values apply(Values values) {
        String wanted = values.text(Setting.LOG_FORMAT).toLowerCase(Locale.ROOT);
        String variable = Setting.LOG_FORMAT.variable();
        String now = Objects.requireNonNullElse(
                System.getProperty(variable),
                Objects.requireNonNullElse(System.getenv(variable), Setting.LOG_FORMAT.byDefault()));
        if (!wanted.equals(now) && LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
            System.setProperty(variable, wanted);
            configure(logs, Map.of(variable, wanted));
        }
        return values;
    }

    static void configure(LoggerContext logs, Map<String, String> properties) {
        URL file = Objects.requireNonNull(LogFormat.class.getResource("/logback.xml"));
        try {
            logs.reset();
            properties.forEach(logs::putProperty);
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(logs);
            configurator.doConfigure(file);
        } catch (JoranException e) {
            throw new IllegalStateException("logback.xml", e);
        }
    }
}
