package fr.teleservices.trust;

import fr.teleservices.boot.WholeSite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a page as a browser's tokenizer does: tags with their attributes, and forms. */
final class Html {
    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
    private static final Pattern TAG = Pattern.compile(
            "<(/?)([a-zA-Z][^\\s/>]*)((?:[\\s/]+(?:[^\\s=>/]+(?:\\s*=\\s*(?:\"[^\"]*\"|'[^']*'|[^\\s\"'>]+))?)?)*)\\s*/?>([^<]*)");
    private static final Pattern ATTRIBUTE =
            Pattern.compile("([^\\s=>/]+)(?:\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'>]+)))?");
    private static final Pattern ENTITY = Pattern.compile("&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(amp|lt|gt|quot));");

    private Html() {}

    /** @param text what follows it up to the next tag, unescaped */
    record Tag(boolean closing, String name, Map<String, String> attributes, String text) {
        String get(String name) {
            return attributes.getOrDefault(name, "");
        }

        boolean has(String name) {
            return attributes.containsKey(name);
        }
    }

    /** @param choices what may be chosen, for radio buttons, check boxes and lists */
    record Field(String name, String type, String value, List<String> choices) {
        /** Whether one types into it. */
        boolean isText() {
            return choices.isEmpty()
                    && !List.of("file", "button", "submit", "select").contains(type);
        }

        private String plausible() {
            return !value.isEmpty()
                    ? value
                    : switch (type) {
                        case "password" -> WholeSite.PASSWORD;
                        case "email" -> "x@example.org";
                        case "text", "textarea" -> "Texte";
                        default -> "";
                    };
        }
    }

    /** @param on the page that shows it */
    record HtmlForm(String on, String method, String action, List<Field> fields) {
        boolean posts() {
            return method.equals("post");
        }

        /** Names and values as the form is sent with no more typed than needed; files are left out. */
        String[] filled() {
            List<String> all = new ArrayList<>();
            for (Field field : fields) {
                if (!field.type().equals("file")) {
                    all.add(field.name());
                    all.add(field.plausible());
                }
            }
            return all.toArray(String[]::new);
        }
    }

    static List<Tag> tags(String page) {
        List<Tag> tags = new ArrayList<>();
        Matcher tag = TAG.matcher(COMMENT.matcher(page).replaceAll(""));
        while (tag.find()) {
            Map<String, String> attributes = new LinkedHashMap<>();
            Matcher attribute = ATTRIBUTE.matcher(tag.group(3));
            while (attribute.find()) {
                String value = attribute.group(2) != null
                        ? attribute.group(2)
                        : attribute.group(3) != null ? attribute.group(3) : attribute.group(4);
                attributes.put(attribute.group(1).toLowerCase(Locale.ROOT), unescape(value == null ? "" : value));
            }
            tags.add(new Tag(
                    !tag.group(1).isEmpty(),
                    tag.group(2).toLowerCase(Locale.ROOT),
                    attributes,
                    unescape(tag.group(4))));
        }
        return tags;
    }

    static List<String> links(String page) {
        return tags(page).stream()
                .filter(tag -> tag.name().equals("a") && tag.get("href").startsWith("/"))
                .map(tag -> tag.get("href"))
                .toList();
    }

    static List<HtmlForm> forms(String on, String page) {
        List<HtmlForm> forms = new ArrayList<>();
        Map<String, Field> fields = new LinkedHashMap<>();
        String inSelect = null;
        for (Tag tag : tags(page)) {
            if (tag.name().equals("form") && !tag.closing()) {
                fields = new LinkedHashMap<>();
                String action = tag.has("action") ? tag.get("action") : on;
                forms.add(new HtmlForm(on, tag.get("method").toLowerCase(Locale.ROOT), action, new ArrayList<>()));
            } else if (tag.name().equals("form")) {
                forms.get(forms.size() - 1).fields().addAll(fields.values());
                fields = new LinkedHashMap<>();
            } else if (tag.name().equals("select")) {
                inSelect = tag.closing() ? null : tag.get("name");
                if (!tag.closing()) {
                    fields.put(tag.get("name"), new Field(tag.get("name"), "select", "", new ArrayList<>()));
                }
            } else if (tag.name().equals("option") && !tag.closing() && inSelect != null) {
                choose(
                        fields,
                        inSelect,
                        "select",
                        tag.has("value") ? tag.get("value") : tag.text().strip(),
                        tag.has("selected"));
            } else if (tag.name().equals("textarea") && !tag.closing()) {
                fields.put(tag.get("name"), new Field(tag.get("name"), "textarea", tag.text(), List.of()));
            } else if ((tag.name().equals("input") || tag.name().equals("button"))
                    && !tag.get("name").isEmpty()) {
                input(fields, tag);
            }
        }
        return forms;
    }

    private static void input(Map<String, Field> fields, Tag tag) {
        String type = tag.name().equals("button") ? "button" : tag.has("type") ? tag.get("type") : "text";
        if (type.equals("radio") || type.equals("checkbox")) {
            choose(fields, tag.get("name"), type, tag.has("value") ? tag.get("value") : "on", tag.has("checked"));
        } else {
            fields.putIfAbsent(tag.get("name"), new Field(tag.get("name"), type, tag.get("value"), List.of()));
        }
    }

    private static void choose(Map<String, Field> fields, String name, String type, String value, boolean chosen) {
        Field field = fields.get(name);
        List<String> choices = new ArrayList<>(field == null ? List.of() : field.choices());
        choices.add(value);
        String now = chosen || (field == null && !type.equals("checkbox")) ? value : field == null ? "" : field.value();
        fields.put(name, new Field(name, type, now, choices));
    }

    static String unescape(String text) {
        return ENTITY.matcher(text).replaceAll(entity -> {
            if (entity.group(1) != null) {
                return Matcher.quoteReplacement(Character.toString(Integer.parseInt(entity.group(1), 16)));
            } else if (entity.group(2) != null) {
                return Matcher.quoteReplacement(Character.toString(Integer.parseInt(entity.group(2))));
            }
            return switch (entity.group(3)) {
                case "lt" -> "<";
                case "gt" -> ">";
                case "quot" -> "\"";
                default -> "&";
            };
        });
    }
}
