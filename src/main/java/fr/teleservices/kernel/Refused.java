package fr.teleservices.kernel;

import java.io.Serial;

/** Carries a {@link Refusal} through a failed future, so that the transaction rolls back. No stack trace. */
public final class Refused extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public Refused(Refusal refusal) {
        super(refusal.code(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
