package fr.teleservices.testing;

import fr.teleservices.demo.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * One PostgreSQL for all tests of a JVM, gone with it; each test class takes a database of its own. It lives in New
 * Zealand: code that takes the server's zone for UTC, or for the JVM's, is found out.
 */
public final class TestPostgres {
    private static final String ZONE = "Pacific/Auckland";
    private static final int CONNECTIONS = 300;
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Server SERVER = start();

    /** Where the server is and who its superuser is. */
    private record Server(String host, int port, String user, String password) {
        String uri(String database) {
            return "postgresql://" + user + ":" + password + "@" + host + ":" + port + "/" + database;
        }
    }

    private TestPostgres() {}

    /** Admin URI of a new, empty database: {@code postgresql://user:password@host:port/name}. */
    public static String freshDatabase() {
        return create("template0");
    }

    /** Admin URI of a new copy of the database of that URI, to which nobody may be connected. */
    public static String freshDatabaseFrom(String templateUri) {
        return create(databaseOf(templateUri));
    }

    /** A JDBC connection to one of these databases. */
    public static Connection connect(String uri) throws SQLException {
        return connect(SERVER, databaseOf(uri));
    }

    private static synchronized String create(String template) {
        String name = "test_" + NUMBER.incrementAndGet();
        try (Connection connection = connect(SERVER, "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
            return SERVER.uri(name);
        } catch (SQLException e) {
            throw new IllegalStateException("no test database", e);
        }
    }

    private static Connection connect(Server server, String database) throws SQLException {
        Properties who = new Properties();
        who.setProperty("user", server.user());
        who.setProperty("password", server.password());
        return DriverManager.getConnection(
                "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + database, who);
    }

    private static String databaseOf(String uri) {
        return uri.substring(uri.lastIndexOf('/') + 1);
    }

    private static Server start() {
        if (DockerProbe.answers()) {
            try {
                Server server = startContainer();
                System.out.println("tests use PostgreSQL 17 of Testcontainers");
                return server;
            } catch (RuntimeException e) {
                System.out.println("Testcontainers failed: " + e.getMessage());
            }
        }
        Server server = startEmbedded();
        System.out.println("tests use the embedded PostgreSQL");
        return server;
    }

    /** Ended by Testcontainers' own reaper. */
    private static Server startContainer() {
        @SuppressWarnings("resource")
        PostgreSQLContainer container = new PostgreSQLContainer("postgres:17")
                .withCommand(
                        "postgres",
                        "-c",
                        "fsync=off",
                        "-c",
                        "timezone=" + ZONE,
                        "-c",
                        "max_connections=" + CONNECTIONS);
        container.start();
        return new Server(
                container.getHost(), container.getMappedPort(5432), container.getUsername(), container.getPassword());
    }

    private static Server startEmbedded() {
        try {
            Path folder = Files.createTempDirectory("teleservices-tests-");
            EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedPostgres.Options.in(folder)
                    .withDurable(false)
                    .withStopAtExit(false)
                    .withSettings(Map.of("timezone", ZONE, "max_connections", Integer.toString(CONNECTIONS))));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                postgres.close();
                delete(folder);
            }));
            String userInfo = java.net.URI.create(postgres.adminUri()).getUserInfo();
            int colon = userInfo.indexOf(':');
            return new Server(
                    "127.0.0.1", postgres.port(), userInfo.substring(0, colon), userInfo.substring(colon + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.out.println("left behind: " + folder);
        }
    }
}
