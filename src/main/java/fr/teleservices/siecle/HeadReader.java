package fr.teleservices.siecle;

import fr.teleservices.kernel.Uai;
import java.time.LocalDate;
import java.util.Locale;
import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;

/** Reads what a file says about itself and stops there: its root and its {@code PARAMETRES}, which mostly come first. */
final class HeadReader {
    private static final int MAX_TEXT = 200;

    private HeadReader() {}

    static SiecleFile read(SiecleSource source, SiecleLimits limits, LocalDate today) {
        try (SiecleXml xml = SiecleXml.open(source, limits)) {
            return new SiecleFile(source, parameters(xml, today));
        }
    }

    private static ParametersRow parameters(SiecleXml xml, LocalDate today) {
        int event = xml.next();
        while (event == XMLStreamConstants.CHARACTERS) {
            event = xml.next();
        }
        String root = xml.name();
        SiecleKind kind = SiecleKind.ofRoot(root).orElseThrow(() -> unknownRoot(xml, root));
        Fields fields = new Fields(today, warning -> {});
        xml.attributes(fields);
        String version = fields.text("VERSION", 20);
        int line = xml.line();
        int depth = 1;
        while (depth > 0) {
            event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                if (depth == 1 && xml.name().equals("PARAMETRES")) {
                    line = xml.line();
                    fields.clear(line);
                    block(xml, fields);
                    break;
                }
                depth++;
            }
        }
        return new ParametersRow(line, kind, uaj(fields), year(fields), exportDate(fields), version);
    }

    private static SiecleRefused unknownRoot(SiecleXml xml, String root) {
        String shown = root.length() > 40 ? root.substring(0, 40) : root;
        return xml.refuse(
                "not-siecle",
                "ce n’est pas un export SIECLE attendu (élément « " + shown
                        + " »). Sont attendus : élèves, responsables, structures, nomenclatures, Communs.");
    }

    /** From the start of the block to its end. */
    private static void block(SiecleXml xml, Fields fields) {
        StringBuilder text = new StringBuilder();
        int depth = 1;
        while (depth > 0) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    text.setLength(0);
                    if (xml.name().equals("UAJ")) {
                        xml.attributes(fields);
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    if (depth == 1) {
                        fields.put(xml.name(), text);
                    }
                }
                default -> xml.appendText(text);
            }
        }
    }

    private static @Nullable String uaj(Fields fields) {
        String uaj = fields.text("UAJ", "CODE");
        if (uaj == null || uaj.length() > MAX_TEXT) {
            return null;
        }
        return Uai.parse(uaj).map(Uai::value).orElse(uaj.toUpperCase(Locale.ROOT));
    }

    /** {@code 2026}, or {@code 2026-2027}. */
    private static int year(Fields fields) {
        String year = fields.text("ANNEE_SCOLAIRE", MAX_TEXT);
        if (year == null || year.length() < 4) {
            return 0;
        }
        String first = year.substring(0, 4);
        return first.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(first) : 0;
    }

    private static @Nullable LocalDate exportDate(Fields fields) {
        try {
            return fields.date("DATE_EXPORT");
        } catch (RowFault unreadable) {
            return null;
        }
    }
}
