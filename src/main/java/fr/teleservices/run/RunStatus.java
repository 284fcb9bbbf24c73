package fr.teleservices.run;

/** Where a run is. */
public enum RunStatus {
    SCHEDULED("Programmée"),
    PREPARING("En préparation"),
    RUNNING("En cours"),
    PAUSED("En pause"),
    CANCELLED("Annulée"),
    DONE("Terminée");

    private final String label;

    RunStatus(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public boolean isOver() {
        return this == CANCELLED || this == DONE;
    }
}
