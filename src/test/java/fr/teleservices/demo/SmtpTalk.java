package fr.teleservices.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that says what it is told, byte for byte. */
final class SmtpTalk implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;

    SmtpTalk(int port) throws IOException {
        socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        socket.setSoTimeout(20_000);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        out = socket.getOutputStream();
        answer();
    }

    void say(String words) throws IOException {
        out.write(words.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** The last line of the next answer. */
    String answer() throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        return String.valueOf(line);
    }

    String ask(String line) throws IOException {
        say(line + "\r\n");
        return answer();
    }

    /** One mail; the message's lines end in CR LF and it brings its own end. */
    String mail(String to, String messageWithDot) throws IOException {
        say("MAIL FROM:<ecole@example.org>\r\nRCPT TO:<" + to + ">\r\nDATA\r\n");
        answer();
        String accepted = answer();
        String go = answer();
        if (!go.startsWith("354")) {
            return accepted;
        }
        say(messageWithDot);
        return answer();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
