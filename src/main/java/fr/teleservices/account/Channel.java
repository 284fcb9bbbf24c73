package fr.teleservices.account;

/** How a notification reaches its person. */
public enum Channel {
    EMAIL("courriel"),
    PAPER("papier");

    private final String label;

    Channel(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
