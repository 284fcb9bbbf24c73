package fr.teleservices.demo;

import static fr.teleservices.kernel.Html.escape;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses in the texts of mails, to be followed. */
final class Links {
    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s<>\"]+[^\\s<>\".,;:!?)\u00bb]");

    private Links() {}

    /** Escaped, the web addresses as links. */
    static String in(String text) {
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
