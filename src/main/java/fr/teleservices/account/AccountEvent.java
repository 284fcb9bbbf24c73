package fr.teleservices.account;

/** What can happen to an account; {@link Lifecycle} says from where to where. */
public enum AccountEvent {
    /** A message with a new temporary password has left. */
    NOTIFY,
    /** A message with the login only has left. */
    REMIND,
    /** A guardian's first step: own password chosen, a child's birth date given, an address to verify. */
    BEGIN_ACTIVATION,
    /** The link of the second step again, or to a corrected address. */
    SEND_LINK_AGAIN,
    /** A guardian's second step: the link was opened and confirmed. */
    CONFIRM_ACTIVATION,
    /** A pupil's only step. */
    ACTIVATE,
    SIGN_IN,
    CHANGE_PASSWORD,
    CHANGE_ADDRESS,
    /** A forgotten-password link used. */
    RECOVER,
    RESET,
    /** Too many wrong birth dates on one credential. */
    FREEZE,
    /** "Je ne suis pas le représentant légal de cet élève". */
    NOT_ME,
    RELEASE,
    /** A new account is opened for the same person. */
    REPLACE,
    /** The new one signed in for the first time: the old one closes. */
    GIVE_WAY,
    /** Grouped into another account of the same person. */
    GROUP,
    UNGROUP,
    LEAVE,
    RETURN,
    PURGE
}
