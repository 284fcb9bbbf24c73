package fr.teleservices.letter;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Where letters come from and go to; who has the queue implements it. */
public interface LetterQueue {
    /** A stretch in print order with lease and fencing token; empty when nothing is due. */
    Future<Optional<LetterJob>> claim(String worker);

    /**
     * Part and outcomes in one transaction.
     *
     * @param sealedPdf empty array when every letter of the job failed: there is no part to keep
     * @param results one for each item, in order
     * @return false: the lease was lost and nothing was written
     */
    Future<Boolean> store(LetterJob job, byte[] sealedPdf, List<LetterResult> results);

    /** Makes the stretch due again at once. */
    Future<Void> giveBack(LetterJob job);
}
