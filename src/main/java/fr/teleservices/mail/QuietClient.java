package fr.teleservices.mail;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** The mail client writes whole messages, passwords and all, into the log at DEBUG: whatever the configuration, not here. */
final class QuietClient {
    private QuietClient() {}

    /** Before any client is made. A level of its own is not changed by that of the root. */
    static void ensure() {
        if (LoggerFactory.getLogger("io.vertx.ext.mail") instanceof Logger logger) {
            logger.setLevel(Level.WARN);
        }
    }
}
