package fr.teleservices.siecle;

import java.util.Optional;

/** Which export a file is; known by its root element, never by its name. */
public enum SiecleKind {
    PUPILS("élèves"),
    GUARDIANS("responsables"),
    STRUCTURES("structures"),
    NOMENCLATURE("nomenclatures"),
    COMMON("module Commun");

    private final String label;

    SiecleKind(String label) {
        this.label = label;
    }

    /** In French, for sentences. */
    public String label() {
        return label;
    }

    static Optional<SiecleKind> ofRoot(String root) {
        return Optional.ofNullable(
                switch (root) {
                    case "BEE_ELEVES" -> PUPILS;
                    case "BEE_RESPONSABLES" -> GUARDIANS;
                    case "BEE_STRUCTURES" -> STRUCTURES;
                    case "BEE_NOMENCLATURES" -> NOMENCLATURE;
                    case "BEE_COMMUN", "BEE_COMMUNS" -> COMMON;
                    default -> null;
                });
    }
}
