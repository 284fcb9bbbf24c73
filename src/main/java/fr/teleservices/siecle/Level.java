package fr.teleservices.siecle;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The level (year) of a study programme. */
public final class Level {
    /** In the order of the school. */
    public static final List<String> KNOWN = List.of("6e", "5e", "4e", "3e", "2de", "1re", "Tle");

    /** The first three figures of a MEF are its course of study; 164 to 167 are SEGPA. */
    private static final Map<String, String> BY_COURSE = Map.ofEntries(
            Map.entry("100", "6e"),
            Map.entry("101", "5e"),
            Map.entry("102", "4e"),
            Map.entry("103", "3e"),
            Map.entry("164", "6e"),
            Map.entry("165", "5e"),
            Map.entry("166", "4e"),
            Map.entry("167", "3e"),
            Map.entry("200", "2de"),
            Map.entry("201", "1re"),
            Map.entry("202", "Tle"));

    private static final Map<String, String> BY_STATISTICAL = Map.of("2111", "6e", "2112", "5e");

    private Level() {}

    /** From the code, else the statistical code, else how the label begins; null where none follows. */
    public static @Nullable String of(String mef, @Nullable String statistical, @Nullable String label) {
        String byCourse = mef.length() < 3 ? null : BY_COURSE.get(mef.substring(0, 3));
        if (byCourse != null) {
            return byCourse;
        }
        String byStatistical = statistical == null || statistical.length() < 4
                ? null
                : BY_STATISTICAL.get(statistical.substring(0, 4));
        return byStatistical != null || label == null ? byStatistical : ofLabel(label);
    }

    private static @Nullable String ofLabel(String label) {
        String folded = label.toUpperCase(Locale.ROOT).replace('È', 'E');
        int end = 0;
        while (end < folded.length() && Character.isLetterOrDigit(folded.charAt(end))) {
            end++;
        }
        return switch (folded.substring(0, end)) {
            case "6E", "6EME" -> "6e";
            case "5E", "5EME" -> "5e";
            case "4E", "4EME" -> "4e";
            case "3E", "3EME" -> "3e";
            case "2DE", "2NDE", "2ND", "SECONDE" -> "2de";
            case "1RE", "1ERE", "PREMIERE" -> "1re";
            case "TLE", "TERM", "TERMINALE" -> "Tle";
            default -> null;
        };
    }
}
