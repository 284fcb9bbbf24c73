package fr.teleservices.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.EncodeHintType;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QrCodeTest {
    @Test
    void everyLengthGivesTheSameCodeAsZxingBitByBit() throws Exception {
        Set<Integer> sides = new HashSet<>();
        // Lower case and @ keep zxing in byte mode, the only one here.
        String text = "https://teleservices.example.org/activation?login=p.nom@1&".repeat(4);
        for (int length = 1; length <= 213; length++) {
            String content = "a" + text.substring(0, length - 1);
            QrCode code = QrCode.of(content).orElseThrow();
            byte[][] expected = Encoder.encode(
                            content, ErrorCorrectionLevel.M, Map.of(EncodeHintType.QR_MASK_PATTERN, 2))
                    .getMatrix()
                    .getArray();
            assertThat(rows(code)).as("length %d", length).isEqualTo(rows(expected));
            sides.add(code.side());
        }
        assertThat(sides).hasSize(10);
    }

    @Test
    void whatNoPhoneCouldReadIsRefused() {
        assertThat(QrCode.of("a".repeat(214))).isEmpty();
    }

    @Test
    void theSvgPathDrawsTheSameModules() {
        QrCode code = QrCode.of("otpauth://totp/T:chef?secret=GEZDGNBVGY3TQOJQ").orElseThrow();
        char[][] drawn = new char[code.side()][code.side()];
        for (char[] row : drawn) {
            java.util.Arrays.fill(row, '0');
        }
        var runs = java.util.regex.Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\d+z")
                .matcher(code.svgPath());
        while (runs.find()) {
            int x = Integer.parseInt(runs.group(1));
            java.util.Arrays.fill(drawn[Integer.parseInt(runs.group(2))], x, x + Integer.parseInt(runs.group(3)), '1');
        }
        StringBuilder all = new StringBuilder();
        for (char[] row : drawn) {
            all.append(row).append('\n');
        }
        assertThat(all.toString()).isEqualTo(rows(code));
    }

    private static String rows(QrCode code) {
        int digits = code.hex().length / code.side();
        StringBuilder all = new StringBuilder();
        String hex = new String(code.hex(), US_ASCII);
        for (int y = 0; y < code.side(); y++) {
            StringBuilder row = new StringBuilder();
            for (char c : hex.substring(y * digits, (y + 1) * digits).toCharArray()) {
                String bits =
                        Integer.toBinaryString(16 + Character.digit(c, 16)).substring(1);
                row.append(bits);
            }
            all.append(row, 0, code.side()).append('\n');
        }
        return all.toString();
    }

    private static String rows(byte[][] matrix) {
        StringBuilder all = new StringBuilder();
        for (byte[] row : matrix) {
            for (byte module : row) {
                all.append(module);
            }
            all.append('\n');
        }
        return all.toString();
    }
}
