package fr.teleservices.bus;

import io.vertx.core.json.JsonObject;

/** All addresses of the service. */
public final class Addresses {
    /** Mails are due; the school's id. */
    public static final Address<Long> MAILS_DUE = new Address<>("mails.due");
    /** Letters are due; the school's id. */
    public static final Address<Long> LETTERS_DUE = new Address<>("letters.due");
    /** A run was started, resumed, cancelled or moved on; its id. */
    public static final Address<Long> RUN_CHANGED = new Address<>("run.changed");
    /** The mail server's state as one worker sees it: {@code {worker, open, reason}}. */
    public static final Address<JsonObject> MAIL_HEALTH = new Address<>("mail.health");

    /** A school has changed what its portal shows; its id. */
    public static final Address<Long> SETTINGS_CHANGED = new Address<>("settings.changed");

    private Addresses() {}
}
