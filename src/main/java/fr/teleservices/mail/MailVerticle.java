package fr.teleservices.mail;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.InstantSource;

/** One mail worker on an event loop of its own: deploy {@link SmtpSettings#workers()} of them. */
public final class MailVerticle extends VerticleBase {
    private final String name;
    private final String wakeAddress;
    private final SmtpSettings smtp;
    private final WorkerSettings settings;
    private final MailQueue queue;
    private final MailHealth health;
    private final InstantSource clock;

    @SuppressWarnings("NullAway.Init")
    private MailWorker worker;

    @SuppressWarnings("NullAway.Init")
    private MessageConsumer<Object> wakes;

    /**
     * @param name of this worker, unique over all nodes
     * @param wakeAddress bus address at which any message means: there is work
     */
    public MailVerticle(
            String name,
            String wakeAddress,
            SmtpSettings smtp,
            WorkerSettings settings,
            MailQueue queue,
            MailHealth health,
            InstantSource clock) {
        this.name = name;
        this.wakeAddress = wakeAddress;
        this.smtp = smtp;
        this.settings = settings;
        this.queue = queue;
        this.health = health;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        MailSender sender = new MailSender(vertx, smtp, smtp.poolSize() + settings.reserve());
        worker = new MailWorker(name, vertx, sender, smtp.poolSize(), settings, queue, health, clock, System::nanoTime);
        wakes = vertx.eventBus().consumer(wakeAddress, message -> worker.wake());
        worker.start();
        return wakes.completion();
    }

    @Override
    public Future<?> stop() {
        return wakes.unregister().eventually(worker::stop);
    }
}
