package fr.teleservices.mail;

import java.nio.charset.StandardCharsets;

/**
 * Quoted-printable (RFC 2045) of a UTF-8 text. Lines of the text stay lines, so a login, a password or a link of
 * ASCII letters stays readable in the raw message too; longer lines are broken softly, which decoding takes away.
 */
final class QuotedPrintable {
    /** RFC 2045: 76 characters, the soft break's {@code =} included. */
    private static final int WIDEST = 75;

    private static final String HEX = "0123456789ABCDEF";

    private QuotedPrintable() {}

    /** Appends the encoded text, its lines ended by {@code eol}; any of CRLF, CR and LF ends a line of the text. */
    static void encode(String text, String eol, StringBuilder out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int column = 0;
        for (int i = 0; i < bytes.length; i++) {
            int b = bytes[i] & 0xff;
            if (b == '\r' || b == '\n') {
                if (b == '\r' && i + 1 < bytes.length && bytes[i + 1] == '\n') {
                    i++;
                }
                out.append(eol);
                column = 0;
                continue;
            }
            // a dot at the start of a line would have to be doubled on the wire
            boolean plain = b == '.' ? column > 0 : isPlain(b) && !(isBlank(b) && endsLine(bytes, i + 1));
            int width = plain ? 1 : 3;
            if (column + width > WIDEST) {
                out.append('=').append(eol);
                column = 0;
                plain = plain && b != '.';
                width = plain ? 1 : 3;
            }
            if (plain) {
                out.append((char) b);
            } else {
                out.append('=').append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 15));
            }
            column += width;
        }
        if (column > 0) {
            out.append(eol);
        }
    }

    private static boolean isPlain(int b) {
        return (b >= 32 && b < 127 && b != '=') || b == '\t';
    }

    private static boolean isBlank(int b) {
        return b == ' ' || b == '\t';
    }

    private static boolean endsLine(byte[] bytes, int next) {
        return next == bytes.length || bytes[next] == '\r' || bytes[next] == '\n';
    }
}
