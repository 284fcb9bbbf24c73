package fr.teleservices.testing;

import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Holds rows as another transaction does, so that what a test begins meanwhile has to wait for them: then two at once do meet. */
public final class HeldRow implements AutoCloseable {
    private static final long LONGEST_NANOS = 20_000_000_000L;
    private static final long LOOK_AGAIN_NANOS = 5_000_000L;

    private final TestDatabase database;
    private final Connection holder;

    /** @param sql {@code SELECT … FOR UPDATE} */
    public HeldRow(TestDatabase database, String sql) {
        this.database = database;
        try {
            holder = TestPostgres.connect(database.uri());
            holder.setAutoCommit(false);
            try (Statement statement = holder.createStatement()) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** Returns once so many wait for a lock, or each of these waits or is done. */
    public void untilWaiting(int most, List<? extends Future<?>> all) {
        long end = System.nanoTime() + LONGEST_NANOS;
        while (!isMet(waiting(), most, all)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("nobody waits for the row");
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private static boolean isMet(long waiting, int most, List<? extends Future<?>> all) {
        long done = all.stream().filter(Future::isComplete).count();
        return waiting >= most || (!all.isEmpty() && waiting + done >= all.size());
    }

    private long waiting() {
        return database.number(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
    }

    /** Lets go. */
    @Override
    public void close() {
        try (holder) {
            holder.rollback();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
