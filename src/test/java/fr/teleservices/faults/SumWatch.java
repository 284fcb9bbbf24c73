package fr.teleservices.faults;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a run twenty times a second (less often where a look takes long), in one snapshot each: from the moment it is prepared the seven counts make what was
 * selected, nobody comes or goes, and what is sent or written stays so.
 */
final class SumWatch implements AutoCloseable {
    private static final long EVERY_NANOS = 50_000_000;
    private static final int QUIET_SHARE = 20;

    private final Rows rows;
    private final String sql;
    private final List<String> faults = new ArrayList<>();
    private final Thread thread = new Thread(this::look, "sum-watch");
    private volatile boolean closed;
    private long selected = -1;
    private long done;
    private int looks;

    private SumWatch(Rows rows, long run) {
        this.rows = rows;
        this.sql = """
            SELECT count(n.id), count(*) FILTER (WHERE n.status IN ('PENDING', 'CLAIMED', 'SENT', 'IN_LETTER', 'FAILED', 'LEFT_OUT', 'CANCELLED')),
              count(*) FILTER (WHERE n.status IN ('SENT', 'IN_LETTER'))
            FROM run r LEFT JOIN notification n ON n.run_id = r.id
            WHERE r.prepared_at IS NOT NULL AND r.id =\s""" + run + " GROUP BY r.id";
        thread.setDaemon(true);
    }

    static SumWatch over(Rows rows, long run) {
        SumWatch watch = new SumWatch(rows, run);
        watch.thread.start();
        return watch;
    }

    private void look() {
        Connection connection = null;
        while (!closed) {
            long begun = System.nanoTime();
            try {
                if (connection == null) {
                    connection = rows.connect();
                }
                lookOnce(connection);
            } catch (SQLException e) {
                connection = given(connection); // the database is away: that is a fault which is tried
            }
            LockSupport.parkNanos(Math.max(EVERY_NANOS, QUIET_SHARE * (System.nanoTime() - begun)));
        }
        given(connection);
    }

    private static @Nullable Connection given(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // it was gone
        }
        return null;
    }

    private void lookOnce(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (row.next()) {
                judge(row.getLong(1), row.getLong(2), row.getLong(3));
            }
        }
    }

    private synchronized void judge(long all, long counted, long ended) {
        looks++;
        if (selected < 0) {
            selected = all;
        }
        if (all != selected || counted != selected || ended < done) {
            faults.add("look " + looks + ": " + all + " rows, " + counted + " counted of " + selected + ", " + ended
                    + " sent or written after " + done);
        }
        done = Math.max(done, ended);
    }

    /** Fails where any look saw another sum; says how many looks there were. */
    synchronized int sound() {
        if (!faults.isEmpty()) {
            throw new AssertionError(
                    "the sum was not the selection: " + faults.get(0) + " and " + (faults.size() - 1) + " more");
        }
        if (looks == 0) {
            throw new AssertionError("the run was never seen");
        }
        return looks;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
