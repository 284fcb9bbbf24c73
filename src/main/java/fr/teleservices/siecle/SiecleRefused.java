package fr.teleservices.siecle;

import java.io.Serial;

/** Carries a {@link SiecleRefusal} out of the depths of a parse, so that nothing is written. No stack trace. */
public final class SiecleRefused extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient SiecleRefusal refusal;

    public SiecleRefused(SiecleRefusal refusal) {
        super(refusal.message(), null, false, false);
        this.refusal = refusal;
    }

    SiecleRefused(String code, SiecleSource source, int line, String sentence) {
        this(new SiecleRefusal(code, source.name(), line, sentence));
    }

    public SiecleRefusal refusal() {
        return refusal;
    }
}
