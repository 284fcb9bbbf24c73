package fr.teleservices.mail;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one worker that are claimed and have no outcome yet: waiting, urgent ones apart, or being sent.
 * Leases are kept by the monotonic clock, counted from before the claim was asked for. Not thread-safe.
 */
final class Flight {
    /** One claimed message; its job changes when it is claimed anew while it is still here. */
    static final class Claimed {
        private MailJob job;
        private long deadlineNanos;
        private boolean sending;
        private boolean done;

        private Claimed(MailJob job, long deadlineNanos) {
            this.job = job;
            this.deadlineNanos = deadlineNanos;
        }

        MailJob job() {
            return job;
        }

        boolean isDone() {
            return done;
        }

        boolean isHeldFor(long nanos, long nowNanos) {
            return deadlineNanos - nowNanos >= nanos;
        }
    }

    private final Map<Long, Claimed> byId = new HashMap<>();
    private final Deque<Claimed> urgent = new ArrayDeque<>();
    private final Deque<Claimed> mass = new ArrayDeque<>();
    private int sending;
    private int sendingMass;

    int size() {
        return byId.size();
    }

    int sending() {
        return sending;
    }

    /**
     * Takes in what a claim brought. A message that is here already, its lease lost and claimed anew by this same
     * worker, is not sent a second time: the send that is under way gets the new token.
     */
    void claimed(List<MailJob> jobs, long deadlineNanos) {
        for (MailJob job : jobs) {
            Claimed known = byId.get(job.notificationId());
            if (known != null) {
                known.job = job;
                known.deadlineNanos = deadlineNanos;
                continue;
            }
            Claimed claimed = new Claimed(job, deadlineNanos);
            byId.put(job.notificationId(), claimed);
            (job.urgent() ? urgent : mass).add(claimed);
        }
    }

    /** The next to be sent, urgent ones first; mass ones leave {@code reserve} connections to those and keep the pace. */
    @Nullable
    Claimed next(int connections, int reserve, MailPace pace) {
        if (sending >= connections + reserve) {
            return null;
        }
        Claimed next = urgent.poll();
        if (next != null) {
            pace.goes(next.job);
            return next;
        }
        return sendingMass < connections ? nextAdmitted(pace) : null;
    }

    /** The first whose domain has room: those behind it do not wait for a domain that is slow. */
    private @Nullable Claimed nextAdmitted(MailPace pace) {
        for (Iterator<Claimed> all = mass.iterator(); all.hasNext(); ) {
            Claimed one = all.next();
            if (pace.admits(one.job)) {
                all.remove();
                return one;
            }
        }
        return null;
    }

    /** Whether mass ones wait although a connection is free: for the pace alone. */
    boolean waitsForPace(int connections) {
        return !mass.isEmpty() && sendingMass < connections;
    }

    void sending(Claimed claimed) {
        claimed.sending = true;
        sending++;
        sendingMass += claimed.job.urgent() ? 0 : 1;
    }

    /** It has its outcome, whether it was sent or not. */
    void done(Claimed claimed) {
        claimed.done = true;
        byId.remove(claimed.job.notificationId());
        if (claimed.sending) {
            sending--;
            sendingMass -= claimed.job.urgent() ? 0 : 1;
        }
    }

    /** Takes out all that wait. */
    List<Claimed> drainWaiting() {
        List<Claimed> waiting = new ArrayList<>(urgent);
        waiting.addAll(mass);
        urgent.clear();
        mass.clear();
        waiting.forEach(this::done);
        return waiting;
    }

    Collection<MailJob> jobs() {
        return byId.values().stream().map(Claimed::job).toList();
    }

    /** @param asked what the renewal was asked for; of these, those not in {@code held} are lost */
    void renewed(Collection<MailJob> asked, Set<Long> held, long deadlineNanos, long nowNanos) {
        for (MailJob job : asked) {
            Claimed claimed = byId.get(job.notificationId());
            if (claimed != null && claimed.job.token() == job.token()) {
                claimed.deadlineNanos = held.contains(job.notificationId()) ? deadlineNanos : nowNanos - 1;
            }
        }
    }

    /** Those being sent, for the end of a worker that cannot wait for them. */
    List<Claimed> stillSending() {
        return byId.values().stream().filter(c -> c.sending).toList();
    }
}
