package fr.teleservices.db;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads columns in the types that the features use. */
public final class Columns {
    private Columns() {}

    public static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime value = row.getOffsetDateTime(column);
        return value == null ? null : value.toInstant();
    }

    public static Instant instantOf(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    public static byte @Nullable [] bytes(Row row, String column) {
        Buffer value = row.getBuffer(column);
        return value == null ? null : value.getBytes();
    }

    public static List<String> strings(Row row, String column) {
        String[] value = row.getArrayOfStrings(column);
        return value == null ? List.of() : List.of(value);
    }

    public static boolean isTrue(Row row, String column) {
        return Boolean.TRUE.equals(row.getBoolean(column));
    }

    public static <E extends Enum<E>> E constant(Row row, String column, Class<E> type) {
        return Enum.valueOf(type, row.getString(column));
    }

    public static <E extends Enum<E>> @Nullable E constantOrNull(Row row, String column, Class<E> type) {
        String value = row.getString(column);
        return value == null ? null : Enum.valueOf(type, value);
    }
}
