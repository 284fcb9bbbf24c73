package fr.teleservices.mail;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a mail server said, or what kept it from saying anything.
 *
 * @param code SMTP reply code, 0 where there was no reply
 * @param enhanced code of RFC 3463 such as {@code 5.1.1}, empty where the server gave none
 * @param text the server's own words, one line
 * @param plainFrench what it means for the school
 */
public record SmtpAnswer(int code, String enhanced, String text, String plainFrench) {
    private static final Pattern ENHANCED = Pattern.compile("^[245]\\.\\d{1,3}\\.\\d{1,3}(?=\\s|$)");
    private static final Pattern CODE_IN_LINES = Pattern.compile("(^|\\n)\\d{3}[ -]");
    private static final Pattern ADDRESS = Pattern.compile("\\S+@\\S+");
    private static final int LONGEST = 300;

    /** @param reply the lines as received, with or without the code in front of each */
    static SmtpAnswer of(int code, String reply) {
        String words = HeaderText.clean(CODE_IN_LINES.matcher(reply).replaceAll("$1"), LONGEST);
        Matcher matcher = ENHANCED.matcher(words);
        String enhanced = matcher.find() ? matcher.group() : "";
        return new SmtpAnswer(code, enhanced, words, PlainFrench.of(code, enhanced, words));
    }

    /** No reply: the connection failed, broke or stood still. */
    static SmtpAnswer none(String text, String plainFrench) {
        return new SmtpAnswer(0, "", HeaderText.clean(text, LONGEST), plainFrench);
    }

    /** For the log: servers repeat whom a mail was for. */
    String withoutAddresses() {
        return ADDRESS.matcher(text).replaceAll("***");
    }

    SmtpAnswer afterTooManyTries() {
        return new SmtpAnswer(
                code, enhanced, text, "Malgré de nombreux essais, le message n’a pas pu partir. " + plainFrench);
    }
}
