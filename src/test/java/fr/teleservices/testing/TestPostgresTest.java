package fr.teleservices.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TestPostgresTest {
    @Test
    void eachDatabaseIsNewAndACopyHasWhatItsTemplateHas() throws SQLException {
        String template = TestPostgres.freshDatabase();
        run(template, "CREATE TABLE t AS SELECT 7 AS n");

        String copy = TestPostgres.freshDatabaseFrom(template);
        String other = TestPostgres.freshDatabase();

        assertThat(ask(copy, "SELECT n FROM t")).isEqualTo("7");
        assertThat(ask(other, "SELECT to_regclass('t') IS NULL")).isEqualTo("t");
    }

    @Test
    void theServerIsNotInUtcAndHasTheExtensionsThatSearchNeeds() throws SQLException {
        String database = TestPostgres.freshDatabase();
        run(database, "CREATE EXTENSION unaccent; CREATE EXTENSION pg_trgm");

        assertThat(zoneWithoutAWishOfTheClient(database)).isEqualTo("Pacific/Auckland");
        assertThat(ask(database, "SELECT lower(unaccent('Éloïse Ngô'))")).isEqualTo("eloise ngo");
        assertThat(ask(database, "SELECT similarity('hélène', 'helene') < 1")).isEqualTo("t");
    }

    /** JDBC sets the JVM's zone, the reactive client none. */
    private static String zoneWithoutAWishOfTheClient(String uri) {
        Vertx vertx = Vertx.vertx();
        try {
            return PgConnection.connect(vertx, uri)
                    .compose(connection -> connection.query("SHOW timezone").execute())
                    .await(10, TimeUnit.SECONDS)
                    .iterator()
                    .next()
                    .getString(0);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        } finally {
            vertx.close();
        }
    }

    private static void run(String uri, String sql) throws SQLException {
        try (Connection connection = TestPostgres.connect(uri);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(String uri, String sql) throws SQLException {
        try (Connection connection = TestPostgres.connect(uri);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
