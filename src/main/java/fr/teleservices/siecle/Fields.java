package fr.teleservices.siecle;

import fr.teleservices.kernel.MailAddress;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The texts of one row by element or attribute name, and how each sort of them is understood. Reused row by row. */
final class Fields {
    /** Longer than anything a row may hold; the rest is not kept. */
    private static final int KEPT = 1_001;

    private static final int MAX_NAME = 100;
    private static final int MAX_ID_DIGITS = 18;

    private final Map<String, String> texts = new HashMap<>();
    private final LocalDate today;
    private final Consumer<String> warn;
    private int line = 1;

    Fields(LocalDate today, Consumer<String> warn) {
        this.today = today;
        this.warn = warn;
    }

    void clear(int newLine) {
        texts.clear();
        line = newLine;
    }

    int line() {
        return line;
    }

    void put(String name, CharSequence text) {
        texts.put(name, text.subSequence(0, Math.min(text.length(), KEPT)).toString());
    }

    void remove(String name) {
        texts.remove(name);
    }

    /** The first of the names that has one, cleaned; a blank text counts as none. */
    @Nullable
    String text(String... names) {
        for (String name : names) {
            String text = texts.get(name);
            if (text != null) {
                String clean = CleanText.line(text);
                if (!clean.isEmpty()) {
                    return clean;
                }
            }
        }
        return null;
    }

    /** A text of secondary importance: too long, it is left out with a warning. */
    @Nullable
    String text(String name, int max) {
        String text = text(name);
        if (text != null && text.length() > max) {
            warn.accept(name + " ignoré : plus de " + max + " caractères.");
            return null;
        }
        return text;
    }

    /** A text the row cannot do without; its inner spaces are real and stay as they are. */
    String code(String name, int max) {
        String text = texts.get(name);
        String code = text == null ? "" : CleanText.isCode(text) ? text.strip() : CleanText.line(text);
        if (code.isEmpty()) {
            throw new RowFault(name + " manquant.");
        }
        if (code.length() > max) {
            throw new RowFault(name + " trop long (plus de " + max + " caractères).");
        }
        return code;
    }

    /** Up to 100 characters (code points), whatever the script. */
    @Nullable
    String name(String... names) {
        String name = text(names);
        if (name != null && name.codePointCount(0, name.length()) > MAX_NAME) {
            throw new RowFault(names[0] + " trop long (plus de " + MAX_NAME + " caractères).");
        }
        return name;
    }

    String requiredName(String... names) {
        String name = name(names);
        if (name == null) {
            throw new RowFault("nom manquant (" + names[0] + ").");
        }
        return name;
    }

    long requiredId(String name) {
        Long id = id(name);
        if (id == null) {
            throw new RowFault(name + " manquant.");
        }
        return id;
    }

    @Nullable
    Long id(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (!isNumber(text) || text.length() > MAX_ID_DIGITS) {
            throw new RowFault(name + " n’est pas un numéro de " + MAX_ID_DIGITS + " chiffres au plus.");
        }
        return Long.parseLong(text);
    }

    /** The same of a row that has been refused already: null where there is none that can be read. */
    @Nullable
    Long readableId(String name) {
        try {
            return id(name);
        } catch (RowFault unreadable) {
            return null;
        }
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** From 1900 to today. */
    @Nullable
    LocalDate pastDate(String name) {
        return date(name, today);
    }

    /** From 1900 on, the next century included. */
    @Nullable
    LocalDate date(String name) {
        return date(name, today.plusYears(100));
    }

    private @Nullable LocalDate date(String name, LocalDate latest) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        Optional<LocalDate> date = SiecleDate.parse(text, latest);
        if (date.isEmpty()) {
            String shown = text.length() > 20 ? text.substring(0, 20) + "…" : text;
            throw new RowFault(name + " : « " + shown + " » n’est pas une date possible (JJ/MM/AAAA).");
        }
        return date.get();
    }

    /** 0, 1, true, false; null otherwise. */
    @Nullable
    Boolean flag(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (text.equals("1") || text.equalsIgnoreCase("true")) {
            return Boolean.TRUE;
        }
        boolean no = text.equals("0") || text.equalsIgnoreCase("false");
        return no ? Boolean.FALSE : null;
    }

    boolean isTrue(String name) {
        return Boolean.TRUE.equals(flag(name));
    }

    /** A checked address; one that is none is left out with a warning. */
    @Nullable
    String mail(String name) {
        String raw = texts.get(name);
        if (raw == null || raw.isBlank()) {
            return null;
        }
        String address = MailAddress.parse(raw).orElse(null);
        if (address == null) {
            warn.accept("adresse électronique ignorée : elle n’est pas valable (" + name + ").");
        }
        return address;
    }
}
