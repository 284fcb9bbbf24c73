package fr.teleservices.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MailCatcherTest {
    private final MailCatcher catcher = MailCatcher.start(0, 100, 1_000_000);

    @AfterEach
    void close() {
        catcher.close();
    }

    @Test
    void aMailArrivesWithItsEnvelopeAndItsBytes() throws Exception {
        try (SmtpTalk talk = new SmtpTalk(catcher.port())) {
            talk.ask("EHLO client");
            assertThat(talk.mail("parent@example.org", "Subject: Essai\r\n\r\nUn\r\n..deux\r\n\r\n.\r\n"))
                    .startsWith("250");
        }
        CaughtMail mail = catcher.message(1).orElseThrow();
        assertThat(mail.envelopeFrom()).isEqualTo("ecole@example.org");
        assertThat(mail.envelopeRecipients()).containsExactly("parent@example.org");
        assertThat(mail.subject()).isEqualTo("Essai");
        assertThat(mail.text()).isEqualTo("Un\r\n.deux\r\n\r\n");
        assertThat(new String(mail.raw(), UTF_8)).isEqualTo("Subject: Essai\r\n\r\nUn\r\n.deux\r\n\r\n");
    }

    @Test
    void onlyADotOnALineOfItsOwnBetweenCrLfEndsAMail() throws Exception {
        try (SmtpTalk talk = new SmtpTalk(catcher.port())) {
            talk.ask("EHLO client");
            talk.mail("a@example.org", "\r\na\n.\nMAIL FROM:<x@example.org>\r\n.\rb\r\n...\r\n.\r\n");
            assertThat(talk.ask("NOOP")).startsWith("250");
        }
        assertThat(catcher.received()).isEqualTo(1);
        assertThat(new String(catcher.message(1).orElseThrow().raw(), UTF_8))
                .isEqualTo("\r\na\n.\nMAIL FROM:<x@example.org>\r\n\rb\r\n..\r\n");
    }

    @Test
    void aPipelinedBatchIsAnsweredLineByLine() throws Exception {
        try (SmtpTalk talk = new SmtpTalk(catcher.port())) {
            talk.say("EHLO client\r\n");
            talk.say(String.join(
                    "\r\n",
                    "MAIL FROM:<e@example.org>",
                    "RCPT TO:<a@example.org>",
                    "RCPT TO:<b@example.org>",
                    "DATA",
                    "",
                    "un",
                    ".",
                    "MAIL FROM:<>",
                    "RCPT TO:<c@example.org>",
                    "RSET",
                    "QUIT",
                    ""));
            List<String> codes = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                codes.add(talk.answer().substring(0, 3));
            }
            assertThat(codes).containsExactly("250", "250", "250", "250", "354", "250", "250", "250", "250", "221");
        }
        assertThat(catcher.message(1).orElseThrow().envelopeRecipients())
                .containsExactly("a@example.org", "b@example.org");
    }

    @Test
    void commandsOutOfOrderAreRefused() throws Exception {
        try (SmtpTalk talk = new SmtpTalk(catcher.port())) {
            assertThat(talk.ask("RCPT TO:<a@example.org>")).startsWith("503");
            assertThat(talk.ask("DATA")).startsWith("503");
            assertThat(talk.ask("TELL ME")).startsWith("500");
            assertThat(talk.ask("MAIL FROM:<e@example.org>")).startsWith("250");
            assertThat(talk.ask("MAIL FROM:<e@example.org>")).startsWith("503");
            assertThat(talk.ask("RCPT TO:<nobody>")).startsWith("501");
            assertThat(talk.ask("DATA")).startsWith("503");
        }
    }

    @Test
    void aMailThatIsTooLargeIsRefusedAndTheConnectionGoesOn() throws Exception {
        String line = "x".repeat(998) + "\r\n";
        try (SmtpTalk talk = new SmtpTalk(catcher.port())) {
            talk.ask("EHLO client");
            assertThat(talk.mail(
                            "a@example.org",
                            "\r\n" + line.repeat(SmtpSession.LARGEST_MESSAGE / line.length() + 1) + ".\r\n"))
                    .startsWith("552");
            assertThat(talk.mail("a@example.org", "\r\npetit\r\n.\r\n")).startsWith("250");
        }
        assertThat(catcher.received()).isEqualTo(1);
    }

    @Test
    void aRuleCanRefuseAddresses() throws Exception {
        catcher.answerRecipientsBy(to -> to.startsWith("faux") ? Optional.of("550 5.1.1 inconnu") : Optional.empty());
        try (SmtpTalk talk = new SmtpTalk(catcher.port())) {
            talk.ask("EHLO client");
            assertThat(talk.mail("faux@example.org", "\r\n.\r\n")).isEqualTo("550 5.1.1 inconnu");
            talk.ask("RSET");
            assertThat(talk.mail("vrai@example.org", "\r\n.\r\n")).startsWith("250");
        }
    }

    @Test
    void onlyTheNewestAreKept() throws Exception {
        try (SmtpTalk talk = new SmtpTalk(catcher.port())) {
            talk.ask("EHLO client");
            for (int i = 1; i <= 130; i++) {
                talk.mail("p" + i + "@example.org", "Subject: n" + i + "\r\n\r\n.\r\n");
            }
        }
        assertThat(catcher.received()).isEqualTo(130);
        assertThat(catcher.count("")).isEqualTo(100);
        assertThat(catcher.message(30)).isEmpty();
        assertThat(catcher.messages("", 0, 2)).extracting(CaughtMail::subject).containsExactly("n130", "n129");
        assertThat(catcher.messages("", 98, 50)).extracting(CaughtMail::subject).containsExactly("n32", "n31");
    }

    @Test
    void theBytesKeptAreBoundedToo() throws Exception {
        String large = "\r\n" + ("x".repeat(998) + "\r\n").repeat(400) + ".\r\n";
        try (SmtpTalk talk = new SmtpTalk(catcher.port())) {
            talk.ask("EHLO client");
            for (int i = 0; i < 5; i++) {
                assertThat(talk.mail("a@example.org", large)).startsWith("250");
            }
        }
        assertThat(catcher.messages("", 0, 10)).extracting(CaughtMail::id).containsExactly(5L, 4L);
    }

    @Test
    void oneFindsAMailByRecipientAndBySubjectInEitherCase() throws Exception {
        try (SmtpTalk talk = new SmtpTalk(catcher.port())) {
            talk.ask("EHLO client");
            talk.mail("Marie@example.org", "Subject: =?UTF-8?Q?Acc=C3=A8s?=\r\n\r\n.\r\n");
            talk.mail("jean@example.org", "Subject: Autre\r\n\r\n.\r\n");
        }
        assertThat(catcher.messages("marie", 0, 9)).extracting(CaughtMail::id).containsExactly(1L);
        assertThat(catcher.messages("ACCÈS", 0, 9)).extracting(CaughtMail::id).containsExactly(1L);
        assertThat(catcher.count("example.org")).isEqualTo(2);
    }

    @Test
    void waitingEndsWithTheMailOrWithTheTime() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (SmtpTalk talk = new SmtpTalk(catcher.port())) {
            Future<Optional<CaughtMail>> waiting = other.submit(() -> catcher.awaitMessage(
                    mail -> mail.envelopeRecipients().contains("b@example.org"), Duration.ofSeconds(30)));
            talk.ask("EHLO client");
            talk.mail("a@example.org", "\r\n.\r\n");
            talk.mail("b@example.org", "\r\n.\r\n");

            assertThat(waiting.get()).map(CaughtMail::id).hasValue(2L);
            assertThat(catcher.awaitMessage(mail -> mail.id() == 1, Duration.ZERO))
                    .isPresent();
            assertThat(catcher.awaitMessage(mail -> false, Duration.ofMillis(1)))
                    .isEmpty();
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void clearForgetsTheMailsButNotTheirNumbers() throws Exception {
        try (SmtpTalk talk = new SmtpTalk(catcher.port())) {
            talk.ask("EHLO client");
            talk.mail("a@example.org", "\r\n.\r\n");
            catcher.clear();
            talk.mail("b@example.org", "\r\n.\r\n");
        }
        assertThat(catcher.messages("", 0, 9)).extracting(CaughtMail::id).containsExactly(2L);
    }

    @Test
    void fourConnectionsAtOnceLoseAndMixNothing() throws Exception {
        int each = 2_000;
        String filler = ("x".repeat(70) + "\r\n").repeat(40);
        try (MailCatcher large = MailCatcher.start(0)) {
            ExecutorService senders = Executors.newFixedThreadPool(4);
            List<Future<?>> done = new ArrayList<>();
            long before = System.nanoTime();
            for (int s = 0; s < 4; s++) {
                int sender = s;
                done.add(senders.submit(() -> {
                    try (SmtpTalk talk = new SmtpTalk(large.port())) {
                        talk.ask("EHLO client");
                        for (int i = 0; i < each; i++) {
                            String to = "p" + sender + "." + i + "@example.org";
                            talk.mail(to, "To: " + to + "\r\n\r\n" + filler + ".\r\n");
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
            senders.shutdown();
            double seconds = (System.nanoTime() - before) / 1e9;
            System.out.printf("mail catcher: %.0f mails/s over 4 connections%n", 4 * each / seconds);

            assertThat(large.messages("", 0, 100_000))
                    .hasSize(4 * each)
                    .allSatisfy(mail -> assertThat(mail.headers())
                            .containsEntry("to", mail.envelopeRecipients().get(0)));
            assertThat(large.messages("", 0, 100_000))
                    .extracting(mail -> mail.envelopeRecipients().get(0))
                    .doesNotHaveDuplicates();
        }
    }
}
