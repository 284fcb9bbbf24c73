package fr.teleservices.assistance;

import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Resources;
import fr.teleservices.web.Route;
import fr.teleservices.web.StaffMenu;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * <i>Aide</i>: a page for each screen and some for what has none. They are files under {@code help/}: the title on the first
 * line, then HTML of ours. {@code menu:CONTACT} in a link is where that entry of the menu leads, {@code aide:simulation}
 * another page.
 */
public final class HelpPages {
    private static final String PATH = "/gestion/aide";
    private static final Permission MAY = Permission.staffAnywhere(Role.ASSISTANCE);
    private static final Pattern MENU_LINK = Pattern.compile("<a href=\"menu:([A-Z_]+)\">([^<]*)</a>");

    /** Pages of no screen of their own, in the order of the index. */
    static final List<String> MORE = List.of(
            "que-dire", "nouveau-compte", "simulation", "second-facteur", "mots-de-passe", "donnees-personnelles");

    private final Map<String, Page> pages = new TreeMap<>();

    public HelpPages() {
        Resources.under("help").forEach((file, bytes) -> {
            String text = new String(bytes, StandardCharsets.UTF_8);
            int end = text.indexOf('\n');
            String html = text.substring(end + 1).replace("href=\"aide:", "href=\"" + PATH + "/");
            pages.put(file.replace(".html", ""), new Page(text.substring(0, end), html));
        });
    }

    private record Page(String title, String html) {}

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, MAY, this::index).inMenu(StaffMenu.HELP), Route.get(PATH + "/:page", MAY, this::show));
    }

    /** All names, for the test that looks at each. */
    List<String> names() {
        return List.copyOf(pages.keySet());
    }

    record Entry(String path, String title) {}

    record IndexView(List<Entry> screens, List<Entry> more) {}

    private Future<Void> index(Visit visit) {
        Stream<String> screens = Arrays.stream(StaffMenu.values())
                .filter(entry -> !visit.menuPath(entry).isEmpty())
                .map(StaffMenu::helpPage);
        return visit.page("assistance/help", new IndexView(entries(screens), entries(MORE.stream())));
    }

    private List<Entry> entries(Stream<String> names) {
        return names.flatMap(name -> {
                    Page page = pages.get(name);
                    return page == null ? Stream.empty() : Stream.of(new Entry(PATH + "/" + name, page.title()));
                })
                .toList();
    }

    /** @param html of ours, written into the page as it is */
    record PageView(String title, String html) {}

    private Future<Void> show(Visit visit) {
        Page page = pages.get(visit.path("page"));
        if (page == null) {
            throw Refusal.notFound().asFailure();
        }
        String html = MENU_LINK
                .matcher(page.html())
                .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(link(visit, found)));
        return visit.page("assistance/help-page", new PageView(page.title(), html));
    }

    /** Where a screen is not there, its name alone. */
    private static String link(Visit visit, MatchResult found) {
        String path = visit.menuPath(StaffMenu.valueOf(found.group(1)));
        return path.isEmpty()
                ? "<em>" + found.group(2) + "</em>"
                : "<a href=\"" + path + "\">" + found.group(2) + "</a>";
    }
}
