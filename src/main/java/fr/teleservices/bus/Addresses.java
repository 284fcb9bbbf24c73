package fr.teleservices.bus;

import java.util.List;

/** All addresses of the service. */
public final class Addresses {
    /** Mails are due; the school's id. */
    public static final Address MAILS_DUE = new Address("mails.due");
    /** Letters are due; the school's id. */
    public static final Address LETTERS_DUE = new Address("letters.due");
    /** A run was started, resumed, cancelled or moved on; its id. */
    public static final Address RUN_CHANGED = new Address("run.changed");
    /** A school has changed what its portal shows; its id. */
    public static final Address SETTINGS_CHANGED = new Address("settings.changed");

    /** What the other nodes of a cluster are told. */
    static final List<Address> ALL = List.of(MAILS_DUE, LETTERS_DUE, RUN_CHANGED, SETTINGS_CHANGED);

    private Addresses() {}
}
