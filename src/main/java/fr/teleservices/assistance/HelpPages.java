package fr.teleservices.assistance;

import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Resources;
import fr.teleservices.web.Route;
import fr.teleservices.web.StaffMenu;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** <i>Aide</i>: the {@link Guide}, a page for each screen and some for tasks that have none. */
public final class HelpPages {
    private static final Permission MAY = Permission.staffAnywhere(Role.ASSISTANCE);
    private static final Pattern MENU_LINK = Pattern.compile("<a href=\"menu:([A-Z_]+)\">([^<]*)</a>");

    /** Pages of no screen of their own, in the order of the index. */
    static final List<String> MORE = List.of(
            "premier-jour",
            "que-dire",
            "imprimer-les-lettres",
            "mot-de-passe-perdu",
            "remplacer-un-compte",
            "simulation",
            "seconde-etape-de-connexion",
            "mots-de-passe",
            "donnees-personnelles");

    private final Guide guide = new Guide(Resources.under("guide"));

    public List<Route> routes() {
        return List.of(
                Route.get(Guide.PATH, MAY, this::index).inMenu(StaffMenu.HELP),
                Route.get(Guide.IMAGES + ":image", MAY, this::image),
                Route.get(Guide.PATH + "/:page", MAY, this::show));
    }

    /** All names, for the test that looks at each. */
    List<String> names() {
        return List.copyOf(guide.pages().keySet());
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
                    Guide.Page page = guide.pages().get(name);
                    return page == null ? Stream.empty() : Stream.of(new Entry(Guide.PATH + "/" + name, page.title()));
                })
                .toList();
    }

    /** @param html of ours, written into the page as it is */
    record PageView(String title, String html) {}

    private Future<Void> show(Visit visit) {
        Guide.Page page = guide.pages().get(visit.path("page"));
        if (page == null) {
            throw Refusal.notFound().asFailure();
        }
        String html = MENU_LINK
                .matcher(page.html())
                .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(link(visit, found)));
        return visit.page("assistance/help-page", new PageView(page.title(), html));
    }

    private Future<Void> image(Visit visit) {
        byte[] png = guide.image(visit.path("image"));
        if (png == null) {
            throw Refusal.notFound().asFailure();
        }
        return visit.context()
                .response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "image/png")
                .putHeader(HttpHeaders.CACHE_CONTROL, "private, max-age=86400")
                .end(Buffer.buffer(png));
    }

    /** Where a screen is not there, its name alone. */
    private static String link(Visit visit, MatchResult found) {
        String path = visit.menuPath(StaffMenu.valueOf(found.group(1)));
        return path.isEmpty()
                ? "<em>" + found.group(2) + "</em>"
                : "<a href=\"" + path + "\">" + found.group(2) + "</a>";
    }
}
