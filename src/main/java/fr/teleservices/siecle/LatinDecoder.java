package fr.teleservices.siecle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;

/**
 * One byte, one character. Where ISO-8859 has its invisible controls (0x80 to 0x9F) files that passed through Windows
 * have {@code œ} and {@code ’}: those are read as Windows means them. It also watches whether all that is not ASCII
 * happens to be valid UTF-8, which no French text in a Latin encoding is.
 */
final class LatinDecoder implements TextDecoder {
    private static final char NONE = '\uFFFD';
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private final InputStream in;
    private final Charset charset;
    private final char[] table = new char[256];
    private final byte[] bytes = new byte[32_768];
    private int position;
    private int end;

    private boolean validUtf8 = true;
    private int continuations;
    private int lines = 1;
    private int suspectLine;

    LatinDecoder(InputStream in, Charset charset) {
        this.in = in;
        this.charset = charset;
        for (int i = 0; i < table.length; i++) {
            table[i] = decoded(i, charset);
            if (i >= 0x80 && i < 0xA0 && !charset.equals(WINDOWS)) {
                char windows = decoded(i, WINDOWS);
                table[i] = windows == NONE ? table[i] : windows;
            }
        }
    }

    private static char decoded(int octet, Charset charset) {
        return new String(new byte[] {(byte) octet}, charset).charAt(0);
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
        if (position == end) {
            position = 0;
            end = Math.max(0, in.read(bytes, 0, bytes.length));
            if (end == 0) {
                validUtf8 &= continuations == 0;
                return -1;
            }
        }
        int count = Math.min(length, end - position);
        for (int i = 0; i < count; i++) {
            int octet = bytes[position + i];
            if (octet < 0 || continuations > 0) {
                watch(octet & 0xFF);
            }
            if (octet == '\n' && suspectLine == 0) {
                lines++;
            }
            char c = table[octet & 0xFF];
            if (c == NONE) {
                if (i == 0) {
                    throw TextDecoder.undecodable(charset.name());
                }
                count = i;
            } else {
                into[from + i] = c;
            }
        }
        position += count;
        return count;
    }

    private void watch(int octet) {
        if (suspectLine == 0) {
            suspectLine = lines;
        }
        if (continuations > 0) {
            validUtf8 &= octet >= 0x80 && octet < 0xC0;
            continuations--;
        } else if (octet >= 0xC2 && octet < 0xE0) {
            continuations = 1;
        } else if (octet >= 0xE0 && octet < 0xF0) {
            continuations = 2;
        } else if (octet >= 0xF0 && octet < 0xF5) {
            continuations = 3;
        } else {
            validUtf8 = false;
        }
    }

    @Override
    public int misdeclaredLine() {
        return validUtf8 ? suspectLine : 0;
    }
}
