package fr.teleservices.siecle;

import fr.teleservices.kernel.Refusal;
import java.util.Map;

/**
 * Why a whole import is refused.
 *
 * @param code stable name for programs, {@code kebab-case}
 * @param file the name the file was handed in under
 * @param line from 1; 1 where the fault is of the file as a whole
 * @param sentence in French, without the file and the line
 */
public record SiecleRefusal(String code, String file, int line, String sentence) {
    /** The whole sentence, with file and line. */
    public String message() {
        return "« " + file + " », ligne " + line + " : " + sentence;
    }

    /** With file and line as fields, for programs. */
    public Refusal toRefusal() {
        return new Refusal(
                Refusal.Kind.INVALID,
                "siecle-" + code,
                message(),
                Map.of("file", file, "line", Integer.toString(line)),
                0);
    }
}
