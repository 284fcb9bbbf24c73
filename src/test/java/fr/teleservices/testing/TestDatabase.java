package fr.teleservices.testing;

import fr.teleservices.db.Database;
import fr.teleservices.db.Migrations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A migrated database of its own, the service's pools onto it, and a door for the test itself that no policy guards. */
public final class TestDatabase implements AutoCloseable {
    private static final class Template {
        static final String URI = migrated();

        private static String migrated() {
            String uri = TestPostgres.freshDatabase();
            Migrations.migrate(uri, uri);
            return uri;
        }
    }

    private final String uri;
    private final Vertx vertx = Vertx.vertx();
    private final Database database;

    private TestDatabase(String uri) {
        this.uri = uri;
        this.database = Database.connect(vertx, uri, 8);
    }

    public static TestDatabase fresh() {
        return new TestDatabase(freshUri());
    }

    /** Admin URI of a migrated database of its own. */
    public static String freshUri() {
        return TestPostgres.freshDatabaseFrom(Template.URI);
    }

    public String uri() {
        return uri;
    }

    public Vertx vertx() {
        return vertx;
    }

    public Database database() {
        return database;
    }

    /** Runs statements as the owner. */
    public void execute(String sql) {
        try (Connection connection = TestPostgres.connect(uri);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** The first column of the first row, as text; "" for null or no row. */
    public String value(String sql) {
        try (Connection connection = TestPostgres.connect(uri);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() && rows.getString(1) != null ? rows.getString(1) : "";
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    public long number(String sql) {
        return Long.parseLong(value(sql));
    }

    /** The result, or the failure's cause thrown. Half a minute at most. */
    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        await(database.close());
        await(vertx.close());
    }
}
