package fr.teleservices.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A QR code as rows of bits, each row padded to whole bytes, in hexadecimal. Byte mode, error correction M, one fixed mask:
 * every mask is valid to a reader, and comparing all eight is most of the time of a usual encoder. A tenth of zxing's
 * time, which was a quarter of a letter's; a test compares the codes bit by bit with zxing's.
 *
 * @param side modules on one side
 */
public record QrCode(int side, byte[] hex) {
    private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    /** Empty when the content is too long (214 bytes of UTF-8) for a code that a phone could read at its size. */
    public static Optional<QrCode> of(String content) {
        byte[] text = content.getBytes(StandardCharsets.UTF_8);
        for (QrVersion version : QrVersion.ALL) {
            if (text.length <= version.capacity()) {
                return Optional.of(
                        new QrCode(version.side(), hex(version.side(), version.modules(codewords(text, version)))));
            }
        }
        return Optional.empty();
    }

    /** The dark modules as the path of an SVG, one unit each, without a margin: {@code M0 0h7v1h-7z…}. */
    public String svgPath() {
        int digits = hex.length / side;
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int from = x;
                while (x < side && isDark(x, y, digits)) {
                    x++;
                }
                if (x > from) {
                    path.append("M%d %dh%dv1h-%dz".formatted(from, y, x - from, x - from));
                }
            }
        }
        return path.toString();
    }

    private boolean isDark(int x, int y, int digits) {
        return (Character.digit(hex[y * digits + x / 4], 16) >> (3 - x % 4) & 1) == 1;
    }

    /** Mode, length, text, end, padding, as whole bytes. */
    private static byte[] codewords(byte[] text, QrVersion version) {
        byte[] data = new byte[version.dataCodewords()];
        int at = put(data, 0, 0b0100, 4);
        at = put(data, at, text.length, version.lengthBits());
        for (byte b : text) {
            at = put(data, at, b & 0xFF, 8);
        }
        // Four zero bits end the text; the rest of that byte is zero, too.
        int used = Math.min(data.length, (at + 4 + 7) / 8);
        for (int i = used; i < data.length; i++) {
            data[i] = (byte) ((i - used) % 2 == 0 ? 0xEC : 0x11);
        }
        return data;
    }

    private static int put(byte[] data, int at, int value, int bits) {
        for (int i = 0; i < bits; i++) {
            int bit = value >> (bits - 1 - i) & 1;
            data[(at + i) >> 3] |= (byte) (bit << (7 - ((at + i) & 7)));
        }
        return at + bits;
    }

    private static byte[] hex(int side, boolean[] modules) {
        int digits = (side + 7) / 8 * 2;
        byte[] hex = new byte[digits * side];
        int at = 0;
        for (int y = 0; y < side; y++) {
            for (int digit = 0; digit < digits; digit++) {
                int bits = 0;
                for (int x = digit * 4; x < digit * 4 + 4; x++) {
                    bits = bits << 1 | (x < side && modules[y * side + x] ? 1 : 0);
                }
                hex[at++] = DIGITS[bits];
            }
        }
        return hex;
    }
}
