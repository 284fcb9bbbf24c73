package fr.teleservices.letter;

import java.util.List;

/**
 * A part and what became of each of its pages.
 *
 * @param pdf empty when no page could be printed
 * @param outcomes one for each page asked for, in order
 */
public record RenderedPart(byte[] pdf, List<Outcome> outcomes) {
    public RenderedPart {
        outcomes = List.copyOf(outcomes);
    }

    /** What became of one page. */
    public sealed interface Outcome {}

    /** @param number from 1 */
    public record OnPage(int number) implements Outcome {}

    /**
     * @param code stable name, kebab-case
     * @param sentence in French, for staff
     */
    public record NotPrinted(String code, String sentence) implements Outcome {}
}
