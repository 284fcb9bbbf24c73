package fr.teleservices.mail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Quoted-printable (RFC 2045) of a UTF-8 text. Lines of the text stay lines, so a login, a password or a link of
 * ASCII letters stays readable in the raw message too; longer lines are broken softly, which decoding takes away.
 */
final class QuotedPrintable {
    /** RFC 2045: 76 characters, the soft break's {@code =} included. */
    private static final int WIDEST = 75;

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final boolean[] PLAIN = plain();

    private QuotedPrintable() {}

    /** Appends the encoded text, its lines ended by {@code eol}; any of CRLF, CR and LF ends a line of the text. */
    static void encode(String text, String eol, StringBuilder out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Lines lines = new Lines(bytes.length, eol);
        for (int i = 0; i < bytes.length; i++) {
            int b = bytes[i] & 0xff;
            if (b == '\r' || b == '\n') {
                if (b == '\r' && i + 1 < bytes.length && bytes[i + 1] == '\n') {
                    i++;
                }
                lines.end();
            } else if (PLAIN[b] && !(isBlank(b) && endsLine(bytes, i + 1))) {
                lines.plain(b);
            } else {
                lines.escaped(b);
            }
        }
        lines.appendTo(out);
    }

    /** Bytes and not characters one by one: it is done for each mail of a run. */
    private static final class Lines {
        private final byte[] eol;
        private byte[] encoded;
        private int size;
        private int column;

        Lines(int length, String eol) {
            this.eol = eol.getBytes(StandardCharsets.US_ASCII);
            this.encoded = new byte[length + length / 4 + 256];
        }

        void end() {
            room();
            newLine();
        }

        void plain(int b) {
            room();
            if (column + 1 > WIDEST) {
                encoded[size++] = '=';
                newLine();
            }
            if (b == '.' && column == 0) { // a dot at the start of a line would have to be doubled on the wire
                hex(b);
            } else {
                encoded[size++] = (byte) b;
                column++;
            }
        }

        void escaped(int b) {
            room();
            if (column + 3 > WIDEST) {
                encoded[size++] = '=';
                newLine();
            }
            hex(b);
        }

        private void hex(int b) {
            encoded[size++] = '=';
            encoded[size++] = HEX[b >> 4];
            encoded[size++] = HEX[b & 15];
            column += 3;
        }

        private void newLine() {
            for (byte b : eol) {
                encoded[size++] = b;
            }
            column = 0;
        }

        private void room() {
            if (size + 16 > encoded.length) {
                encoded = Arrays.copyOf(encoded, 2 * encoded.length);
            }
        }

        void appendTo(StringBuilder out) {
            if (column > 0) {
                end();
            }
            out.append(new String(encoded, 0, size, StandardCharsets.ISO_8859_1));
        }
    }

    private static boolean[] plain() {
        boolean[] plain = new boolean[256];
        for (int b = 32; b < 127; b++) {
            plain[b] = b != '=';
        }
        plain['\t'] = true;
        return plain;
    }

    private static boolean isBlank(int b) {
        return b == ' ' || b == '\t';
    }

    private static boolean endsLine(byte[] bytes, int next) {
        return next == bytes.length || bytes[next] == '\r' || bytes[next] == '\n';
    }
}
