package fr.teleservices.setting;

import org.jspecify.annotations.Nullable;

/**
 * What a school has set beside its services, texts and links.
 *
 * @param entShown whether the portal has a tile that leads to the ENT
 * @param entAddress http(s), or null
 * @param entInMessages whether notifications bear the ENT's address for signing in
 * @param linkInMails whether a mail bears a single-use link in place of the temporary password
 * @param window where letters have their address
 * @param contact the address that guardians may write to; null where none is chosen, or an import has taken it away
 */
public record SchoolSettings(
        LightText welcomeGuardians,
        LightText welcomePupils,
        boolean entShown,
        @Nullable String entAddress,
        boolean entInMessages,
        boolean linkInMails,
        LetterWindow window,
        @Nullable String contact) {
    public static final SchoolSettings NONE = new SchoolSettings(
            new LightText(""), new LightText(""), false, null, false, false, LetterWindow.STANDARD, null);
}
