package fr.teleservices.letter;

import java.text.Normalizer;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/** What the fonts of the letters can show, and texts made ready for them. */
public final class Glyphs {
    private static final BitSet SHOWN = shown();

    private Glyphs() {}

    /** Composed (NFC), without controls, bidi and other format marks; every blank but the two unbreakable is a space. */
    public static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isPlain(c)) {
                return cleaned(text);
            }
        }
        return text;
    }

    /** The distinct characters that cannot be printed, at most ten; empty when the whole (cleaned) text can. */
    public static List<String> missing(String text) {
        String clean = clean(text);
        for (int i = 0; i < clean.length(); i++) {
            if (!SHOWN.get(clean.charAt(i))) {
                return clean.codePoints()
                        .filter(c -> c > 0xFFFF || !SHOWN.get(c))
                        .distinct()
                        .limit(10)
                        .mapToObj(Character::toString)
                        .toList();
            }
        }
        return List.of();
    }

    /** {@code م (U+0645), 中 (U+4E2D)}. */
    static String named(List<String> characters) {
        return characters.stream()
                .map(c -> Character.isSurrogate(c.charAt(0)) && c.length() == 1
                        ? "U+%04X".formatted((int) c.charAt(0))
                        : "%s (U+%04X)".formatted(c, c.codePointAt(0)))
                .collect(Collectors.joining(", "));
    }

    /** Latin, French punctuation, the euro, Vietnamese: already as they should be, so nearly every text is left as is. */
    private static boolean isPlain(char c) {
        return (c >= ' ' && c < 0x7F)
                || (c >= 0xA0 && c < 0x250 && c != 0xAD)
                || (c >= 0x2013 && c <= 0x2026)
                || c == 0x20AC
                || (c >= 0x1EA0 && c <= 0x1EF9);
    }

    private static String cleaned(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        StringBuilder out = new StringBuilder(composed.length());
        composed.codePoints().forEach(c -> append(out, c));
        return out.toString();
    }

    private static void append(StringBuilder out, int c) {
        if (c == 0xA0 || c == 0x202F) {
            out.appendCodePoint(c);
        } else if (c == 0x2010 || c == 0x2011) {
            out.append('-');
        } else if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
            out.append(' ');
        } else if (Character.getType(c) != Character.FORMAT && Character.getType(c) != Character.CONTROL) {
            out.appendCodePoint(c);
        }
    }

    /**
     * Glyph by glyph is right only for scripts without shaping, and a mark that does not compose would sit beside its
     * letter: both count as missing, even where the font has the glyphs.
     */
    private static BitSet shown() {
        BitSet shown = new BitSet(0x10000);
        Typeface regular = FontsPdf.REGULAR.typeface();
        Typeface bold = FontsPdf.BOLD.typeface();
        for (int c = ' '; c < 0xFFFD; c++) {
            if (regular.shows((char) c) && bold.shows((char) c) && isSimple(c)) {
                shown.set(c);
            }
        }
        // Drawn as a plain space whether or not the font has them.
        shown.set(0xA0);
        shown.set(0x202F);
        return shown;
    }

    private static boolean isSimple(int c) {
        boolean script = switch (Character.UnicodeScript.of(c)) {
            case LATIN, GREEK, CYRILLIC, COMMON -> true;
            default -> false;
        };
        int type = Character.getType(c);
        boolean mark = type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
        return script && !mark && type != Character.PRIVATE_USE && type != Character.UNASSIGNED;
    }
}
