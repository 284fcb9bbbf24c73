package fr.teleservices.mail;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures the workers against a bare loop of the same sender, pool and messages, to the same sink:
 * {@code smtp-sink -u nobody 127.0.0.1:PORT 1000}. Arguments: port, mails, queue latency in ms.
 */
final class MailRate {
    private MailRate() {}

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        int count = Integer.parseInt(args[1]);
        long latency = Long.parseLong(args[2]);
        String only = args.length > 3 ? args[3] : "";
        for (int round = 0; round < 4; round++) {
            double raw = only.equals("worker") ? 1 : bare(port, count);
            double worker = only.equals("bare") ? 1 : workers(port, count, latency);
            System.out.printf("bare %.0f/s  workers %.0f/s  ratio %.2f%n", raw, worker, worker / raw);
        }
        System.exit(0);
    }

    private static OutgoingMail mail(int n) {
        OutgoingMail m = Workers.mail(n);
        String more = "Pour activer votre compte, ouvrez la page ci-dessous et suivez les étapes.\n".repeat(8);
        return new OutgoingMail(
                m.from(), m.to(), m.replyTo(), m.subject(), m.text() + more, m.html() + more, m.messageId(), m.date());
    }

    private static double workers(int port, int count, long latency) throws Exception {
        Vertx vertx = Vertx.vertx();
        InMemoryMailQueue queue = new InMemoryMailQueue(vertx, latency);
        for (int i = 0; i < count; i++) {
            queue.add(i, false, mail(i));
        }
        Workers workers = new Workers(vertx, queue);
        long begin = System.nanoTime();
        workers.deploy(2, SmtpSettings.loopback(port, Workers.FROM), WorkerSettings.defaults());
        FakeSmtp.Await.get(queue.when(q -> q.ended() == count), 300);
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (queue.sent() != count) {
            throw new IllegalStateException("sent " + queue.sent());
        }
        workers.stop();
        FakeSmtp.Await.get(vertx.close());
        return count / seconds;
    }

    private static double bare(int port, int count) throws Exception {
        Vertx vertx = Vertx.vertx();
        AtomicInteger next = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(count);
        long begin = System.nanoTime();
        for (int w = 0; w < 2; w++) {
            FakeSmtp.Await.get(vertx.deployVerticle(new VerticleBase() {
                private MailSender sender;

                @Override
                public Future<?> start() {
                    sender = new MailSender(vertx, SmtpSettings.loopback(port, Workers.FROM), 10);
                    for (int i = 0; i < 10; i++) {
                        loop();
                    }
                    return Future.succeededFuture();
                }

                private void loop() {
                    int n = next.getAndIncrement();
                    if (n < count) {
                        sender.send(mail(n)).onComplete(r -> {
                            if (r.failed()) {
                                throw new IllegalStateException(r.cause());
                            }
                            done.countDown();
                            loop();
                        });
                    }
                }
            }));
        }
        done.await();
        double seconds = (System.nanoTime() - begin) / 1e9;
        FakeSmtp.Await.get(vertx.close());
        return count / seconds;
    }
}
