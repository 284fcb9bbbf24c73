package fr.teleservices.letter;

import java.io.Serial;

/** A sealed part is not what was sealed, or the key is another one. Says nothing more on purpose. */
public final class SealBroken extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public SealBroken() {
        super("the sealed part cannot be opened");
    }
}
