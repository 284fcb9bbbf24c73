package fr.teleservices.web;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shows the HTML of a mail in a frame of ours, without anything "unsafe" in the policy. */
public final class MailFrame {
    private static final Pattern STYLE =
            Pattern.compile("<style\\b[^>]*>(.*?)</style\\s*>", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern STYLE_ATTRIBUTE =
            Pattern.compile("\\sstyle=\"([^\"<>{}]*)\"", Pattern.CASE_INSENSITIVE);

    private static final Pattern HEAD = Pattern.compile("<head\\b[^>]*>", Pattern.CASE_INSENSITIVE);

    private MailFrame() {}

    /** The answer to a request of such a frame: it may show itself in our pages, and nothing else. */
    public static Future<Void> show(Visit visit, String html) {
        String shown = withStyleSheet(html);
        return visit.context()
                .response()
                .putHeader("Content-Security-Policy", policy(shown))
                .putHeader("X-Frame-Options", "SAMEORIGIN")
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .end(leadingOut(shown));
    }

    /** The HTML of a mail with its links led out of the frame: the pages behind them refuse to be framed. */
    public static String leadingOut(String html) {
        return intoHead(html, "<base target=\"_blank\">");
    }

    /**
     * The HTML of a mail with its style attributes in one style sheet: mails have to bear them, and a policy can allow a
     * sheet by its hash, an attribute only by allowing what is "unsafe".
     */
    public static String withStyleSheet(String html) {
        StringBuilder sheet = new StringBuilder();
        int[] number = {0};
        String body = STYLE_ATTRIBUTE.matcher(html).replaceAll(attribute -> {
            number[0]++;
            sheet.append("[data-style=\"")
                    .append(number[0])
                    .append("\"]{")
                    .append(attribute.group(1).replace("&#39;", "'").replace("&quot;", "\""))
                    .append('}');
            return " data-style=\"" + number[0] + "\"";
        });
        return sheet.isEmpty() ? html : intoHead(body, "<style>" + sheet + "</style>");
    }

    private static String intoHead(String html, String element) {
        Matcher head = HEAD.matcher(html);
        int at = head.find() ? head.end() : 0;
        return html.substring(0, at) + element + html.substring(at);
    }

    /**
     * What the HTML of a mail may do: show itself, in our frame alone, with the style sheets it brings, each named by its
     * hash, so that nothing "unsafe" has to be allowed. Links open elsewhere.
     */
    public static String policy(String html) {
        StringBuilder styles = new StringBuilder();
        Matcher style = STYLE.matcher(html);
        while (style.find()) {
            styles.append(" 'sha256-").append(sha256(style.group(1))).append('\'');
        }
        return "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:; style-src "
                + (styles.isEmpty() ? "'none'" : styles.substring(1)) + "; frame-ancestors 'self'; base-uri 'none';"
                + " form-action 'none'";
    }

    private static String sha256(String text) {
        try {
            // A browser hashes the element's text, whose line ends it has made LF.
            byte[] bytes = text.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
