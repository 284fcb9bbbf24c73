package fr.teleservices.letter;

import java.util.List;

/**
 * A claimed stretch of letters in print order.
 *
 * @param token fencing token of the lease
 * @param title of the document
 * @param sealKey 32 bytes, the key of the run
 * @param aad what the sealed part is bound to, its run and part id
 */
public record LetterJob(long partId, long token, String title, byte[] sealKey, byte[] aad, List<LetterItem> items) {
    public LetterJob {
        items = List.copyOf(items);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "LetterJob[part " + partId + ", token " + token + ", " + items.size() + " letters]";
    }
}
