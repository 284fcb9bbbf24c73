package fr.teleservices.letter;

/**
 * @param covers a sheet with the title of the division before its letters
 * @param duplexBlanks a blank back behind every sheet, for printers that always print on both sides
 */
public record ArchiveOptions(boolean covers, boolean duplexBlanks) {
    /** One page for each letter and nothing else. */
    public static final ArchiveOptions PLAIN = new ArchiveOptions(false, false);
}
