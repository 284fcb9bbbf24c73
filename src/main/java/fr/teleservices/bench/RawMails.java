package fr.teleservices.bench;

import fr.teleservices.mail.MailAddress;
import fr.teleservices.mail.MailSender;
import fr.teleservices.mail.OutgoingMail;
import fr.teleservices.mail.SmtpSettings;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The bare loop: the same clients and pool, a message of the same size for each recipient, no database. */
final class RawMails {
    private static final OffsetDateTime NOW = OffsetDateTime.of(2026, 9, 1, 8, 0, 0, 0, ZoneOffset.UTC);
    private static final String FILLER = "Pour activer votre compte, ouvrez la page ci-dessous et suivez les pas.\n";

    private final Vertx vertx;
    private final SmtpSettings smtp;
    private final int size;

    /** @param size bytes that a message of the run has */
    RawMails(Vertx vertx, SmtpSettings smtp, int size) {
        this.vertx = vertx;
        this.smtp = smtp;
        this.size = size;
    }

    /** @return mails a second; fails with the first mail that was not taken */
    Future<Double> send(int count) {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        Promise<Void> all = Promise.promise();
        long begin = System.nanoTime();
        List<Future<String>> loops = new ArrayList<>();
        for (int worker = 0; worker < smtp.workers(); worker++) {
            loops.add(vertx.deployVerticle(loop(count, next, taken, all)));
        }
        return Future.all(loops).compose(deployed -> all.future()).compose(done -> {
            double rate = count / ((System.nanoTime() - begin) / 1e9);
            return Future.join(loops.stream()
                            .map(id -> vertx.undeploy(id.result()))
                            .toList())
                    .map(rate);
        });
    }

    private Deployable loop(int count, AtomicInteger next, AtomicInteger taken, Promise<Void> all) {
        return new VerticleBase() {
            @SuppressWarnings("NullAway.Init")
            private MailSender sender;

            @Override
            public Future<?> start() {
                sender = new MailSender(vertx, smtp, smtp.poolSize());
                for (int i = 0; i < smtp.poolSize(); i++) {
                    another();
                }
                return Future.succeededFuture();
            }

            private void another() {
                int number = next.incrementAndGet();
                if (number > count) {
                    return;
                }
                sender.send(mail(number)).onComplete(done -> {
                    if (done.failed()) {
                        all.tryFail(done.cause());
                    } else if (taken.incrementAndGet() == count) {
                        all.tryComplete();
                    } else {
                        another();
                    }
                });
            }

            @Override
            public Future<?> stop() {
                return sender.close();
            }
        };
    }

    private OutgoingMail mail(int number) {
        String login = "brut" + number;
        String text = "Identifiant : " + login + "\nMot de passe temporaire : K7PM-X4RT-QW9D\n\n";
        // headers and the frames of the two parts take about 900 bytes
        String more = FILLER.repeat(Math.max(0, (size - 900 - 2 * text.length()) / (2 * FILLER.length())));
        return new OutgoingMail(
                smtp.from(),
                new MailAddress(login + BenchInbox.DOMAIN, "Marie MARTIN " + number),
                OutgoingMail.NOBODY,
                "Votre accès aux services en ligne – Banc d’essai",
                text + more,
                text + more,
                "brut." + number + "@bench.example.org",
                NOW);
    }
}
