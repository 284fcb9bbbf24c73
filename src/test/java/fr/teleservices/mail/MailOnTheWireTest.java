package fr.teleservices.mail;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import fr.teleservices.mail.FakeSmtp.Await;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.server.SMTPServer;

class MailOnTheWireTest {
    private final Vertx vertx = Vertx.vertx();
    private final InMemoryMailQueue queue = new InMemoryMailQueue(vertx);
    private final Workers workers = new Workers(vertx, queue);

    @AfterEach
    void close() {
        workers.stop();
        Await.get(vertx.close());
    }

    private void send(SmtpSettings smtp, int count) {
        for (int i = 1; i <= count; i++) {
            queue.add(i, false, Workers.mail(i));
        }
        workers.deploy(1, smtp, Workers.settings());
        Await.get(queue.when(q -> q.sent() == count));
    }

    private static SmtpSettings plain(int port) {
        return Workers.smtp(port, 4, Duration.ofSeconds(20));
    }

    private static SmtpSettings with(SmtpSettings s, String user, String password, Optional<SmtpSettings.Dkim> dkim) {
        return new SmtpSettings(
                s.host(),
                s.port(),
                s.tls(),
                user,
                password,
                s.from(),
                s.ownName(),
                s.poolSize(),
                s.workers(),
                s.mailsPerConnection(),
                0,
                0,
                s.connectTimeout(),
                s.commandTimeout(),
                dkim,
                false,
                false);
    }

    @Test
    void aRealServerTakesTheMailsWhole() throws Exception {
        List<jakarta.mail.internet.MimeMessage> received = new CopyOnWriteArrayList<>();
        SMTPServer server = SMTPServer.port(0)
                .messageHandler((context, from, to, data) -> {
                    try {
                        received.add(new jakarta.mail.internet.MimeMessage(null, new ByteArrayInputStream(data)));
                    } catch (jakarta.mail.MessagingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .build();
        server.start();
        try {
            send(plain(server.getPortAllocated()), 50);
        } finally {
            server.stop();
        }

        assertThat(received).hasSize(50);
        for (jakarta.mail.internet.MimeMessage mail : received) {
            String n = mail.getMessageID().replaceAll("\\D", "");
            var parts = (jakarta.mail.internet.MimeMultipart) mail.getContent();
            assertThat(parts.getCount()).isEqualTo(2);
            assertThat((String) parts.getBodyPart(0).getContent())
                    .contains("Votre accès aux téléservices est ouvert.", "Identifiant : p.nom" + n + "\r\n");
            assertThat((String) parts.getBodyPart(1).getContent()).contains("Identifiant : p.nom" + n + "<br>");
        }
    }

    @Test
    void aMailIsSignedSoThatItsReceiverCanVerifyIt() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        String key = Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded());
        FakeSmtp server = new FakeSmtp(vertx).start();
        SmtpSettings signing = with(
                plain(server.port()), "", "", Optional.of(new SmtpSettings.Dkim("college.example.org", "s1", key)));
        assertThat(signing.validate()).isEmpty();

        send(signing, 3);

        for (FakeSmtp.Delivered mail : server.delivered) {
            String signature = mail.header("DKIM-Signature");
            assertThat(tag(signature, "bh")).isEqualTo(bodyHash(mail));
            Signature verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(keys.getPublic());
            verifier.update(signedText(mail, signature).getBytes(StandardCharsets.US_ASCII));
            assertThat(verifier.verify(Base64.getDecoder().decode(tag(signature, "b"))))
                    .isTrue();
        }
    }

    private static String tag(String signature, String name) {
        Matcher matcher = Pattern.compile("(?:^|;\\s*)" + name + "=([^;]*)").matcher(signature);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1).strip();
    }

    /** Relaxed body of RFC 6376. */
    private static String bodyHash(FakeSmtp.Delivered mail) throws Exception {
        String body = mail.data().substring(mail.data().indexOf("\r\n\r\n") + 4);
        String relaxed =
                body.replaceAll("[ \t]+", " ").replaceAll(" \r\n", "\r\n").replaceAll("(\r\n)*$", "") + "\r\n";
        return Base64.getEncoder()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256").digest(relaxed.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Relaxed headers of RFC 6376, in the order of the h tag, then the signature's own without its value. */
    private static String signedText(FakeSmtp.Delivered mail, String signature) {
        StringBuilder text = new StringBuilder();
        for (String name : tag(signature, "h").split(":")) {
            text.append(name.toLowerCase(Locale.ROOT)).append(':');
            text.append(mail.header(name).replaceAll("\\s+", " ").strip()).append("\r\n");
        }
        String bare = signature.replaceAll("; b=[^;]*$", "; b=");
        return text + "dkim-signature:" + bare.replaceAll("\\s+", " ").strip();
    }

    @Test
    void aSignInThatIsRefusedOpensTheBreakerAndFailsNobody() {
        FakeSmtp server = new FakeSmtp(vertx).start();
        server.capabilities = "250-fake\r\n250 AUTH PLAIN\r\n";
        server.onAuth = line -> "535 5.7.8 wrong password";
        for (int i = 1; i <= 20; i++) {
            queue.add(i, false, Workers.mail(i));
        }
        workers.deploy(1, with(plain(server.port()), "user", "wrong", Optional.empty()), Workers.settings());

        Await.get(workers.down);
        Await.get(queue.when(q -> q.inFlight() <= 1));

        assertThat(workers.news.get(0)).contains("identification");
        assertThat(queue.ended()).isZero();
        assertThat(queue.all()).allSatisfy(r -> assertThat(r.attempts).isZero());

        server.onAuth = line -> "235 2.7.0 welcome";
        Await.get(queue.when(q -> q.sent() == 20));
        assertThat(workers.news).last().isEqualTo("up");
    }

    @Test
    void aConnectionIsGivenUpAfterSoManyMails() {
        FakeSmtp server = new FakeSmtp(vertx).start();
        SmtpSettings s = SmtpSettings.loopback(server.port(), Workers.FROM);
        send(
                new SmtpSettings(
                        s.host(),
                        s.port(),
                        s.tls(),
                        "",
                        "",
                        s.from(),
                        s.ownName(),
                        2,
                        1,
                        10,
                        0,
                        0,
                        s.connectTimeout(),
                        s.commandTimeout(),
                        Optional.empty(),
                        false,
                        false),
                100);

        assertThat(server.delivered).hasSize(100);
        assertThat(server.connections.get()).isBetween(9, 14);
    }

    @Test
    @Tag("trust-2")
    void noLogEverHoldsAPasswordEvenAtItsMostTalkative() {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Level before = root.getLevel();
        lines.start();
        root.setLevel(Level.TRACE);
        root.addAppender(lines);
        FakeSmtp server = new FakeSmtp(vertx).start();
        server.onRcpt = to -> to.contains("nom3@") ? "550 5.1.1 no" : "250 ok";
        try {
            for (int i = 1; i <= 5; i++) {
                queue.add(i, false, Workers.mail(i));
            }
            workers.deploy(1, plain(server.port()), Workers.settings());
            Await.get(queue.when(q -> q.ended() == 5));
        } finally {
            root.detachAppender(lines);
            root.setLevel(before);
        }

        assertThat(List.copyOf(lines.list))
                .isNotEmpty()
                .noneMatch(e -> e.getFormattedMessage().contains("K7PM-X4RT-QW9D"));
    }
}
