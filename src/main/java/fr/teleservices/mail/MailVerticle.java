package fr.teleservices.mail;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One mail worker on an event loop of its own: deploy {@link SmtpSettings#workers()} of them. */
public final class MailVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(MailVerticle.class);

    private final String name;
    private final String wakeAddress;
    private final SmtpSettings smtp;
    private final WorkerSettings settings;
    private final MailQueue queue;
    private final MailPace pace;
    private final MailHealth health;
    private final InstantSource clock;

    @SuppressWarnings("NullAway.Init")
    private MailWorker worker;

    @SuppressWarnings("NullAway.Init")
    private MessageConsumer<Object> wakes;

    /**
     * @param name of this worker, unique over all nodes
     * @param wakeAddress bus address at which any message means: there is work
     * @param pace of all workers of this process
     */
    public MailVerticle(
            String name,
            String wakeAddress,
            SmtpSettings smtp,
            WorkerSettings settings,
            MailQueue queue,
            MailPace pace,
            MailHealth health,
            InstantSource clock) {
        this.name = name;
        this.wakeAddress = wakeAddress;
        this.smtp = smtp;
        this.settings = settings;
        this.queue = queue;
        this.pace = pace;
        this.health = health;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        context.exceptionHandler(MailVerticle::unhandled);
        MailSender sender = new MailSender(vertx, smtp, smtp.poolSize() + settings.reserve());
        worker = new MailWorker(
                name, vertx, sender, smtp.poolSize(), settings, queue, pace, health, clock, System::nanoTime);
        wakes = vertx.eventBus().localConsumer(wakeAddress, message -> worker.wake());
        worker.start();
        return wakes.completion();
    }

    @Override
    public Future<?> stop() {
        return wakes.unregister().eventually(worker::stop);
    }

    /** The client stumbles over its own missing reply when a connection breaks behind the final dot; the send has failed. */
    private static void unhandled(Throwable failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        if (failure instanceof NullPointerException
                && stack.length > 0
                && stack[0].getClassName().equals("io.vertx.ext.mail.impl.SMTPSendMail")) {
            LOG.debug("connection broke behind the final dot");
        } else {
            LOG.error("unhandled failure in a mail worker", failure);
        }
    }
}
