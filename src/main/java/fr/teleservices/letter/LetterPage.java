package fr.teleservices.letter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One letter, one A4 page, one account. All texts are final French, plain.
 *
 * @param form what it shares with others; use one instance for many pages
 * @param bookmark title of the bookmark it stands under; a new one where it differs from the page before
 * @param recipient the person it is for, with civility
 * @param addressee lines for the window as of {@link AddressBlock#lines}; empty: for handing out
 * @param child through whom it is given out; blank: no reference
 * @param division of that child; may be blank
 * @param paragraphs the school's own text, placeholders replaced; a line feed breaks the line
 * @param children of the account, {@code Prénom NOM — 3 A}; empty for a pupil's own letter
 * @param temporaryPassword null: a reminder
 * @param qrContent activation address with the login, never the password; blank: no QR code
 */
public record LetterPage(
        LetterForm form,
        String bookmark,
        String recipient,
        List<String> addressee,
        String child,
        String division,
        List<String> paragraphs,
        List<String> children,
        String login,
        @Nullable String temporaryPassword,
        String qrContent) {
    public LetterPage {
        addressee = List.copyOf(addressee);
        paragraphs = List.copyOf(paragraphs);
        children = List.copyOf(children);
    }

    /** Without the password: a page may end up in a message or a log. */
    @Override
    public String toString() {
        return "LetterPage[" + login + "]";
    }
}
