package fr.teleservices.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Reads what arrives: envelope, {@code To} and the login in the text have to be one and the same person, and the password is
 * kept as a number to be compared with the account's at the end. Eight bytes an account, whatever arrives.
 */
public final class BenchInbox {
    static final String DOMAIN = "@bench.example.org";
    private static final String LOGIN = "Identifiant";
    private static final String PASSWORD = "Mot de passe temporaire";

    private volatile String prefix = "";
    private volatile AtomicLongArray passwords = new AtomicLongArray(0);
    private volatile AtomicIntegerArray arrivals = new AtomicIntegerArray(0);
    private final AtomicInteger astray = new AtomicInteger();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong firstAt = new AtomicLong();
    private volatile boolean reading;

    /** From now on what arrives is for the accounts {@code prefix1} to {@code prefixN}. */
    void expect(String logins, int accounts) {
        prefix = logins;
        passwords = new AtomicLongArray(accounts + 1);
        arrivals = new AtomicIntegerArray(accounts + 1);
        astray.set(0);
        firstAt.set(0);
        reading = true;
    }

    /** What arrives is not looked at: the bare loop has its own count. */
    void ignore() {
        reading = false;
    }

    /** Called by the threads of the sink. */
    public void accept(List<String> recipients, byte[] message) {
        size.compareAndSet(0, message.length);
        String text = new String(message, StandardCharsets.ISO_8859_1);
        String to = header(text, "To:");
        String login = value(text, LOGIN);
        String password = value(text, PASSWORD);
        if (!reading) {
            return;
        }
        firstAt.compareAndSet(0, System.nanoTime());
        String envelope = recipients.size() == 1 ? recipients.get(0) : "";
        int number = number(login);
        if (number < 1 || !envelope.equals(login + DOMAIN) || !to.contains(envelope) || password.isEmpty()) {
            astray.incrementAndGet();
            return;
        }
        if (arrivals.incrementAndGet(number) > 1 && passwords.get(number) != packed(password)) {
            astray.incrementAndGet();
        }
        passwords.set(number, packed(password));
    }

    private int number(String login) {
        if (!login.startsWith(prefix)) {
            return 0;
        }
        try {
            int number = Integer.parseInt(login.substring(prefix.length()));
            return number < arrivals.length() ? number : 0;
        } catch (NumberFormatException notOurs) {
            return 0;
        }
    }

    private static String header(String text, String name) {
        int from = text.indexOf("\r\n" + name);
        if (from < 0) {
            return "";
        }
        int end = text.indexOf("\r\n", from + 2);
        while (end > 0 && end + 2 < text.length() && (text.charAt(end + 2) == ' ' || text.charAt(end + 2) == '\t')) {
            end = text.indexOf("\r\n", end + 2);
        }
        return text.substring(from + 2, Math.max(from + 2, end));
    }

    /** Behind the label's colon, to the end of the line; the text part comes first. */
    private static String value(String text, String label) {
        int from = text.indexOf("\n" + label);
        int colon = from < 0 ? -1 : text.indexOf(": ", from);
        int end = colon < 0 ? -1 : text.indexOf("\r\n", colon);
        return end < 0 ? "" : text.substring(colon + 2, end);
    }

    /** Of twelve characters out of thirty: 59 bits, so two passwords never share a number. */
    static long packed(String password) {
        long number = 1;
        for (int i = 0; i < password.length(); i++) {
            char c = password.charAt(i);
            if (c != '-') {
                number = number * 36 + Character.digit(c, 36);
            }
        }
        return number;
    }

    /** How many mails have come for it. */
    int arrivals(int account) {
        return arrivals.get(account);
    }

    boolean bore(int account, String password) {
        return passwords.get(account) == packed(password);
    }

    int astray() {
        return astray.get();
    }

    /** Bytes of the first message; 0: none has come. */
    int size() {
        return size.get();
    }

    /** By {@code System.nanoTime}; 0: none has come. */
    long firstAt() {
        return firstAt.get();
    }
}
