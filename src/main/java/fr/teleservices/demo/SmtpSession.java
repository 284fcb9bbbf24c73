package fr.teleservices.demo;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * One connection to the catcher: SMTP (RFC 5321) with PIPELINING, 8BITMIME, SMTPUTF8 and SIZE. Answers go out when there
 * is nothing left to read, so a pipelined batch costs one write.
 */
final class SmtpSession {
    /** Where finished messages go. */
    interface Sink {
        void accept(String from, List<String> recipients, byte[] message);
    }

    static final int LARGEST_MESSAGE = 25 * 1024 * 1024;
    private static final int LONGEST_LINE = 4096;
    private static final int MOST_RECIPIENTS = 1000;

    private final Function<String, Optional<String>> recipientRule;
    private final Sink sink;
    private final InputStream in;
    private final OutputStream out;
    private final ByteArrayOutputStream answers = new ByteArrayOutputStream(512);
    private final byte[] buffer = new byte[32 * 1024];
    private int position;
    private int limit;

    private boolean mailGiven;
    private String from = "";
    private final List<String> recipients = new ArrayList<>();

    SmtpSession(Socket socket, Function<String, Optional<String>> recipientRule, Sink sink) throws IOException {
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.recipientRule = recipientRule;
        this.sink = sink;
    }

    /** Until the client quits or goes away. */
    void run() throws IOException {
        answer("220 localhost ESMTP");
        try {
            while (obey(line())) {
                // the next command
            }
        } catch (EOFException e) {
            return; // hung up without QUIT: as most do
        }
        flush();
    }

    private boolean obey(String line) throws IOException {
        String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        switch (verb) {
            case "EHLO" -> {
                reset();
                answer(
                        "250-localhost",
                        "250-PIPELINING",
                        "250-8BITMIME",
                        "250-SMTPUTF8",
                        "250 SIZE " + LARGEST_MESSAGE);
            }
            case "HELO" -> {
                reset();
                answer("250 localhost");
            }
            case "MAIL" -> mail(line);
            case "RCPT" -> recipient(line);
            case "DATA" -> data();
            case "RSET" -> {
                reset();
                answer("250 2.0.0 ok");
            }
            case "NOOP" -> answer("250 2.0.0 ok");
            case "VRFY" -> answer("252 2.1.5 send and see");
            case "QUIT" -> {
                answer("221 2.0.0 bye");
                return false;
            }
            default -> answer("500 5.5.2 unknown command");
        }
        return true;
    }

    private void mail(String line) {
        if (mailGiven) {
            answer("503 5.5.1 one sender at a time");
        } else if (!line.regionMatches(true, 0, "MAIL FROM:", 0, 10)) {
            answer("501 5.5.4 MAIL FROM:<address>");
        } else {
            mailGiven = true;
            from = address(line.substring(10));
            answer("250 2.1.0 ok");
        }
    }

    private void recipient(String line) {
        if (!mailGiven) {
            answer("503 5.5.1 first MAIL");
            return;
        }
        if (!line.regionMatches(true, 0, "RCPT TO:", 0, 8)) {
            answer("501 5.5.4 RCPT TO:<address>");
            return;
        }
        String address = address(line.substring(8));
        Optional<String> refusal = recipientRule.apply(address);
        if (refusal.isPresent()) {
            answer(refusal.get());
        } else if (address.indexOf('@') < 1) {
            answer("501 5.1.3 not an address");
        } else if (recipients.size() >= MOST_RECIPIENTS) {
            answer("452 4.5.3 too many recipients");
        } else {
            recipients.add(address);
            answer("250 2.1.5 ok");
        }
    }

    private void data() throws IOException {
        if (recipients.isEmpty()) {
            answer("503 5.5.1 first MAIL and RCPT");
            return;
        }
        answer("354 end with a dot");
        Optional<byte[]> message = message();
        if (message.isPresent()) {
            sink.accept(from, recipients, message.get());
            answer("250 2.0.0 caught");
        } else {
            answer("552 5.3.4 too large");
        }
        reset();
    }

    /** The message without its stuffed dots; empty where it was too large. Only CR LF dot CR LF ends it. */
    private Optional<byte[]> message() throws IOException {
        byte[] bytes = new byte[8192];
        int size = 0;
        // 0 begin of a line, 1 within, 2 CR within, 3 dot at the begin, 4 that dot and CR
        int state = 0;
        while (true) {
            byte b = next();
            if (state == 3 && b == '\r') {
                state = 4;
                continue;
            }
            if (state == 4) {
                if (b == '\n') {
                    return size > LARGEST_MESSAGE ? Optional.empty() : Optional.of(Arrays.copyOf(bytes, size));
                }
                bytes = put(bytes, size++, (byte) '\r');
                state = 2;
            }
            if (state == 0 && b == '.') {
                state = 3;
                continue;
            }
            state = b == '\r' ? 2 : state == 2 && b == '\n' ? 0 : 1;
            bytes = put(bytes, size, b);
            size = Math.min(size, LARGEST_MESSAGE) + 1;
        }
    }

    private static byte[] put(byte[] bytes, int at, byte b) {
        byte[] room = at < bytes.length ? bytes : Arrays.copyOf(bytes, bytes.length * 2);
        room[at] = b;
        return room;
    }

    private void reset() {
        mailGiven = false;
        from = "";
        recipients.clear();
    }

    private static String address(String argument) {
        int open = argument.indexOf('<');
        int close = argument.indexOf('>', open + 1);
        return open >= 0 && close > open
                ? argument.substring(open + 1, close)
                : argument.strip().split(" ", 2)[0];
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (byte b = next(); b != '\n'; b = next()) {
            if (line.size() > LONGEST_LINE) {
                throw new IOException("an endless command line");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    private byte next() throws IOException {
        if (position == limit) {
            flush();
            limit = in.read(buffer);
            position = 0;
            if (limit <= 0) {
                limit = 0;
                throw new EOFException();
            }
        }
        return buffer[position++];
    }

    private void flush() throws IOException {
        answers.writeTo(out);
        answers.reset();
    }

    private void answer(String... lines) {
        for (String line : lines) {
            answers.writeBytes((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
