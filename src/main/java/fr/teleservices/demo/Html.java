package fr.teleservices.demo;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The little HTML that the mailbox needs. */
final class Html {
    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s<>\"]+[^\\s<>\".,;:!?)\u00bb]");

    private Html() {}

    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /** Escaped, the web addresses as links. */
    static String withLinks(String text) {
        StringBuilder out = new StringBuilder(text.length() + 64);
        Matcher address = ADDRESS.matcher(text);
        int end = 0;
        while (address.find()) {
            String found = escape(address.group());
            out.append(escape(text.substring(end, address.start())))
                    .append("<a rel=\"noreferrer\" href=\"")
                    .append(found)
                    .append("\">")
                    .append(found)
                    .append("</a>");
            end = address.end();
        }
        return out.append(escape(text.substring(end))).toString();
    }
}
