package fr.teleservices.faults;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The database as its owner sees it: what is true, whatever the service says. */
final class Rows implements AutoCloseable {
    private final String uri;
    private @Nullable Connection kept;

    /** @param uri {@code postgresql://user:password@host:port/database} of the superuser */
    Rows(String uri) {
        this.uri = uri;
    }

    Connection connect() throws SQLException {
        URI parsed = URI.create(uri);
        String[] who = parsed.getUserInfo().split(":", 2);
        Properties properties = new Properties();
        properties.setProperty("user", who[0]);
        properties.setProperty("password", who[1]);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + parsed.getHost() + ":" + parsed.getPort() + parsed.getPath(), properties);
    }

    /** Over a connection that is kept; where the server has been away meanwhile, over a new one. */
    synchronized List<List<String>> all(String sql) {
        try {
            if (kept != null) {
                try {
                    return all(kept, sql);
                } catch (SQLException e) {
                    kept.close();
                }
            }
            kept = connect();
            return all(kept, sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static List<List<String>> all(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<List<String>> all = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(rows.getString(i)));
                }
                all.add(row);
            }
            return all;
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }

    String value(String sql) {
        return all(sql).get(0).get(0);
    }

    long number(String sql) {
        return Long.parseLong(value(sql));
    }

    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** How many notifications of a run are in one of these states: {@code 'SENT', 'FAILED'}. */
    long count(long run, String states) {
        return number("SELECT count(*) FROM notification WHERE run_id = " + run + " AND status IN (" + states + ")");
    }

    String statusOf(long run) {
        return value("SELECT status FROM run WHERE id = " + run);
    }

    /** Fails after so many seconds. */
    static void await(String what, int seconds, BooleanSupplier there) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!there.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("after " + seconds + " s still not: " + what);
            }
            LockSupport.parkNanos(20_000_000); // another process is waited for, which cannot call back
        }
    }
}
