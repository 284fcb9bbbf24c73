package fr.teleservices.account;

import java.time.Instant;

/**
 * Something that happened to an account.
 *
 * @param action stable name, as in the audit
 * @param by STAFF, HOLDER or SERVICE
 */
public record Activity(Instant at, String action, String by) {
    /** Not in the audit: sign-ins have a list of their own. */
    public static final String SIGN_IN = "account.sign-in";
}
