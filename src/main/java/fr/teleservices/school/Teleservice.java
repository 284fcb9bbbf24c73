package fr.teleservices.school;

/** The catalogue of online services that a school opens for its families. */
public enum Teleservice {
    FICHE_RENSEIGNEMENTS("Fiche de renseignements", true, true),
    EMPLOI_DU_TEMPS("Emploi du temps", true, true),
    EVALUATION("Évaluation", true, true),
    VIE_SCOLAIRE("Vie scolaire", true, true),
    LSU("Livret scolaire unique", true, true),
    PAIEMENT("Paiement", true, false),
    BOURSE("Bourse", false, false),
    ORIENTATION("Orientation", false, true),
    AFFECTATION("Affectation", false, true),
    INSCRIPTION("Inscription", false, false);

    private final String label;
    private final boolean permanent;
    private final boolean forPupils;

    Teleservice(String label, boolean permanent, boolean forPupils) {
        this.label = label;
        this.permanent = permanent;
        this.forPupils = forPupils;
    }

    public String label() {
        return label;
    }

    /** Open all year; the others by campaign, between two dates. */
    public boolean permanent() {
        return permanent;
    }

    /** Whether it may be opened for pupils; inscription, bourse and paiement are the guardians' alone. */
    public boolean forPupils() {
        return forPupils;
    }

    /** What a new school has where nothing else is asked. */
    public boolean openByDefault() {
        return permanent;
    }
}
