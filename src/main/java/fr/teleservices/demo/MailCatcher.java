package fr.teleservices.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An SMTP server on 127.0.0.1 that delivers nothing: it keeps the newest mails in memory, for the demo's page and for
 * tests. Never on disk, for they bear passwords.
 *
 * <p>A thread for each connection; the clients here keep a few. Written by hand because subethasmtp neither offers
 * PIPELINING nor reads its input by blocks, and what the catcher spends is taken from the sender that is measured.
 */
public final class MailCatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailCatcher.class);
    private static final int MOST_CONNECTIONS = 256;
    private static final int IDLE_MILLIS = 300_000;
    private static final int MOST_MESSAGES = 20_000;
    private static final long MOST_BYTES = 200_000_000;

    private final ServerSocket server;
    private final int mostMessages;
    private final long mostBytes;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final NavigableMap<Long, CaughtMail> mails = new ConcurrentSkipListMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private volatile Function<String, Optional<String>> recipientRule = address -> Optional.empty();
    private volatile long received;
    private long bytes;

    private MailCatcher(ServerSocket server, int mostMessages, long mostBytes) {
        this.server = server;
        this.mostMessages = mostMessages;
        this.mostBytes = mostBytes;
    }

    /** Keeps 20,000 messages or 200 MB, whichever is less. Port 0 takes a free one. */
    public static MailCatcher start(int port) {
        return start(port, MOST_MESSAGES, MOST_BYTES);
    }

    /** Keeps that much; the oldest go first. */
    public static MailCatcher start(int port, int mostMessages, long mostBytes) {
        try {
            ServerSocket server = new ServerSocket(port, 128, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
            MailCatcher catcher = new MailCatcher(server, mostMessages, mostBytes);
            Thread thread = new Thread(catcher::acceptAll, "mail-catcher");
            thread.setDaemon(true);
            thread.start();
            return catcher;
        } catch (IOException e) {
            throw new IllegalStateException("Port " + port + " for the mail catcher is not free.", e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** How many have arrived since the start, kept or not. */
    public long received() {
        return received;
    }

    /** The newest first, those whose recipient or subject contains the query; an empty query means all. */
    public List<CaughtMail> messages(String query, int offset, int limit) {
        return matching(query).skip(offset).limit(limit).toList();
    }

    /** How many {@link #messages} there are in all. */
    public long count(String query) {
        return query.isBlank() ? mails.size() : matching(query).count();
    }

    public Optional<CaughtMail> message(long id) {
        return Optional.ofNullable(mails.get(id));
    }

    /** Forgets all; the numbers go on. */
    public void clear() {
        lock.lock();
        try {
            mails.clear();
            bytes = 0;
        } finally {
            lock.unlock();
        }
    }

    /** For tests of failures: an SMTP answer such as {@code 550 5.1.1 unknown} for an address, empty to accept it. */
    public void answerRecipientsBy(Function<String, Optional<String>> rule) {
        recipientRule = rule;
    }

    /** The newest mail that fits, as soon as there is one; empty after the time-out. */
    public Optional<CaughtMail> awaitMessage(Predicate<CaughtMail> wanted, Duration timeout)
            throws InterruptedException {
        long left = timeout.toNanos();
        long seen = 0;
        lock.lock();
        try {
            while (true) {
                Optional<CaughtMail> found = mails.tailMap(seen, false).descendingMap().values().stream()
                        .filter(wanted)
                        .findFirst();
                if (found.isPresent() || left <= 0) {
                    return found;
                }
                seen = received;
                left = arrival.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the server and its connections; what was caught stays readable. */
    @Override
    public void close() {
        closeQuietly(server);
        connections.forEach(MailCatcher::closeQuietly);
    }

    private Stream<CaughtMail> matching(String query) {
        return mails.descendingMap().values().stream().filter(mail -> mail.matches(query));
    }

    private void keep(String from, List<String> recipients, byte[] message) {
        lock.lock();
        try {
            long id = received + 1;
            received = id;
            mails.put(id, new CaughtMail(id, from, recipients, Instant.now(), message));
            bytes += message.length;
            while (mails.size() > mostMessages || (bytes > mostBytes && mails.size() > 1)) {
                bytes -= mails.pollFirstEntry().getValue().size();
            }
            arrival.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.add(socket);
                Thread thread = new Thread(() -> serve(socket), "mail-catcher-" + socket.getPort());
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.debug("a connection that was gone at once", e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            if (connections.size() > MOST_CONNECTIONS) {
                socket.getOutputStream().write("421 4.3.2 too many connections\r\n".getBytes(US_ASCII));
                return;
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(IDLE_MILLIS);
            new SmtpSession(socket, address -> recipientRule.apply(address), this::keep).run();
        } catch (SocketException e) {
            LOG.trace("the client has gone, or the catcher", e);
        } catch (IOException e) {
            LOG.debug("a connection ended badly", e);
        } finally {
            connections.remove(socket);
        }
    }

    private static void closeQuietly(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception e) {
            LOG.trace("while closing", e);
        }
    }
}
