package fr.teleservices.letter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Text broken into lines that fit a width and a height, shrunk where it has to be. An empty line is the half-line gap
 * between two paragraphs. Points throughout.
 */
record TextBlock(List<String> lines, Typeface face, float size, float leading) {
    private static final float STEP = 0.25f;
    private static final float GAP = 0.5f;
    private static final Pattern LINE_END = Pattern.compile("\\R");
    // No box of a letter holds as much; keeps hostile texts cheap.
    private static final int LONGEST = 10_000;

    /** Where text may go and how big it would like to be. */
    record Box(float width, float height, float size, float smallest, float spacing) {}

    float height() {
        float sum = 0;
        for (String line : lines) {
            sum += line.isEmpty() ? GAP * leading : leading;
        }
        return sum;
    }

    float advance(String line) {
        return line.isEmpty() ? GAP * leading : leading;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The largest size at which all of it fits; empty when it does not even at the smallest. */
    static Optional<TextBlock> fit(Typeface face, List<String> paragraphs, Box box) {
        if (paragraphs.stream().mapToInt(String::length).sum() > LONGEST) {
            return Optional.empty();
        }
        for (float size = box.size; size >= box.smallest; size -= STEP) {
            TextBlock block = set(face, paragraphs, box, size);
            if (block.height() <= box.height) {
                return Optional.of(block);
            }
        }
        return Optional.empty();
    }

    /** As {@link #fit}, but what does not fit at the smallest size is cut and ends in an ellipsis. */
    static TextBlock fitOrCut(Typeface face, List<String> paragraphs, Box box) {
        return fit(face, paragraphs, box).orElseGet(() -> cut(set(face, paragraphs, box, box.smallest), box));
    }

    private static TextBlock cut(TextBlock block, Box box) {
        int most = Math.max(1, (int) (box.height / block.leading));
        List<String> kept = new ArrayList<>(block.lines.subList(0, Math.min(most, block.lines.size())));
        String last = kept.get(kept.size() - 1) + "…";
        while (last.length() > 1 && block.face.width(last, block.size) > box.width) {
            last = last.substring(0, last.length() - 2) + "…";
        }
        kept.set(kept.size() - 1, last);
        return new TextBlock(kept, block.face, block.size, block.leading);
    }

    private static TextBlock set(Typeface face, List<String> paragraphs, Box box, float size) {
        int limit = (int) (box.width * 1000 / size);
        List<String> lines = new ArrayList<>();
        for (String paragraph : paragraphs) {
            if (paragraph.isBlank()) {
                continue;
            }
            if (!lines.isEmpty()) {
                lines.add("");
            }
            for (String line : lines(paragraph.substring(0, Math.min(LONGEST, paragraph.length())))) {
                wrap(face, Glyphs.clean(line).strip(), limit, lines);
            }
        }
        return new TextBlock(List.copyOf(lines), face, size, size * box.spacing);
    }

    /** What the text's own line ends part; without an automaton where there are none, as in nearly every text. */
    static String[] lines(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029) {
                return LINE_END.split(text);
            }
        }
        return new String[] {text};
    }

    /** Breaks at spaces (never at unbreakable ones), and inside a word that is longer than the line. */
    private static void wrap(Typeface face, String text, int limit, List<String> lines) {
        int start = 0;
        int lastSpace = -1;
        int used = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ') {
                lastSpace = i;
            }
            used += face.units(text, i, i + 1);
            if (used > limit && i > start && c != ' ') {
                int end = lastSpace > start ? lastSpace : i;
                lines.add(text.substring(start, end).stripTrailing());
                start = lastSpace > start ? lastSpace + 1 : i;
                used = face.units(text, start, i + 1);
                lastSpace = -1;
            }
        }
        if (start < text.length()) {
            lines.add(text.substring(start).stripTrailing());
        }
    }
}
