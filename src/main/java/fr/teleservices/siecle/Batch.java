package fr.teleservices.siecle;

import fr.teleservices.db.Sql;
import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/** Rows on their way into a temporary table: one array a column, as {@code unnest} takes them. */
final class Batch {
    /** 25 columns of 2,000 rows are about 2 MB. */
    private static final int ROWS = 2_000;

    private final Sql insert;
    private final Class<?>[] types;
    private final Object[] columns;
    private int rows;

    Batch(Sql insert, Class<?>... types) {
        this.insert = insert;
        this.types = types;
        this.columns = new Object[types.length];
        renew(ROWS);
    }

    Sql insert() {
        return insert;
    }

    boolean isEmpty() {
        return rows == 0;
    }

    /** @return whether it is full */
    boolean add(@Nullable Object... values) {
        if (values.length != columns.length) {
            throw new IllegalArgumentException(values.length + " values for " + columns.length + " columns");
        }
        for (int i = 0; i < columns.length; i++) {
            Array.set(columns[i], rows, values[i]);
        }
        return ++rows == ROWS;
    }

    /** The columns, which are the taker's from here. */
    Object[] take() {
        Object[] taken = new Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            taken[i] = columns[i];
            if (rows < ROWS) {
                Object shorter = Array.newInstance(types[i], rows);
                System.arraycopy(columns[i], 0, shorter, 0, rows);
                taken[i] = shorter;
            }
        }
        renew(ROWS);
        return taken;
    }

    private void renew(int size) {
        for (int i = 0; i < columns.length; i++) {
            columns[i] = Array.newInstance(types[i], size);
        }
        rows = 0;
    }
}
