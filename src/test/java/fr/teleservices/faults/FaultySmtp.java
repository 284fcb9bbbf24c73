package fr.teleservices.faults;

import fr.teleservices.demo.Caught;
import fr.teleservices.demo.CaughtMail;
import fr.teleservices.mail.FakeSmtp;
import fr.teleservices.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A mail server that misbehaves as told, and what it has taken. */
final class FaultySmtp implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    final FakeSmtp server = new FakeSmtp(vertx).start();
    private boolean listening = true;

    int port() {
        return server.port();
    }

    List<CaughtMail> mails() {
        List<CaughtMail> mails = new ArrayList<>();
        synchronized (server.delivered) {
            for (FakeSmtp.Delivered one : server.delivered) {
                mails.add(Caught.mail(
                        mails.size() + 1, one.from(), one.to(), one.data().getBytes(StandardCharsets.UTF_8)));
            }
        }
        return mails;
    }

    /** Well again, and nothing taken yet. */
    void reset() {
        server.greeting = n -> "220 fake ESMTP";
        server.onMail = from -> "250 2.1.0 ok";
        server.onRcpt = to -> "250 2.1.5 ok";
        server.onData = to -> "354 go on";
        server.onLine = line -> null;
        server.onEnd = message -> "250 2.0.0 queued";
        server.delivered.clear();
    }

    /** Refuses connections. */
    void down() {
        server.stop();
        listening = false;
    }

    void up() {
        server.startAt(server.port());
        listening = true;
    }

    @Override
    public void close() {
        if (listening) {
            server.stop();
        }
        TestDatabase.await(vertx.close());
    }
}
