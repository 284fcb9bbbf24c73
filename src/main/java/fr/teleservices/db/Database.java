package fr.teleservices.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Two pools onto one database, one for each role. Every transaction on tenant tables has a {@link Scope}; without one,
 * row-level security shows nothing.
 */
public final class Database {
    private static final Sql SET_SCOPE = Sql.app("SELECT set_config('app.schools', $1, true)");

    private static final Sql SET_SCOPE_BY_KEYS = Sql.app("""
            SELECT set_config('app.schools', $1, true), set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_hashjoin', 'off', true),
              set_config('enable_mergejoin', 'off', true), set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true),
              set_config('idle_in_transaction_session_timeout', '10s', true)
            """);

    private static final Sql TAKES_TIME =
            Sql.app("SELECT set_config('idle_in_transaction_session_timeout', '15min', true)");

    static final Sql FRESH_STATISTICS = Sql.app("SELECT fresh_statistics()");

    static final Sql FRESH_RUN_STATISTICS = Sql.app("SELECT fresh_run_statistics()");

    /** What a node that is frozen in a transaction has locked, others may have to wait for so long. */
    private static final String LONGEST_IDLE = "60s";

    private static final Sql PING = Sql.gate("SELECT 1 FROM installation LIMIT 1");

    static final Sql MIGRATED =
            Sql.gate("SELECT EXISTS (SELECT FROM flyway_schema_history WHERE success AND version = $1) AS there");

    /**
     * Statements up to so many characters are parsed once for each connection. At the driver's 2,048 the outcomes of every
     * batch of mails were parsed and planned again, half of their time; the longer ones are the selections of runs, which want
     * a plan for their own arguments each time.
     */
    private static final int LONGEST_KEPT = 3_000;

    private final Pool app;
    private final Pool gate;
    private final PoolUse appUse;
    private final PoolUse gateUse;

    private Database(Pool app, Pool gate, int size) {
        this.app = app;
        this.gate = gate;
        this.appUse = new PoolUse("app", size);
        this.gateUse = new PoolUse("gate", gateSize(size));
    }

    /**
     * @param uri {@code postgresql://user:password@host:port/database} of a login role that may become both roles
     * @param size connections of the app pool; the gate has half as many
     */
    public static Database connect(Vertx vertx, String uri, int size) {
        return new Database(
                pool(vertx, uri, Sql.Role.APP, size), pool(vertx, uri, Sql.Role.GATE, gateSize(size)), size);
    }

    private static int gateSize(int size) {
        return Math.max(2, size / 2);
    }

    /** How much of both pools is used. */
    public List<PoolUse> use() {
        return List.of(appUse, gateUse);
    }

    private static Pool pool(Vertx vertx, String uri, Sql.Role role, int size) {
        PgConnectOptions options =
                PgConnectOptions.fromUri(uri).setCachePreparedStatements(true).setPreparedStatementCacheMaxSize(256);
        options.setPreparedStatementCacheSqlLimit(LONGEST_KEPT);
        options.addProperty("application_name", "teleservices-" + role.name().toLowerCase(java.util.Locale.ROOT));
        return PgBuilder.pool()
                .using(vertx)
                .connectingTo(options)
                .with(new PoolOptions()
                        .setMaxSize(size)
                        .setConnectionTimeout(30)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                        .setName("pg-" + role.pgName() + "-" + System.identityHashCode(options)))
                .withConnectHandler(connection -> become(connection, role))
                .build();
    }

    private static void become(SqlConnection connection, Sql.Role role) {
        connection
                .query("SET ROLE " + role.pgName() + "; SET idle_in_transaction_session_timeout = '" + LONGEST_IDLE
                        + "'")
                .execute()
                // a connection that did not take its role must not be used: closing it for good is what is left
                .onComplete(done -> {
                    if (done.failed()) {
                        connection
                                .query("SELECT pg_terminate_backend(pg_backend_pid())")
                                .execute();
                    }
                    connection.close();
                });
    }

    /** One transaction on tenant tables; rolled back when the future fails. */
    public <T> Future<T> inScope(Scope scope, Function<Tx, Future<T>> work) {
        return inScope(SET_SCOPE, scope, work);
    }

    private <T> Future<T> inScope(Sql setting, Scope scope, Function<Tx, Future<T>> work) {
        return counted(appUse, app::withTransaction, connection -> {
            Tx tx = new Tx(connection, Sql.Role.APP);
            Future<?> scoped = tx.run(setting, scope.setting());
            Future<T> result = work.apply(tx); // pipelined behind the scope
            return scoped.compose(done -> result);
        });
    }

    /**
     * The same for statements that touch a handful of rows, each found by its key, thousands of times: planned once for each
     * connection, and never by reading a table. The plan of a claim took longer than the claim. They end within seconds: a node
     * that is frozen in the middle of one loses its locks after ten.
     */
    public <T> Future<T> inScopeByKeys(Scope scope, Function<Tx, Future<T>> work) {
        return inScope(SET_SCOPE_BY_KEYS, scope, work);
    }

    /** Lets the transaction think for minutes between two statements, as an import does that reads a file. */
    public static Future<Void> takesTime(Tx tx) {
        return tx.run(TAKES_TIME).mapEmpty();
    }

    /** One transaction on what is found before the tenant is known. */
    public <T> Future<T> atGate(Function<Tx, Future<T>> work) {
        return counted(gateUse, gate::withTransaction, connection -> work.apply(new Tx(connection, Sql.Role.GATE)));
    }

    /** One single statement at the gate, without a transaction around it. */
    public <T> Future<T> atGateOnce(Function<Tx, Future<T>> work) {
        return counted(gateUse, gate::withConnection, connection -> work.apply(new Tx(connection, Sql.Role.GATE)));
    }

    private interface Lending<T> {
        Future<T> to(Function<SqlConnection, Future<T>> work);
    }

    private static <T> Future<T> counted(PoolUse use, Lending<T> pool, Function<SqlConnection, Future<T>> work) {
        PoolUse.Turn turn = use.turn();
        return pool.to(connection -> {
                    turn.begin();
                    return work.apply(connection);
                })
                .onComplete(done -> turn.end());
    }

    /**
     * Tells the server what is in the large tables, after much has been written at once: it would find out by itself, a minute
     * later. A second or two for a million rows.
     */
    public Future<Void> freshStatistics() {
        return inScope(Scope.of(0), tx -> tx.run(FRESH_STATISTICS)).mapEmpty();
    }

    /** The same for what a run has stored. */
    public Future<Void> freshRunStatistics() {
        return inScope(Scope.of(0), tx -> tx.run(FRESH_RUN_STATISTICS)).mapEmpty();
    }

    /** Whether the database answers. */
    public Future<Void> ping() {
        return atGateOnce(tx -> tx.run(PING)).mapEmpty();
    }

    /** Whether it has the schema of this version, or of a later one. */
    public Future<Boolean> isMigrated() {
        return atGateOnce(tx -> tx.one(MIGRATED, row -> row.getBoolean("there"), Migrations.newest()));
    }

    public Future<Void> close() {
        return Future.join(app.close(), gate.close()).mapEmpty();
    }
}
