package fr.teleservices.demo;

import java.io.Serial;

/** The embedded server could not be started; the message is one sentence for whoever typed the command. */
public final class EmbeddedPostgresException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    EmbeddedPostgresException(String sentence) {
        super(sentence);
    }

    EmbeddedPostgresException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
