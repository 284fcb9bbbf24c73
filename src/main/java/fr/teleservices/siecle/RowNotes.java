package fr.teleservices.siecle;

import java.util.ArrayList;
import java.util.List;

/** Collects notes: counts all, keeps the first ones. Not thread-safe. */
public final class RowNotes {
    /** Nobody reads more, and a hostile file has millions. */
    public static final int KEPT = 1_000;

    private final List<RowNote> first = new ArrayList<>();
    private long count;

    public void add(RowNote note) {
        count++;
        if (first.size() < KEPT) {
            first.add(note);
        }
    }

    /** Notes of which only the first ones were made. */
    public void addCounted(List<RowNote> notes, long all) {
        notes.forEach(this::add);
        count += all - notes.size();
    }

    /** How many there were in all. */
    public long count() {
        return count;
    }

    /** The first {@value #KEPT}. */
    public List<RowNote> first() {
        return List.copyOf(first);
    }
}
