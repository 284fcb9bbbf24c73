package fr.teleservices.web;

import fr.teleservices.kernel.Typed;
import io.vertx.core.MultiMap;
import java.util.List;

/**
 * The fields of a form or of a query. A missing one is empty; control characters are dropped, and what is longer than a
 * person would type is cut.
 */
public final class Form {
    private static final int LINE = 1_000;
    private static final int TEXT = 20_000;

    private final MultiMap fields;

    Form(MultiMap fields) {
        this.fields = fields;
    }

    /** One line, without surrounding blanks. */
    public String get(String name) {
        return line(raw(name)).strip();
    }

    /** A path of this site, which may be longer than a line that one types; empty for any other. */
    public String localPath(String name) {
        return LocalPath.orElse(raw(name), "");
    }

    /** A password: as typed, blanks included. */
    public String secret(String name) {
        return line(raw(name));
    }

    /** Several lines, ended by {@code \n}. */
    public String text(String name) {
        String value = raw(name).replace("\r\n", "\n").replace('\r', '\n');
        return cut(Typed.lines(value), TEXT);
    }

    /** All values of a group of check boxes. */
    public List<String> all(String name) {
        return fields.getAll(name).stream().map(Form::line).map(String::strip).toList();
    }

    public boolean has(String name) {
        return fields.contains(name);
    }

    private String raw(String name) {
        String value = fields.get(name);
        return value == null ? "" : value;
    }

    private static String line(String value) {
        return cut(Typed.line(value), LINE);
    }

    private static String cut(String value, int length) {
        return value.length() <= length ? value : value.substring(0, length);
    }
}
