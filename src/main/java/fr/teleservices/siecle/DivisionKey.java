package fr.teleservices.siecle;

import java.util.Locale;

/** The natural order of divisions: 3 A before 10 A. */
final class DivisionKey {
    private static final int DIGITS = 4;

    private DivisionKey() {}

    /** The code with every number in it padded to {@value #DIGITS} digits; sorts as a text. */
    static String of(String code) {
        StringBuilder key = new StringBuilder(code.length() + DIGITS);
        int from = 0;
        while (from < code.length()) {
            int to = from;
            while (to < code.length() && isDigit(code.charAt(to))) {
                to++;
            }
            if (to > from) {
                key.append("0".repeat(Math.max(0, DIGITS - (to - from)))).append(code, from, to);
                from = to;
            } else {
                key.append(code.charAt(from++));
            }
        }
        return key.toString().toUpperCase(Locale.ROOT);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
