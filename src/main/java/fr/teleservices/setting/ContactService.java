package fr.teleservices.setting;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.audit.AuditStore;
import fr.teleservices.bus.Addresses;
import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Tx;
import fr.teleservices.kernel.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A guardian's message to the school: queued like any mail, to an address that the guardian is not shown. */
public final class ContactService {
    static final int AN_HOUR = 3;
    static final int A_DAY = 10;

    private final Vertx vertx;
    private final Database database;
    private final Clock clock;

    public ContactService(Vertx vertx, Database database, Clock clock) {
        this.vertx = vertx;
        this.database = database;
        this.clock = clock;
    }

    /**
     * Queues a message; its text is kept until it has left.
     *
     * @param home the account's own school, whose queue it waits in
     * @param toSchool the school that is written to, one that the account reaches
     * @return fails with INVALID (fields {@code subject}, {@code message}), NOT_FOUND where that school offers no contact,
     *     TOO_MANY with when to come back
     */
    public Future<Void> write(
            long home, long account, long toSchool, String toSchoolName, String subject, String body) {
        Map<String, String> faults = ContactMessage.faults(subject, body);
        if (!faults.isEmpty()) {
            return Future.failedFuture(Refusal.invalid(faults).asFailure());
        }
        return database.inScope(Scope.of(toSchool), tx -> SettingStore.load(tx, toSchool))
                .map(settings -> settings.map(SchoolSettings::contact).orElse(null))
                .compose(contact -> contact == null
                        ? Future.failedFuture(Refusal.notFound().asFailure())
                        : database.inScope(
                                Scope.of(home),
                                tx -> sender(tx, account)
                                        .compose(from -> within(tx, account).map(from))
                                        .compose(from -> ContactStore.queue(
                                                tx,
                                                home,
                                                account,
                                                contact,
                                                clock.instant(),
                                                new ContactMessage(toSchoolName, from, subject, body)))
                                        .compose(done -> AuditStore.append(
                                                tx,
                                                home,
                                                clock.instant(),
                                                "HOLDER",
                                                account,
                                                "contact.write",
                                                "ACCOUNT",
                                                account,
                                                new JsonObject()))))
                .onSuccess(done -> Addresses.MAILS_DUE.publish(vertx, home));
    }

    /** The verified address of a guardian; pupils write to nobody. */
    private static Future<String> sender(Tx tx, long account) {
        return ContactStore.lock(tx, account).compose(found -> {
            String address = found.filter(
                            sender -> sender.holder() == Holder.GUARDIAN && sender.state() == AccountState.ACTIVE)
                    .map(ContactStore.Sender::address)
                    .orElse(null);
            return address == null
                    ? Future.failedFuture(Refusal.notFound().asFailure())
                    : Future.succeededFuture(address);
        });
    }

    private Future<Void> within(Tx tx, long account) {
        Instant now = clock.instant();
        return ContactStore.recent(tx, account, now.minus(Duration.ofDays(1))).compose(recent -> {
            long seconds = Math.max(
                    wait(recent, AN_HOUR, Duration.ofHours(1), now), wait(recent, A_DAY, Duration.ofDays(1), now));
            return seconds == 0 ? Future.succeededFuture() : Future.failedFuture(tooMany((int) seconds));
        });
    }

    /** @param recent newest first; @return seconds until fewer than {@code most} lie in the window */
    private static long wait(List<Instant> recent, int most, Duration window, Instant now) {
        if (recent.size() < most) {
            return 0;
        }
        Instant free = recent.get(most - 1).plus(window);
        return free.isAfter(now) ? (Duration.between(now, free).toMillis() + 999) / 1_000 : 0;
    }

    private static Throwable tooMany(int seconds) {
        long minutes = (seconds + 59L) / 60;
        String when =
                minutes < 120 ? minutes + (minutes < 2 ? " minute" : " minutes") : (minutes + 59) / 60 + " heures";
        return new Refusal(
                        Refusal.Kind.TOO_MANY,
                        "too-many-messages",
                        "Vous avez déjà écrit plusieurs fois à l’établissement. Vous pourrez écrire de nouveau dans "
                                + when + ".",
                        Map.of(),
                        seconds)
                .asFailure();
    }
}
