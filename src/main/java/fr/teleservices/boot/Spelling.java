package fr.teleservices.boot;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Which setting somebody had in mind who wrote another key. */
final class Spelling {
    private Spelling() {}

    /** The nearest one, if a third of the letters at most are wrong; {@code smtp.host} and {@code SMTP_HOST} are right. */
    static Optional<Setting> likely(String key) {
        String typed = key.strip().toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
        String name = typed.startsWith(Setting.PREFIX) ? typed.substring(Setting.PREFIX.length()) : typed;
        return Arrays.stream(Setting.values())
                .min(Comparator.comparingInt(setting -> distance(name, setting.name())))
                .filter(nearest -> distance(name, nearest.name()) <= Math.max(2, name.length() / 3));
    }

    /** Letters to insert, delete or replace. */
    static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        Arrays.setAll(above, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[other.length()];
    }
}
