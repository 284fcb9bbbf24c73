package fr.teleservices.kernel;

/** What a member of staff may do; each role may do what the ones before it may. */
public enum Role {
    ASSISTANCE("Assistance"),
    GESTIONNAIRE("Gestionnaire"),
    CHEF("Chef d’établissement"),
    /** Every school; belongs to none. */
    ACADEMIE("Académie");

    private final String label;

    Role(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
