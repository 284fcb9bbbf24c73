package fr.teleservices.letter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** NF Z10-011: six lines of 38 characters at most, the last three in capitals, a country line abroad. */
public final class AddressBlock {
    static final int MAX_LINES = 6;
    static final int MAX_CHARACTERS = 38;
    // Beyond this a line would have to be printed under 6 pt to stay in the window.
    private static final int WIDEST = 64;
    private static final Set<String> HOME = Set.of("", "FRANCE");

    private static final Pattern BLANKS = Pattern.compile(" +");

    private AddressBlock() {}

    /** The lines in print order; empty when there is no address that a letter could be posted to. */
    public static List<String> lines(PostalAddress address) {
        if (!address.isDeliverable()) {
            return List.of();
        }
        String name = tidy(address.name());
        List<String> street = address.lines().stream()
                .map(AddressBlock::tidy)
                .filter(l -> !l.isEmpty())
                .toList();
        String country = tidy(address.country()).toUpperCase(Locale.FRENCH);
        List<String> tail = new ArrayList<>();
        tail.add(tidy(address.postcode() + " " + address.city()));
        if (!HOME.contains(country)) {
            tail.add(country);
        }
        return capitals(fitted(name, street, tail));
    }

    /** The narrowest setting that keeps everything in six lines: 38 characters unless the data are longer than that. */
    private static List<String> fitted(String name, List<String> street, List<String> tail) {
        List<String> all = List.of();
        for (int width = MAX_CHARACTERS; width <= WIDEST; width++) {
            all = wrapped(name, street, tail, width);
            if (all.size() <= MAX_LINES) {
                return all;
            }
        }
        // A name without end: where to is worth more than the last of the given names.
        for (int lines = wrap(name, WIDEST).size() - 1; lines > 0; lines--) {
            all = wrapped(shortened(name, lines), street, tail, WIDEST);
            if (all.size() <= MAX_LINES) {
                return all;
            }
        }
        // Absurd data: the town and the country stay, what is before is cut.
        List<String> lastResort = new ArrayList<>(all.subList(0, MAX_LINES - tail.size()));
        tail.forEach(line -> lastResort.add(cut(line, WIDEST)));
        return lastResort;
    }

    private static String shortened(String name, int lines) {
        String kept = String.join(" ", wrap(name, WIDEST).subList(0, lines));
        return kept.substring(0, Math.min(kept.length(), lines * WIDEST - 2)) + "…";
    }

    private static List<String> wrapped(String name, List<String> street, List<String> tail, int width) {
        List<String> head = wrap(name, width);
        List<String> foot = new ArrayList<>();
        tail.forEach(line -> foot.addAll(wrap(line, width)));
        List<String> middle = new ArrayList<>();
        street.forEach(line -> middle.addAll(wrap(line, width)));
        int room = Math.max(1, MAX_LINES - head.size() - foot.size());
        joinNeighbours(middle, room, width);
        List<String> all = new ArrayList<>(head);
        all.addAll(middle);
        all.addAll(foot);
        return all;
    }

    /** Puts short complements on one line, the shortest pair first, until they fit the room. */
    private static void joinNeighbours(List<String> lines, int room, int width) {
        while (lines.size() > room) {
            int best = -1;
            int bestLength = width + 1;
            for (int i = 0; i + 1 < lines.size(); i++) {
                int length = lines.get(i).length() + 1 + lines.get(i + 1).length();
                if (length < bestLength) {
                    best = i;
                    bestLength = length;
                }
            }
            if (best < 0) {
                return;
            }
            lines.set(best, lines.get(best) + " " + lines.remove(best + 1));
        }
    }

    private static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int end = end(rest, width);
            lines.add(rest.substring(0, end).strip());
            rest = rest.substring(end).strip();
        }
        if (!rest.isEmpty()) {
            lines.add(rest);
        }
        return lines;
    }

    /** Where the first line ends: at a space; behind a hyphen where the next word is too long for any line. */
    private static int end(String text, int width) {
        int space = text.lastIndexOf(' ', width);
        int hyphen = text.lastIndexOf('-', width - 1) + 1;
        int next = text.indexOf(' ', space + 1);
        int word = (next < 0 ? text.length() : next) - (space + 1);
        if (word > width && hyphen > space + 1) {
            return hyphen;
        }
        return space > 0 ? space : width;
    }

    private static List<String> capitals(List<String> lines) {
        List<String> result = new ArrayList<>(lines);
        for (int i = Math.max(0, lines.size() - 3); i < lines.size(); i++) {
            // ß and a few others grow in capitals; the norm wants no punctuation in these lines.
            result.set(i, tidy(lines.get(i).replace(',', ' ')).toUpperCase(Locale.FRENCH));
        }
        return List.copyOf(result);
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }

    private static String tidy(String text) {
        String clean = Glyphs.clean(text).strip();
        return clean.contains("  ") ? BLANKS.matcher(clean).replaceAll(" ") : clean;
    }
}
