package fr.teleservices.letter;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A QR code as rows of bits, each row padded to whole bytes, in hexadecimal.
 *
 * @param side modules on one side
 */
record QrCode(int side, byte[] hex) {
    private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    // Comparing all eight masks is most of the time of a code, and every mask is valid to a reader.
    private static final Map<EncodeHintType, ?> HINTS = Map.of(EncodeHintType.QR_MASK_PATTERN, 2);
    // At 24 mm a longer content would have modules under 0.4 mm, too small for old phones.
    private static final int LONGEST = 250;

    /** @throws LetterFault when the content is too long for a code that a phone could read at its size */
    static QrCode of(String content) {
        if (content.length() > LONGEST) {
            throw tooLong();
        }
        try {
            byte[][] rows = Encoder.encode(content, ErrorCorrectionLevel.M, HINTS)
                    .getMatrix()
                    .getArray();
            return new QrCode(rows.length, hex(rows));
        } catch (WriterException e) {
            throw tooLong();
        }
    }

    private static byte[] hex(byte[][] rows) {
        int digits = (rows.length + 7) / 8 * 2;
        byte[] hex = new byte[digits * rows.length];
        int at = 0;
        for (byte[] row : rows) {
            for (int digit = 0; digit < digits; digit++) {
                int bits = 0;
                for (int x = digit * 4; x < digit * 4 + 4; x++) {
                    bits = bits << 1 | (x < row.length ? row[x] : 0);
                }
                hex[at++] = DIGITS[bits];
            }
        }
        return hex;
    }

    private static LetterFault tooLong() {
        return new LetterFault("qr-too-long", "L’adresse d’activation est trop longue pour un code QR.");
    }
}
