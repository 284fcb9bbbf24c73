package fr.teleservices.trust;

import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Goes to every page that links lead to, a few of each kind, and keeps their forms and links. */
final class Crawl {
    private final Browser browser;
    private final int perKind;
    private final BiConsumer<String, Answer> look;
    private final Map<String, Integer> seen = new HashMap<>();
    /** The first of each kind of form. */
    final Map<String, Html.HtmlForm> forms = new LinkedHashMap<>();

    final Set<String> links = new LinkedHashSet<>();
    final List<String> visited = new ArrayList<>();

    Crawl(Browser browser, int perKind, BiConsumer<String, Answer> look) {
        this.browser = browser;
        this.perKind = perKind;
        this.look = look;
    }

    /** Leaves out what another one has seen. */
    Crawl without(List<String> paths) {
        paths.stream()
                .map(Crawl::kind)
                .filter(kind -> !kind.equals("/gestion"))
                .forEach(kind -> seen.put(kind, perKind));
        return this;
    }

    Crawl from(String... starts) {
        ArrayDeque<String> next = new ArrayDeque<>(List.of(starts));
        while (!next.isEmpty()) {
            String path = next.removeFirst();
            if (path.startsWith("/static/") || seen.merge(kind(path), 1, Integer::sum) > perKind) {
                continue;
            }
            Answer answer = browser.get(path.replaceFirst("#.*", ""));
            visited.add(path);
            look.accept(path, answer);
            if (answer.status() == 303) {
                next.add(answer.header("Location"));
            }
            if (answer.header("Content-Type").startsWith("text/html")) {
                for (String link : Html.links(answer.body())) {
                    if (links.add(link)) {
                        next.add(link);
                    }
                }
                for (Html.HtmlForm form : Html.forms(path.replaceFirst("[?#].*", ""), answer.body())) {
                    forms.putIfAbsent(form.method() + " " + kind(form.action()), form);
                }
            }
        }
        return this;
    }

    /** Without its numbers and the values of its query. */
    static String kind(String path) {
        String[] parts = path.replaceFirst("#.*", "").split("\\?", 2);
        String bare = parts[0].replaceAll("\\d+", "N").replaceAll("/N[A-Z](?=/|$)", "/U");
        return parts.length == 1 ? bare : bare + "?" + parts[1].replaceAll("=[^&]*", "");
    }
}
