package fr.teleservices.mail;

import java.util.Locale;
import java.util.Optional;

/**
 * A mail address with the name shown beside it. Any text may be held, because imports bring any text: what the
 * worker sends to is {@link #envelope()}, which is empty when the address is no address.
 *
 * @param address as it was brought
 * @param name shown beside it, may be empty
 */
public record MailAddress(String address, String name) {
    /** Has no second label, but is where a relay on this machine takes mail for. */
    private static final String HERE = "@localhost";

    public static MailAddress of(String address) {
        return new MailAddress(address, "");
    }

    /** Whether mail can be sent there: by syntax alone, without DNS. */
    public static boolean isValid(String address) {
        return of(address).envelope().isPresent();
    }

    /** The address as it goes into the SMTP envelope, by the one rule of the kernel; empty when it is no address. */
    public Optional<String> envelope() {
        if (address.endsWith(HERE)) {
            String local = address.substring(0, address.length() - HERE.length());
            return fr.teleservices.kernel.MailAddress.parse(local + "@localhost.test")
                    .map(sound -> address);
        }
        return fr.teleservices.kernel.MailAddress.parse(address);
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
}
