package fr.teleservices.logs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What no log may hold, by its form: passwords, tokens, keys, mail addresses, birth dates, names. */
final class Leaks {
    private static final String WORD = "[23456789ABCDEFGHJKMNPQRSTVWXYZ]{4}";

    private static final Map<String, Pattern> FORMS = forms();

    private Leaks() {}

    private static Map<String, Pattern> forms() {
        Map<String, Pattern> forms = new LinkedHashMap<>();
        forms.put(
                "a temporary password",
                Pattern.compile("(?<![0-9A-Za-z-])" + WORD + "-" + WORD + "-" + WORD + "(?![0-9A-Za-z-])"));
        forms.put(
                "a password of the tests",
                Pattern.compile("une phrase assez longue|une phrase de passe|trois girafes sous la pluie"));
        forms.put(
                "the token of a link",
                Pattern.compile(
                        "(?<![\\w.$/-])(?=[\\w-]*[0-9][\\w-]*[0-9])(?=[\\w-]*[a-z])(?=[\\w-]*[A-Z])[\\w-]{43}(?![\\w.$-])"
                                + "|[?&]token=[\\w.-]+"));
        forms.put("a signed token", Pattern.compile("eyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]*"));
        forms.put("a key", Pattern.compile("-----BEGIN "));
        forms.put("a password in an address", Pattern.compile("://[^/\\s:@]+:[^/\\s:@]+@"));
        forms.put("a mail address", Pattern.compile("[\\w.+'-]+@[A-Za-z0-9-]+\\.[A-Za-z][A-Za-z0-9.-]*[A-Za-z]"));
        forms.put(
                "a birth date",
                Pattern.compile("(?<![\\w/])[0-3]\\d/[01]\\d/(19|20)\\d\\d(?!\\w)"
                        + "|(?<![\\w-])(19\\d\\d|200\\d|201\\d)-[01]\\d-[0-3]\\d(?![\\w-])"));
        forms.put(
                "a name",
                Pattern.compile("d['’]Alembert|N['’]Diaye|L['’]Hénoret|Œuvrard|Saint-Exupéry|M['’]Barek|Nguyễn|Le Bœuf"
                        + "|Rochefoucauld|Gonçalves|Belkacem|Coulibaly"));
        return forms;
    }

    /** Each as {@code what: the text}. */
    static List<String> in(String text) {
        List<String> found = new ArrayList<>();
        FORMS.forEach((what, form) -> {
            Matcher matcher = form.matcher(text);
            while (matcher.find()) {
                found.add(what + ": " + matcher.group());
            }
        });
        return found;
    }
}
