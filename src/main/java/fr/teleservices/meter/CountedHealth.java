package fr.teleservices.meter;

import fr.teleservices.mail.MailHealth;
import fr.teleservices.mail.MailJob;
import fr.teleservices.mail.MailOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Counts what became of mails, by the large destinations and all the others together. */
public final class CountedHealth implements MailHealth {
    /** Where the families of a French school have their mailboxes. The list is closed: a label has no more values than this. */
    static final List<String> LARGE = List.of(
            "gmail.com",
            "orange.fr",
            "wanadoo.fr",
            "free.fr",
            "sfr.fr",
            "neuf.fr",
            "bbox.fr",
            "numericable.fr",
            "laposte.net",
            "hotmail.com",
            "hotmail.fr",
            "outlook.com",
            "outlook.fr",
            "live.fr",
            "msn.com",
            "yahoo.com",
            "yahoo.fr",
            "icloud.com",
            "protonmail.com",
            "proton.me");

    static final String OTHER = "other";

    private final MailHealth told;
    private final Map<String, Counts> byDomain = new HashMap<>();
    private final Counts others;

    private record Counts(Counter sent, Counter refused, Counter postponed) {}

    public CountedHealth(MailHealth told, Meters meters) {
        this.told = told;
        LARGE.forEach(domain -> byDomain.put(domain, counts(meters.registry(), domain)));
        others = counts(meters.registry(), OTHER);
    }

    private static Counts counts(MeterRegistry registry, String domain) {
        return new Counts(
                counter(registry, domain, "sent"),
                counter(registry, domain, "refused"),
                counter(registry, domain, "postponed"));
    }

    private static Counter counter(MeterRegistry registry, String domain, String result) {
        return Counter.builder("teleservices.mails")
                .description("Mails tried: taken by the mail server, refused for good, or put off")
                .tags("domain", domain, "result", result)
                .register(registry);
    }

    @Override
    public void down(String worker, Instant since, String reason) {
        told.down(worker, since, reason);
    }

    @Override
    public void up(String worker) {
        told.up(worker);
    }

    @Override
    public void ended(MailJob job, MailOutcome outcome) {
        told.ended(job, outcome);
        Counts counts = Objects.requireNonNullElse(byDomain.get(job.mail().to().domain()), others);
        if (outcome instanceof MailOutcome.Sent) {
            counts.sent.increment();
        } else if (outcome instanceof MailOutcome.Refused) {
            counts.refused.increment();
        } else if (outcome instanceof MailOutcome.Postponed) {
            counts.postponed.increment();
        }
    }
}
