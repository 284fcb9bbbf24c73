package fr.teleservices.siecle;

import java.util.function.Consumer;

/** How one kind of file becomes rows: one subclass a kind. */
abstract class Records {
    private final SiecleSource source;
    private final SiecleLimits limits;
    private final Consumer<RowNote> refused;

    Records(SiecleSource source, SiecleLimits limits, Consumer<RowNote> refused) {
        this.source = source;
        this.limits = limits;
        this.refused = refused;
    }

    /** Is this element, in this parent, a row? */
    abstract boolean isRow(String parent, String name);

    /** An element inside a row has ended; its text and attributes are among the fields. */
    void inner(String name, Fields fields) {}

    /** The row has ended. */
    abstract void row(String name, Fields fields);

    /** The row was refused; whom it is about may still be readable. */
    void spoiled(String name, Fields fields) {}

    final void refuse(int line, String reason) {
        refused.accept(note(line, reason));
    }

    final RowNote note(int line, String reason) {
        return new RowNote(source.name(), line, reason);
    }

    /** Refuses the row where its identifier was there already. */
    final void unique(boolean added, IdSet ids, Fields fields, String name) {
        if (!added) {
            throw new RowFault(name + " déjà présent plus haut dans le fichier.");
        }
        checkSize(ids, fields);
    }

    /** Refuses the file where it never ends. */
    final void checkSize(IdSet ids, Fields fields) {
        if (ids.size() > limits.maxRows()) {
            throw new SiecleRefused(
                    "too-many-rows",
                    source,
                    fields.line(),
                    "le fichier dépasse " + limits.maxRows() + " lignes de même nature.");
        }
    }
}
