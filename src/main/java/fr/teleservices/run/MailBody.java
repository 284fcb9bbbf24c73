package fr.teleservices.run;

import static fr.teleservices.kernel.Html.escape;

import fr.teleservices.web.French;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A mail in its two forms, made of the same pieces: text for programs and plain readers, HTML with everything escaped. */
record MailBody(String subject, String text, String html) {
    /** {@code Identifiant : p.nom1}, on a line of its own. */
    record Line(String label, String value) {}

    record Link(String label, String url) {}

    /** What a phone shows on one line; only a login may be longer. */
    private static final int LONGEST_WHOLE = 24;

    /** Three pieces and not one format: it is written for every mail of a run. */
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">\
            <meta name="color-scheme" content="light dark"><title>""";

    private static final String BODY = """
            </title></head>
            <body style="margin:0;padding:16px;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5">
            <div style="max-width:36em;margin:0 auto">
            """;

    private static final String END = """
            </div>
            </body></html>
            """;

    /** The lines of login and password are read by programs: their blanks stay as they are. */
    static MailBody of(
            String subject,
            List<String> before,
            List<Line> lines,
            @Nullable Link link,
            List<String> after,
            SchoolFacts school) {
        List<String> above = before.stream().map(French::unbroken).toList();
        List<String> below = after.stream().map(French::unbroken).toList();
        return new MailBody(
                subject, text(above, lines, link, below, school), html(subject, above, lines, link, below, school));
    }

    private static String text(
            List<String> before, List<Line> lines, @Nullable Link link, List<String> after, SchoolFacts school) {
        List<String> blocks = new ArrayList<>(before);
        List<String> block = new ArrayList<>();
        lines.forEach(line -> block.add(line.label() + " : " + line.value()));
        blocks.add(String.join("\n", block));
        if (link != null) {
            blocks.add(link.label() + "\u00a0:\n" + link.url());
        }
        blocks.addAll(after);
        blocks.add("-- \n" + String.join("\n", signature(school)));
        return String.join("\n\n", blocks) + "\n";
    }

    private static String html(
            String subject,
            List<String> before,
            List<Line> lines,
            @Nullable Link link,
            List<String> after,
            SchoolFacts school) {
        StringBuilder body = new StringBuilder(4_096);
        body.append(HEAD).append(escape(subject)).append(BODY);
        before.forEach(paragraph -> paragraph(body, paragraph, ""));
        body.append(
                "<table role=\"presentation\" style=\"border:1px solid #8886;border-radius:6px;padding:8px 12px;margin:16px 0\">\n");
        for (Line line : lines) {
            body.append("<tr><td style=\"padding:4px 12px 4px 0\">")
                    .append(escape(line.label()))
                    .append(
                            "&nbsp;:</td><td style=\"padding:4px 0;font-family:Consolas,Menlo,'DejaVu Sans Mono',monospace;font-size:18px;"
                                    + "font-weight:bold;")
                    .append(
                            line.value().length() <= LONGEST_WHOLE
                                    ? "white-space:nowrap\">"
                                    : "word-break:break-all\">")
                    .append(escape(line.value()))
                    .append("</td></tr>\n");
        }
        body.append("</table>\n");
        if (link != null) {
            body.append("<p style=\"margin:20px 0\"><a href=\"")
                    .append(escape(link.url()))
                    .append(
                            "\" style=\"display:inline-block;padding:12px 20px;border-radius:6px;background:#1a6453;color:#ffffff;"
                                    + "text-decoration:none;font-weight:bold\">")
                    .append(escape(link.label()))
                    .append("</a></p>\n<p style=\"font-size:13px;word-break:break-all\">")
                    .append(escape(link.url()))
                    .append("</p>\n");
        }
        after.forEach(paragraph -> paragraph(body, paragraph, "font-size:14px"));
        paragraph(
                body,
                String.join("\n", signature(school)),
                "font-size:13px;border-top:1px solid #8886;padding-top:12px");
        return body.append(END).toString();
    }

    private static List<String> signature(SchoolFacts school) {
        List<String> lines = new ArrayList<>();
        lines.add(school.name());
        lines.addAll(school.addressLines());
        if (!school.city().isEmpty()) {
            lines.add(school.city());
        }
        if (!school.phone().isEmpty()) {
            lines.add(school.phone());
        }
        return lines;
    }

    private static void paragraph(StringBuilder body, String text, String style) {
        body.append(style.isEmpty() ? "<p>" : "<p style=\"" + style + "\">")
                .append(escape(text).replace("\n", "<br>\n"))
                .append("</p>\n");
    }
}
