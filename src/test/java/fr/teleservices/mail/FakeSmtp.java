package fr.teleservices.mail;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** An SMTP server that says what a test wants it to say, or stands still, or hangs up. */
public final class FakeSmtp {
    /** Instead of a reply. */
    public static final String STALL = "stall";

    public static final String RESET = "reset";

    /** A message as it came over the wire, dots taken away, lines ended by CRLF. */
    public record Delivered(String from, List<String> to, String data) {
        public String header(String name) {
            String head = data.substring(0, data.indexOf("\r\n\r\n") + 2).replaceAll("\r\n[ \t]+", " ");
            return head.lines()
                    .filter(l -> l.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(l -> l.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    public final List<Delivered> delivered = Collections.synchronizedList(new ArrayList<>());
    public final AtomicInteger connections = new AtomicInteger();
    public final AtomicInteger commands = new AtomicInteger();
    public volatile Function<Integer, String> greeting = n -> "220 fake ESMTP";
    public volatile Function<String, String> onMail = from -> "250 2.1.0 ok";
    public volatile Function<String, String> onRcpt = to -> "250 2.1.5 ok";
    public volatile Function<String, String> onAuth = line -> "235 2.7.0 welcome";
    public volatile Function<List<String>, String> onData = to -> "354 go on";
    /** Told each line of a message; what it returns instead of null ends the message early. */
    public volatile Function<String, String> onLine = line -> null;

    public volatile Function<Delivered, String> onEnd = message -> "250 2.0.0 queued";
    /** Answers 354 to DATA although nobody is left to receive. */
    volatile boolean lax;

    volatile String capabilities = "250-fake\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250 8BITMIME\r\n";
    private final Vertx vertx;
    private NetServer server;
    private int port;

    public FakeSmtp(Vertx vertx) {
        this.vertx = vertx;
    }

    public int port() {
        return port;
    }

    public FakeSmtp start() {
        return startAt(0);
    }

    public FakeSmtp startAt(int wanted) {
        server = vertx.createNetServer(
                new NetServerOptions().setHost("127.0.0.1").setPort(wanted));
        server.connectHandler(socket -> new Dialogue(socket, connections.incrementAndGet()).begin());
        port = Await.get(server.listen()).actualPort();
        return this;
    }

    public void stop() {
        Await.get(server.close());
    }

    /** A port at which nobody listens. */
    public static int freePort() {
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private final class Dialogue {
        private final NetSocket socket;
        private final int number;
        private String from = "";
        private List<String> to = new ArrayList<>();
        private StringBuilder data;
        private boolean dead;
        private boolean accepted;

        Dialogue(NetSocket socket, int number) {
            this.socket = socket;
            this.number = number;
        }

        void begin() {
            socket.exceptionHandler(e -> dead = true);
            socket.closeHandler(v -> dead = true);
            socket.handler(RecordParser.newDelimited("\r\n", line -> take(line.toString(StandardCharsets.UTF_8))));
            say(greeting.apply(number));
        }

        private void take(String line) {
            if (dead) {
                return;
            }
            if (data != null) {
                takeData(line);
                return;
            }
            commands.incrementAndGet();
            String command = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(java.util.Locale.ROOT);
            switch (command) {
                case "EHLO" -> socket.write(capabilities);
                case "AUTH" -> say(onAuth.apply(line));
                case "MAIL" -> {
                    from = address(line);
                    String reply = onMail.apply(from);
                    accepted = reply.startsWith("2");
                    say(reply);
                }
                case "RCPT" -> {
                    String reply = accepted ? onRcpt.apply(address(line)) : "503 5.5.1 MAIL first";
                    if (reply.startsWith("2")) {
                        to.add(address(line));
                    }
                    say(reply);
                }
                case "DATA" -> {
                    String reply = to.isEmpty() && !lax ? "554 5.5.1 no valid recipients" : onData.apply(to);
                    if (reply.startsWith("3")) {
                        data = new StringBuilder();
                    }
                    say(reply);
                }
                case "RSET" -> {
                    reset();
                    say("250 2.0.0 ok");
                }
                case "QUIT" -> {
                    dead = true;
                    socket.write("221 2.0.0 bye\r\n").onComplete(v -> socket.close());
                }
                default -> say("500 5.5.2 what?");
            }
        }

        private void takeData(String line) {
            if (!line.equals(".")) {
                data.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
                String early = onLine.apply(line);
                if (early != null) {
                    say(early);
                }
                return;
            }
            Delivered message = new Delivered(from, List.copyOf(to), data.toString());
            String reply = onEnd.apply(message);
            if (reply.startsWith("2")) {
                delivered.add(message);
            }
            reset();
            say(reply);
        }

        private void reset() {
            data = null;
            to = new ArrayList<>();
            from = "";
        }

        private void say(String reply) {
            if (reply.equals(STALL)) {
                dead = true;
            } else if (reply.equals(RESET)) {
                dead = true;
                socket.close();
            } else {
                socket.write(Buffer.buffer(reply + "\r\n"));
            }
        }

        private String address(String line) {
            return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
        }
    }

    /** Waits for a future in a test's own thread. */
    static final class Await {
        private Await() {}

        static <T> T get(io.vertx.core.Future<T> future) {
            return get(future.toCompletionStage().toCompletableFuture());
        }

        static <T> T get(CompletableFuture<T> future) {
            return get(future, 20);
        }

        static <T> T get(CompletableFuture<T> future, int seconds) {
            try {
                return future.get(seconds, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new AssertionError("nothing after " + seconds + " s", e);
            }
        }
    }
}
