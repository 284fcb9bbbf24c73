package fr.teleservices.db;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An open transaction, opaque to services: they pass it on, only stores talk through it. Statements are pipelined: a second
 * one may be sent before the first has answered.
 */
public final class Tx {
    private final SqlConnection connection;
    private final Sql.Role role;

    Tx(SqlConnection connection, Sql.Role role) {
        this.connection = connection;
        this.role = role;
    }

    /**
     * Runs one statement. Arguments may be {@code Instant}, {@code Enum}, {@code byte[]} and arrays of these beside what the
     * driver takes itself. A single array has to be cast to {@code Object}.
     */
    public Future<RowSet<Row>> run(Sql sql, @Nullable Object... arguments) {
        if (sql.role() != role) {
            return Future.failedFuture(
                    new IllegalStateException("a statement of " + sql.role() + " in a transaction of " + role));
        }
        return connection.preparedQuery(sql.text()).execute(tuple(arguments));
    }

    /** All rows, mapped. */
    public <T> Future<List<T>> list(Sql sql, Function<Row, T> map, @Nullable Object... arguments) {
        return run(sql, arguments).map(rows -> {
            List<T> all = new ArrayList<>(rows.size());
            rows.forEach(row -> all.add(map.apply(row)));
            return all;
        });
    }

    /** The first row, if any. */
    public <T> Future<Optional<T>> first(Sql sql, Function<Row, T> map, @Nullable Object... arguments) {
        return run(sql, arguments).map(rows -> {
            var iterator = rows.iterator();
            return iterator.hasNext() ? Optional.of(map.apply(iterator.next())) : Optional.<T>empty();
        });
    }

    /** The first row, which has to be there. */
    public <T> Future<T> one(Sql sql, Function<Row, T> map, @Nullable Object... arguments) {
        return first(sql, map, arguments).map(Optional::orElseThrow);
    }

    /** How many rows were written. */
    public Future<Integer> update(Sql sql, @Nullable Object... arguments) {
        return run(sql, arguments).map(RowSet::rowCount);
    }

    /** A statement that is not prepared, for the {@code CREATE TEMP TABLE} of an import. */
    public Future<Void> script(String text) {
        return connection.query(text).execute().mapEmpty();
    }

    private static Tuple tuple(@Nullable Object... arguments) {
        Tuple tuple = Tuple.tuple();
        for (Object argument : arguments) {
            tuple.addValue(bindable(argument));
        }
        return tuple;
    }

    private static @Nullable Object bindable(@Nullable Object value) {
        if (value instanceof Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        } else if (value instanceof Enum<?> constant) {
            return constant.name();
        } else if (value instanceof byte[] bytes) {
            return Buffer.buffer(bytes);
        } else if (value instanceof Instant[] instants) {
            return Arrays.stream(instants)
                    .map(instant -> instant == null ? null : instant.atOffset(ZoneOffset.UTC))
                    .toArray(OffsetDateTime[]::new);
        } else if (value instanceof Enum<?>[] constants) {
            return Arrays.stream(constants)
                    .map(c -> c == null ? null : c.name())
                    .toArray(String[]::new);
        } else if (value instanceof byte[][] blobs) {
            return Arrays.stream(blobs)
                    .map(b -> b == null ? null : Buffer.buffer(b))
                    .toArray(Buffer[]::new);
        }
        return value;
    }
}
