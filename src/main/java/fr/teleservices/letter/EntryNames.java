package fr.teleservices.letter;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names of zip entries: plain ASCII, no paths, each only once whatever the case. */
final class EntryNames {
    private static final int LONGEST = 60;
    private final Set<String> taken = new HashSet<>();

    /** {@code Lettres_3_A.pdf}. */
    String forDivision(String division) {
        String folded = Normalizer.normalize(division, Normalizer.Form.NFD).replaceAll("\\p{M}+", "");
        String safe = folded.replaceAll("[^A-Za-z0-9-]+", "_").replaceAll("^_+|_+$", "");
        String stem =
                "Lettres_" + (safe.isEmpty() ? "sans_division" : safe.substring(0, Math.min(LONGEST, safe.length())));
        String name = stem;
        for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
            name = stem + "_" + i;
        }
        return name + ".pdf";
    }
}
