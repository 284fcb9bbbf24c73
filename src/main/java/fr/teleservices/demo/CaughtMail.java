package fr.teleservices.demo;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One mail as it arrived. It is taken apart when someone looks, not when it comes in: the sender that is being measured
 * shares the processor with us.
 */
public final class CaughtMail {
    private final long id;
    private final String envelopeFrom;
    private final List<String> envelopeRecipients;
    private final Instant receivedAt;
    private final byte[] raw;
    private volatile @Nullable String subject;

    CaughtMail(long id, String envelopeFrom, List<String> envelopeRecipients, Instant receivedAt, byte[] raw) {
        this.id = id;
        this.envelopeFrom = envelopeFrom;
        this.envelopeRecipients = List.copyOf(envelopeRecipients);
        this.receivedAt = receivedAt;
        this.raw = raw;
    }

    /** Ascending in the order of arrival, from 1. */
    public long id() {
        return id;
    }

    /** Of {@code MAIL FROM}; empty for a bounce. */
    public String envelopeFrom() {
        return envelopeFrom;
    }

    /** Of {@code RCPT TO}, without angle brackets. */
    public List<String> envelopeRecipients() {
        return envelopeRecipients;
    }

    public Instant receivedAt() {
        return receivedAt;
    }

    /** Decoded, by name without regard to case, in the order of the alphabet; of a repeated one all, by lines. */
    public Map<String, String> headers() {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        view().headers().forEach(header -> byName.merge(header.name(), header.value(), (a, b) -> a + "\n" + b));
        return byName;
    }

    /** Decoded; empty where there is none. */
    public String subject() {
        String known = subject;
        if (known == null) {
            known = MimeView.header(raw, "Subject");
            subject = known;
        }
        return known;
    }

    /** The plain text part; empty where there is none. */
    public String text() {
        return view().text();
    }

    /** The HTML part; empty where there is none. */
    public String html() {
        return view().html();
    }

    /** Headers and body as sent, dots unstuffed. */
    public byte[] raw() {
        return raw.clone();
    }

    int size() {
        return raw.length;
    }

    MimeView view() {
        return MimeView.of(raw);
    }

    /** Whether a recipient or the subject contains that, without regard to case. */
    boolean matches(String query) {
        String wanted = query.strip().toLowerCase(Locale.ROOT);
        return wanted.isEmpty()
                || envelopeRecipients.stream()
                        .anyMatch(to -> to.toLowerCase(Locale.ROOT).contains(wanted))
                || subject().toLowerCase(Locale.ROOT).contains(wanted);
    }
}
