package fr.teleservices.db;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Tells whether a failure means that the database cannot be reached at the moment. */
public final class DatabaseAway {
    private static final Set<String> DATABASE_AWAY = Set.of("57P01", "57P02", "57P03", "53300", "25006");

    private DatabaseAway() {}

    /** Connections refused, cut or not to be had in time; not a statement that fails. */
    public static boolean isCause(Throwable failure) {
        if (failure instanceof PgException pg) {
            String state = pg.getSqlState();
            return state != null && (DATABASE_AWAY.contains(state) || state.startsWith("08"));
        }
        return failure instanceof ClosedConnectionException
                || failure instanceof IOException
                || failure instanceof TimeoutException
                || "Timeout".equals(failure.getMessage());
    }
}
