package fr.teleservices.run;

/** How a run reaches people. */
public enum Mode {
    /** Mail where there is an address, a letter for those who have none. */
    EMAIL_OR_PAPER("Courriel ou papier"),
    /** Mail only; those without an address are left out. */
    EMAIL("Courriel"),
    /** A letter for everyone. */
    PAPER("Papier"),
    /** A letter for everyone, and a mail where there is an address. */
    BOTH("Les deux");

    private final String label;

    Mode(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
