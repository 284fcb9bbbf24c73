package fr.teleservices.mail;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The heartbeat: renews the leases of what is claimed, one call at a time. For one context alone. */
final class LeaseKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    private final Flight flight;
    private final QueueCalls queue;
    private final Duration lease;
    private final LongSupplier nanos;
    private boolean renewing;

    LeaseKeeper(Flight flight, QueueCalls queue, Duration lease, LongSupplier nanos) {
        this.flight = flight;
        this.queue = queue;
        this.lease = lease;
        this.nanos = nanos;
    }

    /** To be called each third of a lease: one lost heartbeat does no harm. */
    void beat() {
        Collection<MailJob> jobs = flight.jobs();
        if (renewing || jobs.isEmpty()) {
            return;
        }
        renewing = true;
        long asked = nanos.getAsLong();
        queue.renew(List.copyOf(jobs)).onComplete(done -> {
            renewing = false;
            if (done.succeeded()) {
                flight.renewed(jobs, done.result(), asked + lease.toNanos(), nanos.getAsLong());
            } else {
                LOG.warn("leases not renewed: {}", String.valueOf(done.cause()));
            }
        });
    }
}
