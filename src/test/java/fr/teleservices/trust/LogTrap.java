package fr.teleservices.trust;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Keeps every line that the service logs while it is open, down to what it tells a developer. */
final class LogTrap extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger own = (Logger) LoggerFactory.getLogger("fr.teleservices");
    private final Level before = own.getLevel();
    private final Level rootBefore = root.getLevel();
    final Queue<String> lines = new ConcurrentLinkedQueue<>();

    LogTrap() {
        setContext(root.getLoggerContext());
        start();
        root.addAppender(this);
        own.setLevel(Level.DEBUG);
    }

    /** The libraries' too, at their most talkative. */
    static LogTrap ofEverything() {
        LogTrap trap = new LogTrap();
        trap.root.iteratorForAppenders().forEachRemaining(appender -> {
            if (appender != trap && appender.getCopyOfAttachedFiltersList().isEmpty()) {
                ch.qos.logback.classic.filter.ThresholdFilter quiet =
                        new ch.qos.logback.classic.filter.ThresholdFilter();
                quiet.setLevel("WARN");
                quiet.start();
                appender.addFilter(quiet);
            }
        });
        trap.root.setLevel(Level.TRACE);
        ((Logger) LoggerFactory.getLogger("org.apache.pdfbox"))
                .setLevel(Level.OFF); // reads what the tests print, slowly
        ((Logger) LoggerFactory.getLogger("org.apache.fontbox")).setLevel(Level.OFF);
        return trap;
    }

    @Override
    protected void append(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(event.getLevel() + " " + event.getFormattedMessage());
        for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
            line.append(" <- ").append(cause.getClassName()).append(": ").append(cause.getMessage());
        }
        lines.add(line.toString());
    }

    @Override
    public void close() {
        own.setLevel(before);
        root.setLevel(rootBefore);
        root.detachAppender(this);
        stop();
    }
}
