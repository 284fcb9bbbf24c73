package fr.teleservices.mail;

import fr.teleservices.mail.FakeSmtp.Await;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Deploys mail workers for a test, with times short enough for one. */
final class Workers implements MailHealth {
    static final String WAKE = "mail.wake";
    static final OffsetDateTime DATE = OffsetDateTime.of(2026, 9, 1, 8, 30, 0, 0, ZoneOffset.ofHours(-3));
    static final MailAddress FROM = new MailAddress("ne-pas-repondre@college.example.org", "Collège Élysée");

    final List<String> news = new CopyOnWriteArrayList<>();
    final CompletableFuture<Void> down = new CompletableFuture<>();
    final CompletableFuture<Void> up = new CompletableFuture<>();
    /** Added to the monotonic clock of the workers. */
    final AtomicLong leap = new AtomicLong();

    MailPace pace = MailPace.unlimited();

    private final Vertx vertx;
    private final InMemoryMailQueue queue;
    private final List<String> deployments = new ArrayList<>();

    Workers(Vertx vertx, InMemoryMailQueue queue) {
        this.vertx = vertx;
        this.queue = queue;
    }

    static OutgoingMail mail(int n) {
        return mail("p.nom" + n + "@example.org", n);
    }

    static OutgoingMail mail(String to, int n) {
        String text = "Bonjour,\n\nVotre accès aux téléservices est ouvert.\n\nIdentifiant : p.nom" + n
                + "\nMot de passe temporaire : K7PM-X4RT-QW9D\n\nLe collège\n";
        return new OutgoingMail(
                FROM,
                new MailAddress(to, "Élodie d'Alembert " + n),
                MailAddress.of("secretariat@college.example.org"),
                "Vos identifiants : accès aux téléservices",
                text,
                "<p>" + text.replace("\n", "<br>\n") + "</p>",
                "n-" + n + "@teleservices.example.org",
                DATE);
    }

    static SmtpSettings smtp(int port, int pool, Duration commandTimeout) {
        return new SmtpSettings(
                "127.0.0.1",
                port,
                SmtpSettings.Tls.NONE,
                "",
                "",
                FROM,
                "test.example.org",
                pool,
                2,
                200,
                0,
                0,
                Duration.ofSeconds(2),
                commandTimeout,
                Optional.empty(),
                false,
                false);
    }

    static WorkerSettings settings() {
        return new WorkerSettings(
                64,
                2,
                Duration.ofSeconds(20),
                Duration.ofMillis(100),
                16,
                Duration.ofMillis(5),
                Duration.ofSeconds(10),
                Duration.ofMinutes(30),
                20,
                3,
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5));
    }

    Workers deploy(int count, SmtpSettings smtp, WorkerSettings settings) {
        List<Future<String>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(vertx.deployVerticle(
                    new MailVerticle("worker-" + i, WAKE, smtp, settings, queue, pace, this, InstantSource.system())));
        }
        Await.get(Future.all(all));
        all.forEach(f -> deployments.add(f.result()));
        return this;
    }

    /** One worker whose monotonic clock can be made to leap. */
    Workers deployLeaping(SmtpSettings smtp, WorkerSettings settings) {
        deployments.add(Await.get(vertx.deployVerticle(new VerticleBase() {
            private MailWorker worker;

            @Override
            public Future<?> start() {
                worker = new MailWorker(
                        "leaping",
                        vertx,
                        new MailSender(vertx, smtp, smtp.poolSize() + settings.reserve()),
                        smtp.poolSize(),
                        settings,
                        queue,
                        pace,
                        Workers.this,
                        InstantSource.system(),
                        () -> System.nanoTime() + leap.get());
                worker.start();
                return Future.succeededFuture();
            }

            @Override
            public Future<?> stop() {
                return worker.stop();
            }
        })));
        return this;
    }

    void stop() {
        deployments.forEach(id -> Await.get(vertx.undeploy(id)));
        deployments.clear();
    }

    @Override
    public void down(String worker, Instant since, String reason) {
        news.add("down: " + reason);
        down.complete(null);
    }

    @Override
    public void up(String worker) {
        news.add("up");
        up.complete(null);
    }
}
