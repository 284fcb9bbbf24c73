package fr.teleservices.mail;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one mail at a time per connection through an unshared client. To be used on one context alone: a client
 * shared by several has mixed up the commands of two messages (vertx-mail-client #171).
 */
public final class MailSender {
    private static final Logger LOG = LoggerFactory.getLogger(MailSender.class);

    private static final String CRLF = "\r\n";
    /** No send has ended for so long after a refusal: the connections may be stuck. */
    private static final long STUCK_MILLIS = 1000;

    private final Vertx vertx;
    private final SmtpSettings settings;
    private final int connections;
    private final long longestMillis;
    private MailClient client;
    private boolean pipelining = true;
    private int sending;
    private long ended;
    private boolean watching;

    public MailSender(Vertx vertx, SmtpSettings settings, int connections) {
        QuietClient.ensure();
        this.vertx = vertx;
        this.settings = settings;
        this.connections = connections;
        // a silent server is cut off by the idle time-out; this one is for a server that speaks, but never to the end
        this.longestMillis = settings.connectTimeout().toMillis()
                + 3 * settings.commandTimeout().toMillis();
        this.client = newClient();
    }

    /** Completes when the server has taken the message; fails with {@code SmtpFailure} and nothing else. */
    public Future<Void> send(OutgoingMail mail) {
        try {
            return send(message(mail));
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(new SmtpFailure(SmtpFault.local(String.valueOf(e.getMessage()))));
        }
    }

    public Future<Void> close() {
        return client.close();
    }

    private Future<Void> send(MailMessage message) {
        MailClient used = client;
        sending++;
        return used.sendMail(message)
                .timeout(longestMillis, TimeUnit.MILLISECONDS)
                .transform(done -> {
                    sending--;
                    ended++;
                    if (done.succeeded()) {
                        return Future.succeededFuture();
                    }
                    Throwable failure = done.cause();
                    if (used != client && isPoolClosed(failure)) {
                        // it was waiting for a connection when its client was replaced
                        return send(message);
                    }
                    if (failure instanceof TimeoutException) {
                        replace(used);
                    }
                    SmtpFault fault = faultOf(failure);
                    watchAfter(fault);
                    return Future.failedFuture(new SmtpFailure(fault));
                });
    }

    private MailMessage message(OutgoingMail mail) {
        boolean signed = settings.dkim().isPresent();
        MimeMessage mime = MimeMessage.of(mail, signed ? "\n" : CRLF);
        return new MailMessage()
                .setFrom(mail.from().envelope().orElseThrow())
                .setTo(mail.to().envelope().orElseThrow())
                .setFixedHeaders(true)
                .setHeaders(MultiMap.caseInsensitiveMultiMap().addAll(signed ? mime.headers() : inOneWrite(mime)))
                .setText(signed ? mime.body() : "");
    }

    /**
     * The client writes the headers at once, but each line of a body by itself, a system call and a packet each: half
     * of a run's processor time. So the body goes behind the last header, and what the client takes for the body is
     * empty: two blank lines behind the closing boundary. Not where it signs: it would sign the empty body.
     */
    private static Map<String, String> inOneWrite(MimeMessage mime) {
        Map<String, String> headers = new LinkedHashMap<>(mime.headers());
        headers.computeIfPresent("Content-Type", (name, value) -> value + CRLF + CRLF + mime.body());
        return headers;
    }

    /**
     * A server that answers 354 to a pipelined DATA after it has refused the only recipient takes the client's QUIT
     * for text, and the connection is lost to the pool until it times out. When sends stand still after a refusal,
     * the client is replaced by one that does not pipeline.
     */
    private void watchAfter(SmtpFault fault) {
        boolean refused = fault.stage() == SmtpFault.Stage.SENDER || fault.stage() == SmtpFault.Stage.RECIPIENT;
        if (refused && pipelining && !watching) {
            watching = true;
            watch();
        }
    }

    private void watch() {
        long endedBefore = ended;
        vertx.setTimer(STUCK_MILLIS, timer -> {
            if (sending > 0 && ended == endedBefore) {
                LOG.info("no mail leaves after a refused one: going on without pipelining");
                pipelining = false;
                replace(client);
            }
            watching = sending > 0 && pipelining;
            if (watching) {
                watch();
            }
        });
    }

    /** The client cannot drop one connection: it is replaced, and what it is sending comes to its end in the old one. */
    private void replace(MailClient stuck) {
        if (client == stuck) {
            client = newClient();
            stuck.close().onFailure(failure -> LOG.debug("stuck mail client not closed: {}", failure.toString()));
        }
    }

    private MailClient newClient() {
        return MailClient.create(
                vertx, SmtpClientConfig.of(settings, connections).setPipelining(pipelining));
    }

    private static boolean isPoolClosed(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        return text.contains("ool closed") || text.contains("pool is closed");
    }

    private static SmtpFault faultOf(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        if (failure instanceof SMTPException e) {
            return replied(e, text);
        }
        if (failure instanceof ConnectException
                || failure instanceof UnknownHostException
                || failure instanceof SSLException
                || text.startsWith("STARTTLS")
                || text.startsWith("login is required")) {
            return SmtpFault.noConnection(text);
        }
        if (text.contains("exceeds allowed size")) {
            return SmtpFault.replied(SmtpFault.Stage.CONTENT, 552, "5.3.4 " + text);
        }
        return SmtpFault.broken(failure instanceof TimeoutException ? "no end within the time allowed" : text);
    }

    /** The client says in words where it was when the reply came. */
    private static SmtpFault replied(SMTPException e, String text) {
        String reply = String.join("\n", e.getReplyMessages());
        if (!reply.startsWith(String.format(Locale.ROOT, "%03d", e.getReplyCode()))) {
            // the client reads what is no reply as 500: the connection is out of step, not the message wrong
            return SmtpFault.broken(reply);
        }
        if (text.startsWith("sender address")) {
            return SmtpFault.replied(SmtpFault.Stage.SENDER, e.getReplyCode(), reply);
        }
        if (text.startsWith("recipient address")) {
            return SmtpFault.replied(SmtpFault.Stage.RECIPIENT, e.getReplyCode(), reply);
        }
        if (text.startsWith("DATA") || text.startsWith("sending data")) {
            return SmtpFault.replied(SmtpFault.Stage.CONTENT, e.getReplyCode(), reply);
        }
        return SmtpFault.replied(SmtpFault.Stage.CONNECT, e.getReplyCode(), reply);
    }
}
