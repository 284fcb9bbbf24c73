package fr.teleservices.setting;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a school's notifications speak: loaded once for a batch of them.
 *
 * @param entAddress the address that they bear for signing in; null: the téléservices' own
 * @param linkInMails whether a mail bears a single-use link in place of the temporary password; letters never do
 * @param window where letters have their address
 * @param own the texts that the school has written; the others are as shipped
 */
public record SchoolMessages(
        @Nullable String entAddress, boolean linkInMails, LetterWindow window, Map<TextKind, NotificationText> own) {
    /** Of a school that has set nothing. */
    public static final SchoolMessages STANDARD = new SchoolMessages(null, false, LetterWindow.STANDARD, Map.of());

    public SchoolMessages {
        own = Map.copyOf(own);
    }

    public NotificationText text(TextKind kind) {
        NotificationText written = own.get(kind);
        return written != null ? written : standard(kind);
    }

    /** The text as it is shipped, for what the school's messages carry. */
    public NotificationText standard(TextKind kind) {
        return NotificationText.standard(kind, linkInMails && !kind.letter());
    }

    /** The same school with one text as it is being written. */
    public SchoolMessages with(TextKind kind, NotificationText text) {
        Map<TextKind, NotificationText> all = new java.util.HashMap<>(own);
        all.put(kind, text);
        return new SchoolMessages(entAddress, linkInMails, window, all);
    }
}
