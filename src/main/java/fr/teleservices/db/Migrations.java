package fr.teleservices.db;

import io.vertx.pgclient.PgConnectOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.flywaydb.core.Flyway;

/** Brings a database to this version's schema and lets the service's login role become its two roles. Blocking. */
public final class Migrations {
    private Migrations() {}

    /**
     * @param adminUri {@code postgresql://…} of the role that owns the schema
     * @param serviceUri {@code postgresql://…} of the role that the service signs in with; may be the same
     * @return how many migrations were applied
     */
    public static int migrate(String adminUri, String serviceUri) {
        PgConnectOptions admin = PgConnectOptions.fromUri(adminUri);
        int applied = Flyway.configure()
                .dataSource(jdbc(admin), admin.getUser(), admin.getPassword())
                .locations("classpath:db/migration")
                .load()
                .migrate()
                .migrationsExecuted;
        grantRoles(admin, PgConnectOptions.fromUri(serviceUri).getUser());
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

    private static void grantRoles(PgConnectOptions admin, String user) {
        try (Connection connection = connect(admin);
                Statement statement = connection.createStatement()) {
            String name = statement.enquoteIdentifier(user, true);
            // nodes that start at once would change the same rows of the catalogue; ends with the connection
            statement.execute("SELECT pg_advisory_lock(7302)");
            statement.execute("GRANT teleservices_app, teleservices_gate TO " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot let " + user + " become the service's roles", e);
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
