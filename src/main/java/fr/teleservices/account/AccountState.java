package fr.teleservices.account;

/** The states of an account; what staff read is {@link #label()}. */
public enum AccountState {
    NOT_NOTIFIED("Non notifié"),
    NOTIFIED("Notifié"),
    ACTIVATING("En cours d’activation"),
    ACTIVE("Utilisé"),
    CLOSED("Fermé");

    private final String label;

    AccountState(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
