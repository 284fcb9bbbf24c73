package fr.teleservices.mail;

import fr.teleservices.kernel.Typed;
import java.nio.charset.StandardCharsets;

/** Text in mail headers: cleaned of what could end a header or turn its direction, encoded as RFC 2047. */
final class HeaderText {
    static final int LONGEST_NAME = 120;
    static final int LONGEST_SUBJECT = 250;

    private static final String OPEN = "=?UTF-8?Q?";
    private static final String CLOSE = "?=";
    /** RFC 2047: an encoded word has 75 characters at most, a line with one 76. */
    private static final int WIDEST = 75;

    private static final String HEX = "0123456789ABCDEF";

    private HeaderText() {}

    /** One line without control, line-ending and direction characters, blanks folded, cut at {@code longest}. */
    static String clean(String text, int longest) {
        StringBuilder out = new StringBuilder();
        boolean blank = false;
        int kept = 0;
        for (int i = 0; i < text.length() && kept < longest; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (Typed.isInvisible(c)) {
                continue;
            }
            if (Character.isISOControl(c) || Character.isWhitespace(c) || c == 0x2028 || c == 0x2029) {
                blank = kept > 0;
                continue;
            }
            if (blank) {
                out.append(' ');
                blank = false;
                kept++;
            }
            out.appendCodePoint(c);
            kept++;
        }
        return out.toString();
    }

    /** A subject, already clean. */
    static String unstructured(String text, int column) {
        boolean plain = isAscii(text) && !text.contains("=?") && column + text.length() <= WIDEST;
        return plain ? text : encodedWords(text, column);
    }

    /** A display name, already clean: a quoted string where it is ASCII, encoded words elsewhere. */
    static String phrase(String text, int column) {
        if (isAscii(text) && !text.contains("=?") && column + text.length() + 2 <= WIDEST) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
        return encodedWords(text, column);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 32 || text.charAt(i) >= 127) {
                return false;
            }
        }
        return true;
    }

    /** Q encoding, a character never split over two words, words on lines of their own. */
    private static String encodedWords(String text, int column) {
        StringBuilder out = new StringBuilder(OPEN);
        int width = column + OPEN.length();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            String encoded = encode(c);
            if (width + encoded.length() + CLOSE.length() > WIDEST) {
                out.append(CLOSE).append("\r\n ").append(OPEN);
                width = 1 + OPEN.length();
            }
            out.append(encoded);
            width += encoded.length();
        }
        return out.append(CLOSE).toString();
    }

    /** Only letters and digits stay as they are, which is right in a phrase as well as in a subject. */
    private static String encode(int c) {
        if (c == ' ') {
            return "_";
        }
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
            return String.valueOf((char) c);
        }
        byte[] bytes = Character.toString(c).getBytes(StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder(bytes.length * 3);
        for (byte b : bytes) {
            out.append('=').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
        }
        return out.toString();
    }
}
