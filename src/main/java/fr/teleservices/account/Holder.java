package fr.teleservices.account;

import java.util.Locale;

/** Whose account it is. */
public enum Holder {
    GUARDIAN("responsable"),
    PUPIL("élève");

    private final String label;

    Holder(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** {@code guardian} or {@code pupil}, as the API spells it. */
    public String apiName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
