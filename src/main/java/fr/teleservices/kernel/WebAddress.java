package fr.teleservices.kernel;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** An address that a page may link to: http or https, with a host, nothing hidden in it. */
public final class WebAddress {
    /** What to say of an address that is none. */
    public static final String SENTENCE = "L’adresse doit commencer par https:// ou http://.";

    private static final int MAX_LENGTH = 500;

    private static final int LONGEST_SAFE = 300;

    private WebAddress() {}

    /** The address without surrounding blanks; empty for {@code javascript:}, a host with a user before it, a line end. */
    public static Optional<String> parse(String typed) {
        String address = typed.strip();
        return isOne(address) ? Optional.of(address) : Optional.empty();
    }

    private static boolean isOne(String address) {
        if (address.length() > MAX_LENGTH || !address.codePoints().allMatch(WebAddress::isVisible)) {
            return false;
        }
        try {
            URI uri = new URI(address);
            return uri.getHost() != null
                    && uri.getUserInfo() == null
                    && ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()));
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    private static boolean isVisible(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && !Character.isWhitespace(c);
    }

    /**
     * Whether tokens and codes may be sent there: https, or http towards this machine alone; nothing but printable ASCII, no user, no
     * fragment.
     */
    public static boolean isSafe(String address) {
        if (address.length() > LONGEST_SAFE || !address.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            return false;
        }
        try {
            URI uri = new URI(address);
            String host = uri.getHost();
            boolean loopback = "localhost".equals(host) || "127.0.0.1".equals(host) || "[::1]".equals(host);
            return host != null
                    && uri.getUserInfo() == null
                    && uri.getFragment() == null
                    && ("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && loopback));
        } catch (URISyntaxException malformed) {
            return false;
        }
    }
}
