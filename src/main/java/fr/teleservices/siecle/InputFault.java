package fr.teleservices.siecle;

import java.io.IOException;
import java.io.Serial;

/** A fault below the characters (archive, size, encoding); who knows the line makes a {@link SiecleRefused} of it. */
final class InputFault extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String sentence;

    InputFault(String code, String sentence) {
        super(code);
        this.code = code;
        this.sentence = sentence;
    }

    SiecleRefused at(SiecleSource source, int line) {
        return new SiecleRefused(code, source, line, sentence);
    }

    /** Any failure of reading, told in French. */
    static SiecleRefused at(SiecleSource source, int line, IOException failure) {
        if (failure instanceof InputFault fault) {
            return fault.at(source, line);
        }
        return new SiecleRefused("unreadable", source, line, "le fichier est illisible ou incomplet.");
    }
}
