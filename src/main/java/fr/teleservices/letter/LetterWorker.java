package fr.teleservices.letter;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one stretch from the queue, renders and seals it, and hands it back. Has no state of its own. */
final class LetterWorker {
    private static final Logger LOG = LoggerFactory.getLogger(LetterWorker.class);

    private final LetterQueue queue;
    private final LetterRenderer renderer;
    private final WorkerExecutor threads;
    private final String name;

    LetterWorker(LetterQueue queue, LetterRenderer renderer, WorkerExecutor threads, String name) {
        this.queue = queue;
        this.renderer = renderer;
        this.threads = threads;
        this.name = name;
    }

    /**
     * @param stopping asked once a stretch has been claimed: then it goes back unrendered
     * @return whether there was something to do
     */
    Future<Boolean> workOnce(BooleanSupplier stopping) {
        return queue.claim(name).compose(claimed -> {
            if (claimed.isEmpty()) {
                return Future.succeededFuture(false);
            }
            LetterJob job = claimed.get();
            return stopping.getAsBoolean() ? queue.giveBack(job).map(false) : work(job);
        });
    }

    private Future<Boolean> work(LetterJob job) {
        return threads.executeBlocking(() -> make(renderer, job), false)
                .compose(made -> queue.store(job, made.sealedPdf, made.results))
                .map(stored -> {
                    if (!stored) {
                        LOG.info("the lease of {} was lost, another worker has it", job);
                    }
                    return true;
                })
                .recover(failure -> giveBack(job, failure));
    }

    /** The lease would end by itself; giving back only saves the wait, so its own failure does not matter. */
    private Future<Boolean> giveBack(LetterJob job, Throwable failure) {
        return queue.giveBack(job).transform(ignored -> Future.failedFuture(failure));
    }

    private record Made(byte[] sealedPdf, List<LetterResult> results) {}

    private static Made make(LetterRenderer renderer, LetterJob job) {
        RenderedPart part = renderer.render(
                job.title(), job.items().stream().map(LetterItem::page).toList());
        byte[] sealed = part.pdf().length == 0 ? part.pdf() : SealedPart.seal(job.sealKey(), job.aad(), part.pdf());
        List<LetterResult> results = new ArrayList<>(job.items().size());
        for (int i = 0; i < job.items().size(); i++) {
            results.add(
                    result(job.items().get(i).notificationId(), part.outcomes().get(i)));
        }
        return new Made(sealed, List.copyOf(results));
    }

    private static LetterResult result(long notificationId, RenderedPart.Outcome outcome) {
        if (outcome instanceof RenderedPart.OnPage page) {
            return new LetterResult.InLetter(notificationId, page.number());
        }
        RenderedPart.NotPrinted fault = (RenderedPart.NotPrinted) outcome;
        return new LetterResult.Failed(notificationId, fault.code(), fault.sentence());
    }
}
