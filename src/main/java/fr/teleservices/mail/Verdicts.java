package fr.teleservices.mail;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What follows from how a send ended: which outcome, and how long a message or a whole domain waits. */
final class Verdicts {
    private static final Duration FIRST_HOLD = Duration.ofSeconds(30);
    private static final Duration LONGEST_HOLD = Duration.ofMinutes(15);
    private static final int RETRY_FACTOR = 3;

    private final WorkerSettings settings;
    private final RandomGenerator random;
    private final BackOff retries;
    private final DomainHolds domains;

    Verdicts(WorkerSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
        this.retries = new BackOff(settings.firstRetry(), RETRY_FACTOR, settings.longestRetry(), random);
        this.domains = new DomainHolds(new BackOff(FIRST_HOLD, 2, LONGEST_HOLD, random));
    }

    /** Not to be tried now, because its domain is being spared; null when it may. */
    @Nullable
    MailOutcome spared(MailJob job, long nowNanos) {
        if (domains.isEmpty()) {
            return null;
        }
        DomainHolds.Spared spared = domains.spared(job.mail().to().domain(), nowNanos);
        if (spared == null) {
            return null;
        }
        // not all in the moment the hold ends
        Duration delay = spared.remaining().plusMillis(random.nextInt(1000, 10_000));
        return new MailOutcome.Postponed(job.notificationId(), job.token(), spared.answer(), delay, false);
    }

    MailOutcome sent(MailJob job) {
        domains.answered(job.mail().to().domain());
        return new MailOutcome.Sent(job.notificationId(), job.token());
    }

    MailOutcome of(MailJob job, SmtpFault fault, long nowNanos) {
        String domain = job.mail().to().domain();
        if (fault.isAboutDomain()) {
            domains.putOff(domain, job.attempts(), fault.answer(), nowNanos);
        } else if (!fault.isServerTrouble()) {
            domains.answered(domain);
        }
        return switch (fault.verdict()) {
            case REFUSED -> new MailOutcome.Refused(job.notificationId(), job.token(), fault.answer());
            case UNTRIED -> new MailOutcome.Returned(job.notificationId(), job.token());
            case LATER -> later(job, fault.answer());
        };
    }

    /** The worker stopped while it was being sent. */
    MailOutcome interrupted(MailJob job) {
        return later(job, SmtpFault.broken("worker stopped").answer());
    }

    private MailOutcome later(MailJob job, SmtpAnswer answer) {
        if (job.attempts() + 1 >= settings.giveUpAfter()) {
            return new MailOutcome.Refused(job.notificationId(), job.token(), answer.afterTooManyTries());
        }
        return new MailOutcome.Postponed(
                job.notificationId(), job.token(), answer, retries.delay(job.attempts()), true);
    }
}
