package fr.teleservices.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An SMTP server on 127.0.0.1 that keeps nothing: each message is handed to whoever measures. A thread per connection. */
public final class SmtpSink implements AutoCloseable {
    /** What is done with a message; called by many threads. */
    public interface Inbox {
        void accept(List<String> recipients, byte[] message);
    }

    private static final Logger LOG = LoggerFactory.getLogger(SmtpSink.class);

    private final ServerSocket server;
    private final Inbox inbox;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private SmtpSink(ServerSocket server, Inbox inbox) {
        this.server = server;
        this.inbox = inbox;
    }

    /** On a free port. */
    public static SmtpSink start(Inbox inbox) throws IOException {
        SmtpSink sink =
                new SmtpSink(new ServerSocket(0, 128, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})), inbox);
        daemon(sink::acceptAll, "smtp-sink");
        return sink;
    }

    public int port() {
        return server.getLocalPort();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.add(socket);
                daemon(() -> serve(socket), "smtp-sink-" + socket.getPort());
            } catch (IOException e) {
                LOG.trace("the sink has been closed, or a connection was gone at once", e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            new SmtpSession(
                            socket,
                            address -> Optional.empty(),
                            (from, recipients, message) -> inbox.accept(recipients, message))
                    .run();
        } catch (IOException e) {
            LOG.trace("a connection ended", e);
        } finally {
            connections.remove(socket);
        }
    }

    private static void daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : connections) {
            socket.close();
        }
    }
}
