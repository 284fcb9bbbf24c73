package fr.teleservices.kernel;

/** What people and programs type, without what has no place in a text. */
public final class Typed {
    private Typed() {}

    /** One line: no control characters, no marks that turn the direction of text, no half of a pair. */
    public static String line(String text) {
        return clean(text, false);
    }

    /** The same with {@code \n} and tabs. */
    public static String lines(String text) {
        return clean(text, true);
    }

    private static String clean(String text, boolean lines) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> !Character.isISOControl(c) || (lines && (c == '\n' || c == '\t')))
                .filter(c -> !isInvisible(c))
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    /** Direction marks and half pairs: they show nothing, and can make a text look like another one. */
    public static boolean isInvisible(int c) {
        return (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0x200e
                || c == 0x200f
                || c == 0x061c
                || c == 0xfeff
                || (c >= 0xd800 && c <= 0xdfff);
    }
}
