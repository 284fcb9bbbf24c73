package fr.teleservices.letter;

import java.io.Serial;

/** Why one page cannot be printed; it fails alone. Never leaves the package. No stack trace. */
final class LetterFault extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String sentence;

    LetterFault(String code, String sentence) {
        super(code, null, false, false);
        this.code = code;
        this.sentence = sentence;
    }

    String code() {
        return code;
    }

    String sentence() {
        return sentence;
    }
}
