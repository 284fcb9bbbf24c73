package fr.teleservices.trust;

import fr.teleservices.mail.WireMail;
import fr.teleservices.testing.Browser.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What nobody types by mistake, and how one sees that it has come out as something else than text. */
final class Nasty {
    private static final String MARK = "zq";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** Each bears the mark, so that it is found in names of tags, attributes and headers, and in the log; five begin as formulas do. */
    static final List<String> TEXTS = List.of(
            "=cmd|' /C zq'!A0<script>zq()</script>",
            "+1+1+zq\"><img src=zq onerror=zq()>",
            "-zq(1)' onfocus=zq() autofocus zq='",
            "@SUM(zq)</textarea></title></select><svg/onload=zq()><!--zq--><a href=\"javascript:zq()\">zq</a>",
            "\t=zq(){{zq}}{{{zq}}}{{> zq}}${zq}%{zq}",
            "javascript:zq()//https://zq.example.org",
            "&lt;script&gt;zq()&lt;/script&gt;&quot; onclick=zq()",
            "zq\u202egnp.exe\u2066zq\u2069\u200f\u200e\u061c zq\u200b\u200d\ufeff\u2060zq\u00ad \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
            "zq\r\nBcc: zq@zq.example.org\r\nX-Zq: zq\r\n\r\nzq",
            "zq\u0000zq",
            "zq ".repeat(3_400),
            "W".repeat(10_000) + "zq");

    /** A lone surrogate in the only shape that a form can send one in: three bytes that are no UTF-8. */
    static final String SURROGATE = "%ED%A0%80zq%ED%B0%80";

    private static final Pattern TURNS = Pattern.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]");
    private static final Pattern ACTIVE = Pattern.compile("\\s*(javascript|data|vbscript):.*", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9 .,]+");
    private static final Set<String> ADDRESSES =
            Set.of("href", "src", "action", "formaction", "xlink:href", "poster", "srcdoc");
    private static final Set<String> MAIL_HEADERS = Set.of(
            "from",
            "to",
            "reply-to",
            "subject",
            "date",
            "message-id",
            "mime-version",
            "content-type",
            "auto-submitted",
            "content-transfer-encoding",
            "x-auto-response-suppress",
            "precedence",
            "list-unsubscribe");

    private Nasty() {}

    /** What is wrong with an answer, whatever it was made of. */
    static List<String> faults(Answer answer) {
        List<String> faults = new ArrayList<>();
        if (answer.status() >= 500) {
            faults.add("status " + answer.status());
        }
        answer.headers().map().forEach((name, values) -> {
            if (name.contains(MARK)
                    || name.equals("bcc")
                    || (name.equals("set-cookie")
                            // a session's random token may hold two letters by chance
                            && TOKEN.matcher(values.toString()).replaceAll("").contains(MARK))) {
                faults.add("header " + name);
            }
        });
        if (!answer.header("Location").isEmpty() && !answer.header("Location").matches("/(?!/).*")) {
            faults.add("leads to " + answer.header("Location"));
        }
        String type = answer.header("Content-Type");
        if (type.startsWith("text/html")) {
            faults.addAll(ofHtml(answer.body(), "/static/"));
        } else if (type.startsWith("text/csv")) {
            faults.addAll(ofCsv(answer.body()));
        }
        return faults;
    }

    /** @param scripts where scripts may come from; "": nowhere */
    static List<String> ofHtml(String page, String scripts) {
        List<String> faults = new ArrayList<>(ofText(page));
        for (Html.Tag tag : Html.tags(page)) {
            if (tag.name().contains(MARK)
                    || tag.name().equals("object")
                    || tag.name().equals("embed")
                    || tag.name().equals("base")) {
                faults.add("tag " + tag.name());
            }
            if (tag.name().equals("script")
                    && !tag.closing()
                    && (scripts.isEmpty() || !tag.get("src").startsWith(scripts))) {
                faults.add("script " + tag.attributes());
            }
            tag.attributes().forEach((name, value) -> {
                if (name.startsWith("on") || name.contains(MARK)) {
                    faults.add("attribute " + name + " of " + tag.name());
                }
                boolean active =
                        ACTIVE.matcher(value.toLowerCase(Locale.ROOT)).matches() && !value.startsWith("data:image/");
                boolean image = tag.name().equals("img") && value.contains(MARK);
                if (ADDRESSES.contains(name) && (active || image)) {
                    faults.add("address " + value + " of " + tag.name());
                }
            });
        }
        return faults;
    }

    static List<String> ofText(String text) {
        List<String> faults = new ArrayList<>();
        if (TURNS.matcher(text).find()) {
            faults.add("turns text: " + around(text, TURNS));
        }
        if (text.indexOf(0) >= 0) {
            faults.add("U+0000");
        }
        return faults;
    }

    private static String around(String text, Pattern what) {
        var found = what.matcher(text);
        return found.find()
                ? text.substring(Math.max(0, found.start() - 80), Math.min(text.length(), found.end() + 40))
                : "";
    }

    /** No cell is a formula, and every line has as many cells as the first. */
    static List<String> ofCsv(String csv) {
        List<String> faults = new ArrayList<>(ofText(csv));
        int width = 0;
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (char c : (csv.startsWith("\ufeff") ? csv.substring(1) : csv).toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ';' || c == '\n')) {
                cells.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    width = width == 0 ? cells.size() : width;
                    if (cells.size() != width) {
                        faults.add("a line of " + cells.size() + " cells: " + cells);
                    }
                    cells.stream().filter(Nasty::isFormula).forEach(one -> faults.add("formula " + one));
                    cells.clear();
                }
            } else {
                cell.append(c);
            }
        }
        return faults;
    }

    private static boolean isFormula(String cell) {
        String bare = cell.endsWith("\r") ? cell.substring(0, cell.length() - 1) : cell;
        return !bare.isEmpty()
                && "=+-@\t\r".indexOf(bare.charAt(0)) >= 0
                && !NUMBER.matcher(bare).matches();
    }

    static List<String> ofMail(WireMail mail) {
        List<String> faults = new ArrayList<>(ofText(mail.text()));
        faults.addAll(ofHtml(mail.html(), ""));
        for (String header : mail.headers()) {
            if (!MAIL_HEADERS.contains(header.toLowerCase(Locale.ROOT))) {
                faults.add("mail header " + header);
            }
        }
        return faults;
    }
}
