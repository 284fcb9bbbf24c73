package fr.teleservices.mail;

import fr.teleservices.kernel.Typed;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A message as it goes over the wire: headers by name, folded and in ASCII, the one named Content-Type last, and the
 * body, of which no line starts with a dot. The same mail always gives the same bytes: a retry differs in nothing.
 *
 * <p>The mail client would encode by itself, but writes names as comments ({@code a@b (name)}), splits characters
 * outside the BMP and draws a new boundary for each try.
 */
record MimeMessage(Map<String, String> headers, String body) {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH);
    private static final Pattern MESSAGE_ID = Pattern.compile("[A-Za-z0-9._+=-]{1,120}@[A-Za-z0-9.-]{1,120}");

    /**
     * @param eol ends the lines of the body
     * @throws IllegalArgumentException an address is no address, or the message id no message id: the message can
     *     never be sent; the text holds nothing of the message
     */
    static MimeMessage of(OutgoingMail mail, String eol) {
        if (!MESSAGE_ID.matcher(mail.messageId()).matches()) {
            throw new IllegalArgumentException("not a message id");
        }
        String boundary = boundary(mail.messageId());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("From", mail.from().header("From: ".length()));
        headers.put("To", mail.to().header("To: ".length()));
        if (mail.replyTo().envelope().isPresent()) {
            headers.put("Reply-To", mail.replyTo().header("Reply-To: ".length()));
        }
        headers.put("Subject", subject(mail));
        headers.put("Date", DATE.format(mail.date()));
        headers.put("Message-ID", "<" + mail.messageId() + ">");
        headers.put("Auto-Submitted", "auto-generated");
        headers.put("MIME-Version", "1.0");
        headers.put("Content-Type", "multipart/alternative;\r\n boundary=\"" + boundary + "\"");
        return new MimeMessage(headers, body(mail, boundary, eol));
    }

    private static String subject(OutgoingMail mail) {
        String clean = HeaderText.clean(mail.subject(), HeaderText.LONGEST_SUBJECT);
        return HeaderText.unstructured(clean, "Subject: ".length());
    }

    private static String body(OutgoingMail mail, String boundary, String eol) {
        StringBuilder out = new StringBuilder(mail.text().length() + mail.html().length() + 1024);
        part(out, boundary, "plain", mail.text(), eol);
        part(out, boundary, "html", mail.html(), eol);
        return out.append("--").append(boundary).append("--").append(eol).toString();
    }

    private static void part(StringBuilder out, String boundary, String subtype, String text, String eol) {
        out.append("--").append(boundary).append(eol);
        out.append("Content-Type: text/")
                .append(subtype)
                .append("; charset=utf-8")
                .append(eol);
        out.append("Content-Transfer-Encoding: quoted-printable").append(eol).append(eol);
        QuotedPrintable.encode(clean(text), eol, out);
        out.append(eol);
    }

    /** Direction marks out of the text too: a password must not be shown in another order than it is typed. */
    private static String clean(String text) {
        if (isClean(text)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().filter(c -> !isUnwanted(c)).forEach(out::appendCodePoint);
        return out.toString();
    }

    private static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // surrogate pairs go the slow way
            if ((c < ' ' || c >= 0x7F) && (Character.isSurrogate(c) || isUnwanted(c))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnwanted(int c) {
        return Typed.isInvisible(c) || (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t');
    }

    /** {@code =_} cannot occur in a quoted-printable text, so no text can end its part early. */
    private static String boundary(String messageId) {
        return "=_" + UUID.nameUUIDFromBytes(messageId.getBytes(StandardCharsets.US_ASCII));
    }
}
