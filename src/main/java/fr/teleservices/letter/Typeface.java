package fr.teleservices.letter;

/** Widths of a font, in thousandths of its size, by character; -1 where it has no glyph. */
final class Typeface {
    private final short[] widths;

    Typeface(short[] widths) {
        this.widths = widths.clone();
    }

    boolean shows(char c) {
        return widths[c] >= 0;
    }

    /** In thousandths of the size: exact and independent of the size. */
    int units(CharSequence text, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum += Math.max(0, widths[text.charAt(i)]);
        }
        return sum;
    }

    /** In points. */
    float width(String text, float size) {
        return units(text, 0, text.length()) * size / 1000;
    }
}
