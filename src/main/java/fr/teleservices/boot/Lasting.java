package fr.teleservices.boot;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that goes on until it is told to end (SIGTERM, SIGINT) and then ends in order, within half a minute. */
final class Lasting {
    private static final Logger LOG = LoggerFactory.getLogger(Lasting.class);
    private static final long SECONDS = 25;

    private final CountDownLatch stopped = new CountDownLatch(1);

    /** @param after what is ended when the node has, in this order */
    Lasting(Node node, AutoCloseable... after) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, List.of(after)), "stop"));
    }

    private void stop(Node node, List<AutoCloseable> after) {
        try {
            node.stop().toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("did not stop in order", e);
        }
        for (AutoCloseable part : after) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("did not close", e);
            }
        }
        stopped.countDown();
    }

    /** Never returns before the process is told to end. */
    int untilStopped() throws InterruptedException {
        stopped.await();
        return 0;
    }
}
