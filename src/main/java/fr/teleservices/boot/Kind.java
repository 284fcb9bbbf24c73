package fr.teleservices.boot;

import fr.teleservices.bus.ClusterSettings;
import fr.teleservices.kernel.WebAddress;
import fr.teleservices.mail.MailAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * What the value of a setting may be. An empty value is right as well where the default is empty.
 *
 * @param expected in words, for the reference and for whoever gave another value
 * @param unit of a number; empty where there is none
 * @param secret whether the value is never shown
 * @param fits whether a value, without blanks around it, is one
 */
record Kind(String expected, String unit, boolean secret, Predicate<String> fits) {
    /** Any text at all, also none. */
    static Kind text(String expected) {
        return new Kind(expected, "", false, value -> true);
    }

    static Kind named(String expected) {
        return new Kind(expected, "", false, value -> !value.isEmpty());
    }

    static Kind secret(String expected) {
        return new Kind(expected, "", true, value -> true);
    }

    static Kind number(int least, int most, String unit) {
        return new Kind(
                "a whole number from " + thousands(least) + " to " + thousands(most),
                unit,
                false,
                value -> isBetween(value, least, most));
    }

    static Kind port() {
        return new Kind("a port, from 1 to 65535", "", false, value -> isBetween(value, 1, 65_535));
    }

    /** 0 is one that is free. */
    static Kind portOrFree() {
        return new Kind("a port, from 0 to 65535", "", false, value -> isBetween(value, 0, 65_535));
    }

    static Kind yesNo() {
        return oneOf("true", "false");
    }

    /** In small or capital letters. */
    static Kind oneOf(String... words) {
        List<String> known = List.of(words);
        return new Kind(
                String.join(", ", known.subList(0, known.size() - 1)) + " or " + known.get(known.size() - 1),
                "",
                false,
                value -> known.stream().anyMatch(word -> word.equalsIgnoreCase(value)));
    }

    static Kind mailAddress() {
        return new Kind("a mail address", "", false, MailAddress::isValid);
    }

    /** To which tokens may be sent. */
    static Kind safeAddress() {
        return new Kind("https://…, or http:// towards this machine", "", false, WebAddress::isSafe);
    }

    static Kind httpAddress() {
        return new Kind("http(s)://host[:port]/path", "", false, value -> {
            try {
                URI uri = URI.create(value);
                return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
            } catch (IllegalArgumentException malformed) {
                return false;
            }
        });
    }

    /** Bears a password. */
    static Kind database() {
        return new Kind("postgresql://user:password@host:port/database", "", true, Kind::isDatabase);
    }

    static Kind nodes() {
        return new Kind("host:port of two nodes or more, with commas between", "", false, value -> {
            List<String> faults = new ArrayList<>();
            ClusterSettings.seeds(value, faults);
            return faults.isEmpty();
        });
    }

    private static boolean isBetween(String value, int least, int most) {
        if (!value.matches("[0-9]{1,9}")) {
            return false;
        }
        int number = Integer.parseInt(value);
        return number >= least && number <= most;
    }

    private static boolean isDatabase(String value) {
        try {
            URI uri = URI.create(value);
            return ("postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() != null
                    && uri.getPath().length() >= 2;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static String thousands(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
