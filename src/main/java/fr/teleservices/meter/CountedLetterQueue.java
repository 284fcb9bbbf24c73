package fr.teleservices.meter;

import fr.teleservices.letter.LetterJob;
import fr.teleservices.letter.LetterQueue;
import fr.teleservices.letter.LetterResult;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Counts the letters of the parts that were stored. */
public final class CountedLetterQueue implements LetterQueue {
    private final LetterQueue queue;
    private final Counter pages;
    private final Counter failed;
    private final Counter lost;

    public CountedLetterQueue(LetterQueue queue, Meters meters) {
        this.queue = queue;
        this.pages = counter(meters, "stored");
        this.failed = counter(meters, "failed");
        this.lost = counter(meters, "lost");
    }

    private static Counter counter(Meters meters, String result) {
        return Counter.builder("teleservices.letter.pages")
                .description(
                        "Letters rendered: stored, failed, or lost with the lease of their part and rendered again")
                .tags("result", result)
                .register(meters.registry());
    }

    @Override
    public Future<Optional<LetterJob>> claim(String worker) {
        return queue.claim(worker);
    }

    @Override
    public Future<Boolean> store(LetterJob job, byte[] sealedPdf, List<LetterResult> results) {
        return queue.store(job, sealedPdf, results).onSuccess(stored -> {
            long good = results.stream()
                    .filter(LetterResult.InLetter.class::isInstance)
                    .count();
            if (stored) {
                pages.increment(good);
                failed.increment(results.size() - good);
            } else {
                lost.increment(good);
            }
        });
    }

    @Override
    public Future<Void> giveBack(LetterJob job) {
        return queue.giveBack(job);
    }
}
