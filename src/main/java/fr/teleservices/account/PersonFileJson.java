package fr.teleservices.account;

import fr.teleservices.kernel.Html;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The file of one person twice: for a program, and as a page that any browser shows. */
public record PersonFileJson(JsonObject json) {
    public static final String NAME = "donnees-personnelles.zip";

    private static final String STYLE = "body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
            + "table{border-collapse:collapse}th,td{border:1px solid #999;padding:.25em .5em;text-align:left;"
            + "vertical-align:top}";

    /** {@code donnees.json} and {@code donnees.html}, zipped. */
    public byte[] zip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            entry(zip, "donnees.json", json.encodePrettily());
            entry(zip, "donnees.html", html());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // in memory
        }
        return bytes.toByteArray();
    }

    private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    String html() {
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\">")
                .append(
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Données personnelles")
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body>\n<h1>Données personnelles</h1>\n");
        json.forEach(entry -> {
            if (!(entry.getValue() instanceof JsonArray)) {
                page.append("<p>")
                        .append(text(entry.getKey() + " : " + entry.getValue()))
                        .append("</p>\n");
            }
        });
        JsonArray files = json.getJsonArray("Dossiers", new JsonArray());
        for (int i = 0; i < files.size(); i++) {
            file(page, files.getJsonObject(i));
        }
        return page.append("</body></html>\n").toString();
    }

    private static void file(StringBuilder page, JsonObject file) {
        for (Map.Entry<String, Object> section : file) {
            if (section.getValue() instanceof JsonObject facts) {
                heading(page, "h3", section.getKey());
                table(page, new JsonArray().add(facts));
            } else if (section.getValue() instanceof JsonArray rows) {
                heading(page, "h3", section.getKey());
                table(page, rows);
            } else {
                heading(page, "h2", String.valueOf(section.getValue()));
            }
        }
    }

    private static void heading(StringBuilder page, String level, String words) {
        page.append('<')
                .append(level)
                .append('>')
                .append(text(words))
                .append("</")
                .append(level)
                .append(">\n");
    }

    /** One row as label and value below each other, several with a column for each label. */
    private static void table(StringBuilder page, JsonArray rows) {
        page.append("<table>\n");
        if (rows.size() == 1) {
            for (Map.Entry<String, Object> fact : rows.getJsonObject(0)) {
                page.append("<tr><th scope=\"row\">")
                        .append(text(fact.getKey()))
                        .append("</th><td>");
                page.append(text(fact.getValue())).append("</td></tr>\n");
            }
        } else {
            Set<String> labels = new LinkedHashSet<>();
            rows.forEach(row -> labels.addAll(((JsonObject) row).fieldNames()));
            page.append("<tr>");
            labels.forEach(label ->
                    page.append("<th scope=\"col\">").append(text(label)).append("</th>"));
            page.append("</tr>\n");
            rows.forEach(row -> {
                page.append("<tr>");
                labels.forEach(label -> page.append("<td>")
                        .append(text(((JsonObject) row).getValue(label, "")))
                        .append("</td>"));
                page.append("</tr>\n");
            });
        }
        page.append("</table>\n");
    }

    /** A name may hold anything. */
    private static String text(Object value) {
        return Html.escape(value.toString());
    }
}
