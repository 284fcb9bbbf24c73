package fr.teleservices.web;

import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Dates and numbers as one writes them in French. */
public final class French {
    /** Not what a school calls its divisions: {@code 6 D} stays as it was brought. */
    private static final List<String> UNITS = List.of("jour", "heure", "minute", "seconde", "ans", "mois");

    private static final char NARROW_NO_BREAK = '\u202f';
    private static final DateTimeFormatter DAY_NAME = DateTimeFormatter.ofPattern("EEEE", Locale.FRENCH);
    private static final DateTimeFormatter MONTH_YEAR = DateTimeFormatter.ofPattern("MMMM yyyy", Locale.FRENCH);
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("dd/MM/yyyy", Locale.FRENCH);

    private static final List<String> AS_IT_IS = List.of("textarea", "pre", "code", "script", "style");

    private French() {}

    /** {@code lundi 7 septembre 2026}; the first of a month is {@code 1er}. */
    public static String date(LocalDate day) {
        String number = day.getDayOfMonth() == 1 ? "1er" : Integer.toString(day.getDayOfMonth());
        return DAY_NAME.format(day) + " " + number + " " + MONTH_YEAR.format(day);
    }

    /** {@code 07/09/2026}, for tables. */
    public static String shortDate(LocalDate day) {
        return SHORT.format(day);
    }

    /** {@code lundi 7 septembre 2026 à 9 h 05} on the clocks of that zone. */
    public static String dateTime(Instant at, ZoneId zone) {
        ZonedDateTime local = at.atZone(zone);
        return date(local.toLocalDate()) + " à " + time(local);
    }

    /** {@code 07/09/2026 9 h 05}, for tables. */
    public static String shortDateTime(Instant at, ZoneId zone) {
        ZonedDateTime local = at.atZone(zone);
        return shortDate(local.toLocalDate()) + " " + time(local);
    }

    /** {@code 1 000 000} with narrow no-break spaces. */
    public static String number(long value) {
        String digits = Long.toString(Math.abs(value));
        StringBuilder grouped = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && (digits.length() - i) % 3 == 0) {
                grouped.append(NARROW_NO_BREAK);
            }
            grouped.append(digits.charAt(i));
        }
        return (value < 0 ? "-" : "") + grouped;
    }

    /** {@code 0 compte}, {@code 1 compte}, {@code 1 200 comptes}. */
    public static String count(long value, String one, String many) {
        return number(value) + "\u00a0" + (value >= 2 ? many : one);
    }

    /** With no-break spaces where no line may end; everything else as it stands. */
    public static String unbroken(String text) {
        char[] unbroken = null;
        for (int i = text.indexOf(' '); i >= 0; i = text.indexOf(' ', i + 1)) {
            if (bound(text, i, 0, text.length())) {
                unbroken = unbroken == null ? text.toCharArray() : unbroken;
                unbroken[i] = '\u00a0';
            }
        }
        return unbroken == null ? text : new String(unbroken);
    }

    /** The texts of a page as {@link #unbroken}; tags stay as they are, and what is typed or copied: fields, code. */
    static String unbrokenPage(String html) {
        char[] page = html.toCharArray();
        for (int at = 0; at < page.length; ) {
            int tag = html.indexOf('<', at);
            int end = tag < 0 ? page.length : tag;
            for (int i = html.indexOf(' ', at); i >= 0 && i < end; i = html.indexOf(' ', i + 1)) {
                if (bound(html, i, at, end)) {
                    page[i] = '\u00a0';
                }
            }
            at = behind(html, end);
        }
        return new String(page);
    }

    /** Whether no line may end at that space: before {@code : ; ? ! »}, behind « and °, between a number and its unit of time. */
    private static boolean bound(String text, int space, int from, int end) {
        char before = space > from ? text.charAt(space - 1) : ' ';
        char behind = space + 1 < end ? text.charAt(space + 1) : ' ';
        if (":;?!»".indexOf(behind) >= 0 || before == '«' || before == '°') {
            return true;
        }
        return before >= '0' && before <= '9' && UNITS.stream().anyMatch(unit -> text.startsWith(unit, space + 1));
    }

    /** {@code d’Étienne}, {@code de Marie}. */
    public static String of(String name) {
        String first = name.isEmpty() ? "" : Normalizer.normalize(name.substring(0, 1), Normalizer.Form.NFD);
        boolean elided = !first.isEmpty() && "aeiouAEIOU".indexOf(first.charAt(0)) >= 0;
        return (elided ? "d’" : "de ") + name;
    }

    /** Where text begins again behind the tag at that place. */
    private static int behind(String html, int tag) {
        int close = html.indexOf('>', tag);
        if (close < 0) {
            return html.length();
        }
        for (String as : AS_IT_IS) {
            if (html.startsWith(as, tag + 1)) {
                int end = html.indexOf("</" + as, close);
                return end < 0 ? html.length() : end + 1 + as.length();
            }
        }
        return close + 1;
    }

    /** {@code 9 h 05} on the clocks of that zone. */
    public static String time(Instant at, ZoneId zone) {
        return time(at.atZone(zone));
    }

    private static String time(ZonedDateTime local) {
        return "%d\u00a0h\u00a0%02d".formatted(local.getHour(), local.getMinute());
    }
}
