package fr.teleservices.letter;

import com.lowagie.text.pdf.BaseFont;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** The three embedded fonts, read once; a {@link BaseFont} keeps nothing of a document, so threads share it. */
final class FontsPdf {
    static final FontsPdf REGULAR = new FontsPdf("NotoSans-Regular.ttf");
    static final FontsPdf BOLD = new FontsPdf("NotoSans-Bold.ttf");
    /** Zero has a slash, one and l differ: for what has to be typed. */
    static final FontsPdf TYPED = new FontsPdf("DejaVuSansMono-Bold.ttf");

    private final BaseFont font;
    private final Typeface typeface;

    private FontsPdf(String file) {
        this.font = read(file);
        this.typeface = measure(font);
    }

    BaseFont font() {
        return font;
    }

    Typeface typeface() {
        return typeface;
    }

    private static BaseFont read(String file) {
        try (InputStream in = FontsPdf.class.getResourceAsStream("/fonts/" + file)) {
            if (in == null) {
                throw new IllegalStateException("font " + file + " is not in the jar");
            }
            byte[] bytes = in.readAllBytes();
            return BaseFont.createFont(file, BaseFont.IDENTITY_H, BaseFont.EMBEDDED, BaseFont.NOT_CACHED, bytes, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Typeface measure(BaseFont font) {
        short[] widths = new short[0x10000];
        Arrays.fill(widths, (short) -1);
        for (int c = ' '; c < widths.length; c++) {
            if (!Character.isSurrogate((char) c) && font.charExists(c)) {
                widths[c] = (short) font.getWidth(c);
            }
        }
        return new Typeface(widths);
    }
}
