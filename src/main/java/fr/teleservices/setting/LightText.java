package fr.teleservices.setting;

import fr.teleservices.kernel.Html;
import fr.teleservices.kernel.MailAddress;
import fr.teleservices.kernel.Typed;
import fr.teleservices.kernel.WebAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with light formatting: paragraphs, {@code - lists}, {@code **bold**}, {@code *italic*}, {@code [label](address)} and
 * bare web addresses. What is stored is the text as it was typed; the HTML made of it holds the tags below and nothing that
 * was typed without being escaped: {@code p br ul li strong em a[href]}, where {@code href} is http, https or mailto.
 */
public record LightText(String source) {
    public static final int MAX_LENGTH = 2_000;

    private static final int DEPTH = 3;

    /** The first of these in a line is formatted, what stands before is escaped, and so on behind it. */
    private static final Pattern MARK = Pattern.compile(
            "\\*\\*(?<strong>[^\\s*](?:.*?[^\\s])??)\\*\\*|\\*(?<em>[^\\s*](?:[^*]*[^\\s*])?)\\*"
                    + "|\\[(?<label>[^\\[\\]]{1,200})]\\((?<target>[^()\\s]{1,500})\\)|(?<bare>https?://[^\\s<>\"]{1,500})",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern ITEM = Pattern.compile("^\\s*[-•]\\s+(?<text>.+)$");

    public boolean isBlank() {
        return source.isBlank();
    }

    /** Inert whatever was typed. */
    public String html() {
        StringBuilder out = new StringBuilder();
        for (String block : Typed.lines(source).strip().split("\\n\\s*\\n")) {
            block(out, block.lines().filter(line -> !line.isBlank()).toList());
        }
        return out.toString();
    }

    /** Lines that begin with a hyphen are a list, the others a paragraph, also where they follow each other. */
    private static void block(StringBuilder out, List<String> lines) {
        List<String> run = new ArrayList<>();
        boolean items = false;
        for (String line : lines) {
            boolean item = ITEM.matcher(line).matches();
            if (item != items) {
                close(out, run, items);
                run.clear();
                items = item;
            }
            run.add(line.strip());
        }
        close(out, run, items);
    }

    private static void close(StringBuilder out, List<String> run, boolean items) {
        if (run.isEmpty()) {
            return;
        }
        if (items) {
            out.append("<ul>");
            run.forEach(line -> {
                Matcher item = ITEM.matcher(line);
                out.append("<li>").append(inline(item.matches() ? item.group("text") : line, DEPTH));
                out.append("</li>");
            });
            out.append("</ul>\n");
        } else {
            out.append("<p>")
                    .append(String.join(
                            "<br>\n",
                            run.stream().map(line -> inline(line, DEPTH)).toList()))
                    .append("</p>\n");
        }
    }

    private static String inline(String text, int depth) {
        StringBuilder out = new StringBuilder();
        Matcher mark = MARK.matcher(text);
        int at = 0;
        while (depth > 0 && mark.find(at)) {
            out.append(escape(text.substring(at, mark.start())));
            at = mark.end();
            if (mark.group("strong") != null) {
                out.append("<strong>")
                        .append(inline(mark.group("strong"), depth - 1))
                        .append("</strong>");
            } else if (mark.group("em") != null) {
                out.append("<em>").append(inline(mark.group("em"), depth - 1)).append("</em>");
            } else if (mark.group("label") != null) {
                out.append(link(mark.group("target"), mark.group("label")).orElse(escape(mark.group())));
            } else {
                String address = withoutPunctuation(mark.group("bare"));
                at = mark.start() + address.length();
                out.append(link(address, address).orElse(escape(address)));
            }
        }
        return out.append(escape(text.substring(at))).toString();
    }

    /** A full stop behind an address ends the sentence, not the address. */
    private static String withoutPunctuation(String address) {
        return address.replaceFirst("[.,;:!?)\\]}»’'*]+$", "");
    }

    private static Optional<String> link(String target, String label) {
        Optional<String> address = target.toLowerCase(Locale.ROOT).startsWith("mailto:")
                ? MailAddress.parse(target.substring("mailto:".length())).map(mail -> "mailto:" + mail)
                : WebAddress.parse(target);
        return address.map(
                href -> "<a href=\"" + escape(href) + "\" rel=\"noreferrer noopener\">" + escape(label) + "</a>");
    }

    /** Also inert where a template would read it, or an old browser a backtick. */
    private static String escape(String text) {
        return Html.escape(text).replace("`", "&#96;").replace("{", "&#123;");
    }
}
