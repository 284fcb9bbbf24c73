package fr.teleservices.mail;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The queue as a worker calls it: an answer comes in time or is a failure, and always on the worker's context. */
final class QueueCalls {
    private final MailQueue queue;
    private final String worker;
    private final Context context;
    private final Duration longest;

    QueueCalls(MailQueue queue, String worker, Context context, Duration longest) {
        this.queue = queue;
        this.worker = worker;
        this.context = context;
        this.longest = longest;
    }

    Future<List<MailJob>> claim(int max, MailQueue.Kind kind) {
        return call(() -> queue.claim(worker, max, kind));
    }

    Future<Set<Long>> renew(Collection<MailJob> jobs) {
        return call(() -> queue.renew(worker, jobs));
    }

    Future<Void> record(List<MailOutcome> outcomes) {
        return call(() -> queue.record(outcomes));
    }

    private <T> Future<T> call(Supplier<Future<T>> asked) {
        Future<T> answer;
        try {
            answer = asked.get();
        } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
        }
        Promise<T> here = Promise.promise();
        answer.timeout(longest.toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(done -> context.runOnContext(v -> here.handle(done)));
        return here.future();
    }
}
