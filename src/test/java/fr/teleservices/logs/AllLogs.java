package fr.teleservices.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every event that a JVM of the tests logs, as it was before anything is blanked, in a file of its own below the folder
 * that {@code -Dtest.logs} names. {@link LogCheck} looks through them.
 */
public final class AllLogs extends AppenderBase<ILoggingEvent> {
    static final String FOLDER = "test.logs";

    private @Nullable BufferedWriter file;

    @Override
    public void start() {
        String folder = System.getProperty(FOLDER, "");
        if (folder.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(Path.of(folder));
            file = Files.newBufferedWriter(
                    Path.of(folder, "jvm-" + ProcessHandle.current().pid() + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        try {
            BufferedWriter out = java.util.Objects.requireNonNull(file);
            out.write(event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage());
            if (event.getKeyValuePairs() != null) {
                out.write(" " + event.getKeyValuePairs());
            }
            out.write(thrown == null ? "\n" : "\n" + ThrowableProxyUtil.asString(thrown) + "\n");
            out.flush(); // the JVM may be killed
        } catch (IOException e) {
            addError("not kept", e);
        }
    }
}
