package fr.teleservices.run;

import static fr.teleservices.testing.TestSite.await;

import fr.teleservices.credential.Keyring;
import fr.teleservices.db.Database;
import fr.teleservices.letter.LetterItem;
import fr.teleservices.letter.LetterJob;
import fr.teleservices.letter.LetterRenderer;
import fr.teleservices.letter.LetterResult;
import fr.teleservices.letter.SealedPart;
import fr.teleservices.mail.MailAddress;
import fr.teleservices.mail.MailJob;
import fr.teleservices.mail.MailOutcome;
import fr.teleservices.mail.MailQueue;
import fr.teleservices.mail.SmtpAnswer;
import fr.teleservices.testing.MovableClock;
import fr.teleservices.testing.TestSite;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Keeper and workers of a site, moved by hand: nothing happens unless the test says so. */
public final class RunHands {
    static final SmtpAnswer UNKNOWN = new SmtpAnswer(550, "5.1.1", "5.1.1 no such user", "Cette adresse n’existe pas.");

    private final MovableClock clock;
    private final KeeperService keeper;
    private final AccessMailService mails;
    private final AccessLetterService letters;
    private final LetterRenderer renderer = new LetterRenderer();
    private byte[] printed = {};

    public RunHands(TestSite site) {
        this(site.vertx, site.database, site.keyring, site.site::origin, site.clock);
    }

    public RunHands(Vertx vertx, Database database, Keyring keyring, Supplier<String> origin, MovableClock clock) {
        this.clock = clock;
        keeper = new KeeperService(vertx, database, keyring, clock);
        mails = new AccessMailService(
                vertx,
                database,
                keyring,
                MailAddress.of("ne-pas-repondre@example.org"),
                origin,
                clock,
                Duration.ofSeconds(20));
        letters = new AccessLetterService(vertx, database, keyring, origin, clock, Duration.ofSeconds(60));
    }

    /** The keeper's round. */
    public void round() {
        await(keeper.round());
    }

    /** The keeper stores what begins soon. */
    public void ahead() {
        await(keeper.ahead());
    }

    /** Sends so many mails, refusing those that are meant to be. */
    public List<MailJob> send(int most, Predicate<MailJob> refuse) {
        List<MailJob> batch = await(mails.claim("w", most, MailQueue.Kind.ANY));
        List<MailOutcome> outcomes = new ArrayList<>();
        batch.forEach(job -> outcomes.add(
                refuse.test(job)
                        ? new MailOutcome.Refused(job.notificationId(), job.token(), UNKNOWN)
                        : new MailOutcome.Sent(job.notificationId(), job.token())));
        await(mails.record(outcomes));
        return batch;
    }

    public void sendAll() {
        while (!send(64, job -> false).isEmpty()) {
            clock.advance(Duration.ofMillis(100));
        }
    }

    /** Writes one part of letters; false: there was none. */
    public boolean writeLetters() {
        Optional<LetterJob> claimed = await(letters.claim("w"));
        if (claimed.isEmpty()) {
            return false;
        }
        LetterJob job = claimed.get();
        byte[] pdf = renderer.render(
                        job.title(), job.items().stream().map(LetterItem::page).toList())
                .pdf();
        printed = pdf;
        List<LetterResult> results = new ArrayList<>();
        job.items().forEach(item -> results.add(new LetterResult.InLetter(item.notificationId(), results.size() + 1)));
        return await(letters.store(job, SealedPart.seal(job.sealKey(), job.aad(), pdf), results));
    }

    /** The part that was written last. */
    public byte[] printed() {
        return printed;
    }

    public void writeAllLetters() {
        while (writeLetters()) {
            clock.advance(Duration.ofMillis(100));
        }
    }
}
