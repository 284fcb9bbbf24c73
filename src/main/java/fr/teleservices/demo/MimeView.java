package fr.teleservices.demo;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person sees of a mail: its headers, decoded, and its first text part of either kind. Tolerant: a fault in the
 * message shows as odd characters, never as a failure.
 *
 * @param headers in the message's order, unfolded, RFC 2047 words decoded
 * @param text the {@code text/plain} part, empty where there is none
 * @param html the {@code text/html} part, empty where there is none
 */
record MimeView(List<Header> headers, String text, String html) {
    /** One header line. */
    record Header(String name, String value) {}

    private static final int DEEPEST = 8;
    private static final Pattern ENCODED_WORD =
            Pattern.compile("=\\?([^?*\\s]+)(?:\\*[^?]*)?\\?([bBqQ])\\?([^?]*)\\?=");

    static MimeView of(byte[] raw) {
        // One char for each byte, so that structure can be handled as text before the charsets are known.
        String message = new String(raw, StandardCharsets.ISO_8859_1);
        List<Header> headers = headers(message);
        String[] found = {"", ""};
        collect(headers, body(message), found, 0);
        List<Header> shown = headers.stream()
                .map(header -> new Header(header.name(), decodeWords(header.value())))
                .toList();
        return new MimeView(shown, found[0], found[1]);
    }

    /** The value of the first header of that name, empty where there is none. */
    static String header(byte[] raw, String name) {
        return decodeWords(first(headers(new String(raw, StandardCharsets.ISO_8859_1)), name));
    }

    private static void collect(List<Header> headers, String body, String[] found, int depth) {
        String type = first(headers, "Content-Type");
        String kind =
                type.isBlank() ? "text/plain" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        Optional<String> boundary = parameter(type, "boundary");
        if (kind.startsWith("multipart/") && boundary.isPresent() && depth < DEEPEST) {
            for (String part : parts(body, boundary.get())) {
                collect(headers(part), body(part), found, depth + 1);
            }
            return;
        }
        boolean attached =
                first(headers, "Content-Disposition").toLowerCase(Locale.ROOT).startsWith("attachment");
        int slot = kind.equals("text/plain") ? 0 : kind.equals("text/html") ? 1 : -1;
        if (slot >= 0 && !attached && found[slot].isEmpty()) {
            byte[] content = decodeBody(body, first(headers, "Content-Transfer-Encoding"));
            found[slot] = new String(content, charset(parameter(type, "charset").orElse("UTF-8")));
        }
    }

    private static List<Header> headers(String message) {
        List<Header> headers = new ArrayList<>();
        for (String line : head(message).replaceAll("\r?\n([ \t])", "$1").split("\r?\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.add(new Header(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip()));
            }
        }
        return headers;
    }

    private static String head(String message) {
        int end = blankLine(message);
        return end < 0 ? message : message.substring(0, end);
    }

    private static String body(String message) {
        if (message.startsWith("\r\n")) {
            return message.substring(2);
        }
        int end = blankLine(message);
        return end < 0 ? "" : message.substring(end + (message.startsWith("\r\n\r\n", end) ? 4 : 2));
    }

    private static int blankLine(String message) {
        if (message.startsWith("\r\n")) {
            return 0;
        }
        int crlf = message.indexOf("\r\n\r\n");
        int lf = message.indexOf("\n\n");
        return crlf < 0 ? lf : lf < 0 ? crlf : Math.min(crlf, lf);
    }

    private static List<String> parts(String body, String boundary) {
        List<String> parts = new ArrayList<>();
        Matcher line = Pattern.compile("(?m)(?:^|\\r?\\n)--" + Pattern.quote(boundary) + "(--)?[ \\t]*(?:\\r?\\n|$)")
                .matcher(body);
        int start = -1;
        while (line.find()) {
            if (start >= 0) {
                parts.add(body.substring(start, Math.max(start, line.start())));
            }
            start = line.end();
            if (line.group(1) != null) {
                return parts;
            }
        }
        if (start >= 0) {
            parts.add(body.substring(start));
        }
        return parts;
    }

    private static String first(List<Header> headers, String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst()
                .orElse("");
    }

    private static Optional<String> parameter(String value, String name) {
        Matcher found = Pattern.compile("(?i);\\s*" + name + "\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;]+))")
                .matcher(value);
        return found.find() ? Optional.of(found.group(1) == null ? found.group(2) : found.group(1)) : Optional.empty();
    }

    private static byte[] decodeBody(String body, String encoding) {
        return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "base64" -> base64(body);
            case "quoted-printable" -> quotedPrintable(body.replaceAll("=[ \t]*\r?\n", ""));
            default -> body.getBytes(StandardCharsets.ISO_8859_1);
        };
    }

    /** RFC 2047: words that touch are one, also where a character was cut in two between them. */
    private static String decodeWords(String value) {
        StringBuilder out = new StringBuilder();
        ByteArrayOutputStream pending = new ByteArrayOutputStream();
        String pendingCharset = "";
        Matcher word = ENCODED_WORD.matcher(value);
        int end = 0;
        while (word.find()) {
            String between = value.substring(end, word.start());
            boolean touches = end > 0 && between.isBlank();
            if (!touches || !word.group(1).equalsIgnoreCase(pendingCharset)) {
                out.append(pending.toString(charset(pendingCharset)));
                pending.reset();
                out.append(touches ? "" : inUtf8(between));
            }
            pendingCharset = word.group(1);
            byte[] bytes = word.group(2).equalsIgnoreCase("b")
                    ? base64(word.group(3))
                    : quotedPrintable(word.group(3).replace('_', ' '));
            pending.writeBytes(bytes);
            end = word.end();
        }
        return out.append(pending.toString(charset(pendingCharset)))
                .append(inUtf8(value.substring(end)))
                .toString();
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private static byte[] quotedPrintable(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '=' && i + 2 < text.length() && isHex(text.charAt(i + 1)) && isHex(text.charAt(i + 2))) {
                out.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                out.write(c);
            }
        }
        return out.toByteArray();
    }

    private static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0;
    }

    private static String inUtf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
