package fr.teleservices.siecle;

import fr.teleservices.kernel.Refusal;

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

    public Refusal toRefusal() {
        return Refusal.invalid("siecle-" + code, message());
    }
}
