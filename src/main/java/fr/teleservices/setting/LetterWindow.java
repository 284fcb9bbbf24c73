package fr.teleservices.setting;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where the address stands on letters, for the window of the envelopes that the school has bought. It is 85 × 33 mm.
 *
 * @param leftMm from the left edge of the sheet; below 0 where no number was typed
 * @param topMm from the upper edge of the sheet; likewise
 */
public record LetterWindow(int leftMm, int topMm) {
    /** French DL envelope, window on the right. */
    public static final LetterWindow STANDARD = new LetterWindow(110, 55);

    private static final int LEAST_LEFT = 10;
    private static final int MOST_LEFT = 120;
    private static final int LEAST_TOP = 40;
    private static final int MOST_TOP = 67;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,3}");

    /** As typed; nothing typed is the standard. */
    static LetterWindow typed(String left, String top) {
        return new LetterWindow(millimetres(left, STANDARD.leftMm), millimetres(top, STANDARD.topMm));
    }

    private static int millimetres(String typed, int standard) {
        String number = typed.strip();
        if (number.isEmpty()) {
            return standard;
        }
        return NUMBER.matcher(number).matches() ? Integer.parseInt(number) : -1;
    }

    /** Field to sentence. */
    Map<String, String> faults() {
        Map<String, String> faults = new LinkedHashMap<>();
        if (leftMm < LEAST_LEFT || leftMm > MOST_LEFT) {
            faults.put("windowLeft", "Indiquez un nombre de millimètres entre 10 et 120.");
        }
        if (topMm < LEAST_TOP || topMm > MOST_TOP) {
            faults.put("windowTop", "Indiquez un nombre de millimètres entre 40 et 67.");
        }
        return faults;
    }
}
