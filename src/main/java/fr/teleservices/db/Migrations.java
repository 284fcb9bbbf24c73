package fr.teleservices.db;

import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.flywaydb.core.Flyway;

/** Brings a database to this version's schema and lets the service's login role become its two roles. Blocking. */
public final class Migrations {
    private static final String FOLDER = "db/migration";
    private static final Pattern FILE = Pattern.compile("V(\\d+)__\\w+\\.sql");
    private static final String NEWEST = readNewest();

    private Migrations() {}

    /** The version of the last migration that this jar holds. */
    static String newest() {
        return NEWEST;
    }

    private static String readNewest() {
        try {
            URL folder = Objects.requireNonNull(Migrations.class.getResource("/" + FOLDER), FOLDER);
            try (Stream<String> names = folder.openConnection() instanceof JarURLConnection jar
                    ? jar.getJarFile().stream().map(ZipEntry::getName).filter(name -> name.startsWith(FOLDER + "/"))
                    : Files.list(Path.of(folder.toURI())).map(Path::toString)) {
                return Integer.toString(names.map(name -> FILE.matcher(name.substring(name.lastIndexOf('/') + 1)))
                        .filter(Matcher::matches)
                        .mapToInt(file -> Integer.parseInt(file.group(1)))
                        .max()
                        .orElseThrow());
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the migrations of this jar cannot be listed", e);
        }
    }

    /**
     * @param adminUri {@code postgresql://…} of the role that owns the schema
     * @param serviceUri {@code postgresql://…} of the role that the service signs in with; may be the same. Where there is no
     *     such role it is made; the password of one that is there is left as it is
     * @return how many migrations were applied
     */
    public static int migrate(String adminUri, String serviceUri) {
        PgConnectOptions admin = PgConnectOptions.fromUri(adminUri);
        int applied = Flyway.configure()
                .dataSource(jdbc(admin), admin.getUser(), admin.getPassword())
                .locations("classpath:" + FOLDER)
                .load()
                .migrate()
                .migrationsExecuted;
        grantRoles(admin, PgConnectOptions.fromUri(serviceUri));
        return applied;
    }

    /** Makes (or re-keys) a login role that has no right but to become the service's two roles. */
    public static void ensureLogin(String adminUri, String user, String password) {
        PgConnectOptions admin = PgConnectOptions.fromUri(adminUri);
        try (Connection connection = connect(admin);
                Statement statement = connection.createStatement()) {
            String name = statement.enquoteIdentifier(user, true);
            statement.execute("DO $$ BEGIN CREATE ROLE " + name
                    + " LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$");
            statement.execute("ALTER ROLE " + name + " PASSWORD " + statement.enquoteLiteral(password));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot make the login role " + user, e);
        }
    }

    private static void grantRoles(PgConnectOptions admin, PgConnectOptions service) {
        String user = service.getUser();
        try (Connection connection = connect(admin);
                Statement statement = connection.createStatement()) {
            String name = statement.enquoteIdentifier(user, true);
            // nodes that start at once would change the same rows of the catalogue; ends with the connection
            statement.execute("SELECT pg_advisory_lock(7302)");
            if (!isThere(statement, user) && service.getPassword() != null) {
                statement.execute(
                        "CREATE ROLE " + name + " LOGIN PASSWORD " + statement.enquoteLiteral(service.getPassword()));
            }
            statement.execute("GRANT teleservices_app, teleservices_gate TO " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot let " + user + " become the service's roles", e);
        }
    }

    private static boolean isThere(Statement statement, String user) throws SQLException {
        try (ResultSet found =
                statement.executeQuery("SELECT FROM pg_roles WHERE rolname = " + statement.enquoteLiteral(user))) {
            return found.next();
        }
    }

    private static Connection connect(PgConnectOptions options) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", options.getUser());
        if (options.getPassword() != null) {
            properties.setProperty("password", options.getPassword());
        }
        return DriverManager.getConnection(jdbc(options), properties);
    }

    private static String jdbc(PgConnectOptions options) {
        return "jdbc:postgresql://" + options.getHost() + ":" + options.getPort() + "/" + options.getDatabase();
    }
}
