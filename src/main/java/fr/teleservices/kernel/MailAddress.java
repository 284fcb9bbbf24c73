package fr.teleservices.kernel;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/**
 * The syntax of a mail address that any server accepts, without DNS: a dot-atom of ASCII before the one {@code @}, two
 * labels or more behind it. Quoted local parts, address literals and anything that could break a header are refused.
 */
public final class MailAddress {
    /** RFC 5321 allows a path of 256 with its angle brackets. */
    public static final int MAX_LENGTH = 254;

    private static final int MAX_LOCAL = 64;
    private static final String LOCAL_MARKS = "!#$%&'*+-/=?^_`{|}~";

    private MailAddress() {}

    /**
     * The address with its domain in lower case, an international domain in its ASCII form ({@code xn--}), so that no
     * server on the way needs SMTPUTF8; the local part as it was typed. Surrounding blanks are dropped.
     */
    public static Optional<String> parse(String text) {
        String address = text.strip();
        int at = address.indexOf('@');
        if (at < 1 || at != address.lastIndexOf('@') || address.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String local = address.substring(0, at);
        if (!isLocal(local)) {
            return Optional.empty();
        }
        return domain(address.substring(at + 1))
                .map(domain -> local + '@' + domain)
                .filter(whole -> whole.length() <= MAX_LENGTH);
    }

    private static boolean isLocal(String local) {
        if (local.length() > MAX_LOCAL || local.startsWith(".") || local.endsWith(".") || local.contains("..")) {
            return false;
        }
        // Loops, not streams: an import checks hundreds of thousands.
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (c != '.' && !isAsciiLetterOrDigit(c) && LOCAL_MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> domain(String typed) {
        String ascii;
        if (isAscii(typed)) { // nearly all: what is not a label is found below
            ascii = typed.toLowerCase(Locale.ROOT);
        } else {
            try {
                ascii = IDN.toASCII(typed, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            } catch (IllegalArgumentException notADomain) {
                return Optional.empty();
            }
        }
        String[] labels = ascii.split("\\.", -1);
        if (labels.length < 2 || ascii.length() > 253) {
            return Optional.empty();
        }
        for (String label : labels) {
            if (!isLabel(label)) {
                return Optional.empty();
            }
        }
        // A last label of digits alone is an IP address, not a domain.
        boolean ipLike = labels[labels.length - 1].chars().allMatch(c -> c >= '0' && c <= '9');
        return ipLike ? Optional.empty() : Optional.of(ascii);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLabel(String label) {
        if (label.isEmpty() || label.length() > 63 || label.startsWith("-") || label.endsWith("-")) {
            return false;
        }
        for (int i = 0; i < label.length(); i++) {
            if (label.charAt(i) != '-' && !isAsciiLetterOrDigit(label.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAsciiLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
