package fr.teleservices.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL 17 of our own on 127.0.0.1, whose data stay. All methods block.
 *
 * <p>It is not the library's launcher that runs it but ours: that one trusts every local user, cannot go on with a
 * cluster whose server was left behind, and as root knows one way only.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /**
     * @param folder where cluster, password, lock and log are kept; made where absent
     * @param database made at the first start
     * @param durable false for throw-away data only: nothing is flushed to the disk
     * @param stopAtExit end the server when the JVM ends; false for a caller that has an order of its own for that
     * @param settings further server settings, {@code timezone} for one
     */
    public record Options(
            Path folder, String database, boolean durable, boolean stopAtExit, Map<String, String> settings) {
        public Options {
            settings = Map.copyOf(settings);
        }

        /** Durable, database {@code teleservices}, ended with the JVM. */
        public static Options in(Path folder) {
            return new Options(folder, "teleservices", true, true, Map.of());
        }

        public Options withDurable(boolean yes) {
            return new Options(folder, database, yes, stopAtExit, settings);
        }

        public Options withStopAtExit(boolean yes) {
            return new Options(folder, database, durable, yes, settings);
        }

        public Options withSettings(Map<String, String> further) {
            return new Options(folder, database, durable, stopAtExit, further);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final int PATIENCE_SECONDS = 15;
    private static final int PORTS_TRIED = 5;

    private final Options options;
    private final Cluster cluster;
    private final FileChannel lock;
    private final @Nullable Thread hook;
    private int port;
    private boolean closed;

    private EmbeddedPostgres(Options options, Cluster cluster, FileChannel lock) {
        this.options = options;
        this.cluster = cluster;
        this.lock = lock;
        this.hook = options.stopAtExit() ? new Thread(this::closeQuietly, "postgres-stop") : null;
    }

    /**
     * Starts the server of this folder; one that an earlier process left behind is ended first.
     *
     * @throws EmbeddedPostgresException with a sentence for the user
     */
    public static EmbeddedPostgres start(Options options) {
        try {
            Path folder = Files.createDirectories(options.folder()).toRealPath();
            FileChannel lock = lock(folder);
            EmbeddedPostgres server = null;
            try {
                server = new EmbeddedPostgres(options, Cluster.in(folder), lock);
                server.launch();
                return server;
            } finally {
                if (server == null) {
                    lock.close();
                } else if (server.port == 0) {
                    server.closeQuietly();
                }
            }
        } catch (IOException | SQLException e) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL could not be started in " + options.folder() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("The start of PostgreSQL was interrupted.", e);
        }
    }

    /** Of the database of the options, as the superuser: {@code postgresql://user:password@127.0.0.1:port/database}. */
    public String adminUri() {
        return adminUri(options.database());
    }

    public int port() {
        return port;
    }

    /** Makes an empty database beside the first one; returns its admin URI. */
    public String createDatabase(String name) {
        return createDatabase(name, "template0");
    }

    /** Makes a copy of a database to which nobody is connected; returns its admin URI. */
    public synchronized String createDatabase(String name, String template) {
        try {
            execute("CREATE DATABASE " + identifier(name) + " TEMPLATE " + identifier(template));
            return adminUri(name);
        } catch (SQLException e) {
            throw new EmbeddedPostgresException("The database " + name + " could not be made: " + e.getMessage(), e);
        }
    }

    /** Ends the server, its data written. Harmless when repeated. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        try (lock) {
            cluster.stop(PATIENCE_SECONDS);
        } catch (IOException e) {
            throw new EmbeddedPostgresException("PostgreSQL did not end well: " + e.getMessage(), e);
        } finally {
            removeHook();
        }
    }

    private void launch() throws IOException, InterruptedException, SQLException {
        if (hook != null) {
            Runtime.getRuntime().addShutdownHook(hook);
        }
        if (cluster.endLeftBehind(PATIENCE_SECONDS)) {
            LOG.info("ended the PostgreSQL that an earlier process had left behind");
        }
        cluster.prepare(options.durable());
        int found = 0;
        for (int i = 0; i < PORTS_TRIED && found == 0; i++) {
            found = cluster.run(settings());
        }
        if (found == 0) {
            throw new EmbeddedPostgresException("PostgreSQL did not start; why is in " + cluster.logFile() + ".");
        }
        port = found;
        createFirstDatabase();
    }

    private List<String> settings() {
        List<String> words = new ArrayList<>(List.of(
                // A run of a million writes more than the default lets pass between two checkpoints.
                "max_wal_size=4GB",
                "checkpoint_timeout=15min",
                "shared_buffers=256MB",
                "max_connections=200",
                "random_page_cost=1.1",
                "jit=off",
                "timezone=UTC",
                "log_timezone=UTC",
                // Details quote the values of rows, and a log is no place for people's data.
                "log_error_verbosity=terse"));
        if (!options.durable()) {
            words.addAll(List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off"));
        }
        options.settings().forEach((name, value) -> words.add(name + "=" + value));
        return words;
    }

    private void createFirstDatabase() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            boolean exists = statement
                    .executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + options.database() + "'")
                    .next();
            if (!exists) {
                statement.execute("CREATE DATABASE " + identifier(options.database()) + " TEMPLATE template0");
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        Properties who = new Properties();
        who.setProperty("user", Cluster.SUPERUSER);
        who.setProperty("password", cluster.password());
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", who);
    }

    private String adminUri(String database) {
        return "postgresql://" + Cluster.SUPERUSER + ":" + cluster.password() + "@127.0.0.1:" + port + "/" + database;
    }

    private static String identifier(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("not the name of a database: " + name);
        }
        return '"' + name + '"';
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean ours = false;
        try {
            ours = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            LOG.debug("the folder is held by this very process");
        } finally {
            if (!ours) {
                channel.close();
            }
        }
        if (!ours) {
            throw new EmbeddedPostgresException("The folder " + folder + " is in use by another process; end that one,"
                    + " or name another folder.");
        }
        return channel;
    }

    private void closeQuietly() {
        try {
            close();
        } catch (EmbeddedPostgresException e) {
            LOG.warn("at the end", e);
        }
    }

    private void removeHook() {
        if (hook == null || Thread.currentThread() == hook) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.trace("the JVM is ending already", e);
        }
    }
}
