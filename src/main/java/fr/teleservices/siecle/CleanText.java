package fr.teleservices.siecle;

import java.text.Normalizer;

/** Makes a text from outside harmless to show, without changing what it says. */
final class CleanText {
    private CleanText() {}

    /**
     * One line: control characters and marks that turn or hide text are dropped, white space of any kind becomes single
     * spaces, none at the ends; composed (NFC). Letters of any script, case and {@code ?} stay.
     */
    static String line(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isSpace(c)) {
                gap = true;
            } else if (!isUnwanted(c)) {
                if (gap && !clean.isEmpty()) {
                    clean.append(' ');
                }
                gap = false;
                clean.append(c);
            }
        }
        return Normalizer.normalize(clean, Normalizer.Form.NFC);
    }

    /** Only printable ASCII: nothing to drop. */
    static boolean isCode(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }

    /** Most texts: printable ASCII with single inner spaces; saves the copy. */
    private static boolean isPlain(String text) {
        boolean afterSpace = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ') {
                if (afterSpace) {
                    return false;
                }
                afterSpace = true;
            } else if (c > ' ' && c < 0x7F) {
                afterSpace = false;
            } else {
                return false;
            }
        }
        return text.isEmpty() || !afterSpace;
    }

    static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }

    /** C0, C1, bidirectional marks, zero-width space and byte order mark, soft hyphen, non-characters. */
    private static boolean isUnwanted(char c) {
        return Character.isISOControl(c)
                || c == '\u00AD'
                || c == '\u061C'
                || c == '\u200B'
                || c == '\u200E'
                || c == '\u200F'
                || (c >= '\u202A' && c <= '\u202E')
                || (c >= '\u2060' && c <= '\u206F')
                || c == '\uFEFF'
                || (c >= '\uFFF9' && c <= '\uFFFB')
                || c >= '\uFFFE';
    }
}
