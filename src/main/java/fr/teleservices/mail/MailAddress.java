package fr.teleservices.mail;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mail address with the name shown beside it. Any text may be held, because imports bring any text: what the
 * worker sends to is {@link #envelope()}, which is empty when the address is no address.
 *
 * @param address as it was brought
 * @param name shown beside it, may be empty
 */
public record MailAddress(String address, String name) {
    /** Dot-atoms of RFC 5322 alone: no quoted local part, no comment, no literal, so nothing that could end a command. */
    private static final Pattern LOCAL =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");

    private static final Pattern DOMAIN = Pattern.compile(
            "([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
                    + "|localhost");

    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST = 254;

    public static MailAddress of(String address) {
        return new MailAddress(address, "");
    }

    /** Whether mail can be sent there: by syntax alone, without DNS. */
    public static boolean isValid(String address) {
        return of(address).envelope().isPresent();
    }

    /** The address as it goes into the SMTP envelope, an accented domain as punycode; empty when it is no address. */
    public Optional<String> envelope() {
        int at = address.lastIndexOf('@');
        if (at < 1 || at > LONGEST_LOCAL || address.length() > LONGEST) {
            return Optional.empty();
        }
        String local = address.substring(0, at);
        Optional<String> domain = asciiDomain(address.substring(at + 1));
        return LOCAL.matcher(local).matches() ? domain.map(d -> local + "@" + d) : Optional.empty();
    }

    /** The part behind the at sign in lower case; the whole address where there is none. */
    public String domain() {
        return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    /** As it stands in a header; only for an address that has an {@link #envelope()}. */
    String header(int column) {
        String envelope = envelope().orElseThrow(() -> new IllegalArgumentException("not a mail address"));
        String shown = HeaderText.clean(name, HeaderText.LONGEST_NAME);
        if (shown.isEmpty()) {
            return envelope;
        }
        return HeaderText.phrase(shown, column) + "\r\n <" + envelope + ">";
    }

    private static Optional<String> asciiDomain(String domain) {
        String ascii = domain;
        if (!domain.chars().allMatch(c -> c < 128)) {
            try {
                ascii = IDN.toASCII(domain);
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return DOMAIN.matcher(ascii).matches() ? Optional.of(ascii) : Optional.empty();
    }
}
