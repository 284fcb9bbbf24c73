package fr.teleservices.trust;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.WholeSite;
import fr.teleservices.kernel.Role;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.trust.Html.HtmlForm;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Ids of another school, in every route and method, as everybody: answered as ids that are nobody's. Made from the routes and
 * from what the pages link to: what is added is tried as well.
 */
@Tag("trust-14")
@ExtendWith(SharedSite.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.MethodName.class)
class Row14OtherSchoolsIdsTest {
    /** What the part of a path is the id of. A new route with an id needs a line here, and an example in {@link Neighbours}. */
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("/gestion/comptes/:id", "account"),
            Map.entry("/gestion/notifications/:id", "notification"),
            Map.entry("/gestion/campagnes/:id", "run"),
            Map.entry("/gestion/parametrage/liens/:id", "useful link"),
            Map.entry("/gestion/personnels/:id", "member of staff"),
            Map.entry("/gestion/profil/sessions/:id", "staff session"),
            Map.entry("/gestion/base-eleves/imports/:id", "import"),
            Map.entry("/gestion/academie/campagnes/:id", "heading"),
            Map.entry("/gestion/etablissements/:uai", "school"),
            Map.entry("/portail/compte/enfants/:id", "grouped account"),
            Map.entry("/portail/compte/activite/:id", "holder session"),
            Map.entry("/api/v1/accounts/:id", "account"),
            Map.entry("/api/v1/notifications/:id", "notification"),
            Map.entry("/api/v1/runs/:id", "run"),
            Map.entry("/api/v1/schools/:uai", "school"));

    /** Parts of paths that name what is the same for all schools. */
    private static final List<String> NO_IDS = List.of(
            "/gestion/aide/:page", "/gestion/aide/images/:image", "/gestion/parametrage/courriers/textes/:text");

    private static final Pattern ID =
            Pattern.compile("(?<![0-9])([1-9][0-9]{" + (WholeSite.ID_DIGITS - 1) + "}|[0-9]{7}[A-Z])(?![0-9A-Za-z])");
    private static final Pattern PARAMETER = Pattern.compile("/:[a-z]+");

    private final WholeSite site;
    private final Neighbours two;
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, HtmlForm> forms = new LinkedHashMap<>();
    private final List<String> links = new ArrayList<>();

    Row14OtherSchoolsIdsTest(WholeSite site) {
        this.site = site;
        this.two = new Neighbours(site);
        for (Browser browser : List.of(two.chefThere, two.academy)) {
            keep(new Crawl(browser, 3, (path, answer) -> {}).from("/gestion"));
        }
        keep(new Crawl(two.guardianThere, 3, (path, answer) -> {}).from("/portail"));
        keep(new Crawl(two.pupilThere, 3, (path, answer) -> {}).from("/portail"));
    }

    private void keep(Crawl crawl) {
        crawl.forms.forEach(forms::putIfAbsent);
        links.addAll(crawl.links);
    }

    private List<Route> routes() {
        return site.routes().stream()
                .filter(route -> PARAMETER.matcher(route.path()).find())
                // what takes its object away comes last, so that the others find it
                .sorted(Comparator.comparing(route -> route.path()
                        .matches(".*/(supprimer|annuler|cancel|degrouper|separer|effacer|detruire|fermer)")))
                .toList();
    }

    @Test
    void everyPartOfAPathIsKnown() {
        for (Route route : routes()) {
            Matcher parameter = PARAMETER.matcher(route.path());
            while (parameter.find()) {
                String upTo = route.path().substring(0, parameter.end());
                assertThat(KINDS.containsKey(upTo) || NO_IDS.contains(upTo))
                        .as(
                                "%s %s: say in KINDS what %s is the id of, and let Neighbours.collect() find one of another"
                                        + " school; where it is no id, add it to NO_IDS",
                                route.method(), route.path(), upTo)
                        .isTrue();
            }
        }
        assertThat(KINDS.values())
                .as("every kind has an example")
                .allSatisfy(kind -> assertThat(two.ids(kind)).as(kind).isNotEmpty());
    }

    @Test
    void whatIsAnotherSchoolsIsAnsweredAsWhatIsNobodys() {
        String before = two.everything();
        int tried = 0;
        for (Route route : routes()) {
            if (kind(route).isEmpty()) {
                continue;
            }
            for (String actor : route.path().startsWith("/api/") ? apiActors() : two.actors.keySet()) {
                List<String> ids = two.ids(kind(route));
                // every kind of account for those who get furthest, one for the others
                boolean far = actor.equals(Role.CHEF.name()) || actor.equals("guardian");
                for (String id : far ? ids : ids.subList(0, 1)) {
                    compare(route, actor, id);
                    tried++;
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(tried).isGreaterThan(400);
        assertThat(two.everything()).isEqualTo(before);
        theirOwnFindThem();
    }

    private List<String> apiActors() {
        List<String> all = new ArrayList<>(two.tokens.keySet());
        all.add("nobody");
        return all;
    }

    private void compare(Route route, String actor, String id) {
        if (actor.equals(Role.ACADEMIE.name())
                && List.of("school", "heading", "member of staff").contains(kind(route))) {
            return; // the academy's own
        }
        for (HttpMethod method : route.method().equals(HttpMethod.GET)
                ? List.of(HttpMethod.GET, HttpMethod.HEAD)
                : List.of(route.method())) {
            Answer theirs = ask(route, method, actor, id);
            Answer nobodys = ask(route, method, actor, Neighbours.nobodys(id));
            if (!look(theirs, id).equals(look(nobodys, Neighbours.nobodys(id)))
                    || (may(route, actor) ? theirs.status() != 404 : theirs.status() < 300)) {
                wrong.add(actor + " " + method + " " + path(route, id) + ": " + brief(look(theirs, id))
                        + "\n  instead of " + brief(look(nobodys, Neighbours.nobodys(id))));
            }
        }
    }

    private static boolean may(Route route, String actor) {
        Permission permission = route.permission();
        if (permission instanceof Permission.Holder) {
            return actor.equals("guardian");
        }
        Role least =
                permission instanceof Permission.Staff staff ? staff.least() : ((Permission.Api) permission).least();
        return !actor.equals(actor.toLowerCase(java.util.Locale.ROOT))
                && Role.valueOf(actor).includes(least);
    }

    private static String kind(Route route) {
        Matcher parameter = PARAMETER.matcher(route.path());
        return parameter.find() ? KINDS.getOrDefault(route.path().substring(0, parameter.end()), "") : "";
    }

    private static String path(Route route, String id) {
        return PARAMETER.matcher(route.path()).replaceFirst("/" + id);
    }

    private Answer ask(Route route, HttpMethod method, String actor, String id) {
        return route.path().startsWith("/api/")
                ? api(route, method, two.tokens.getOrDefault(actor, ""), id)
                : page(route, method, two.actors.get(actor), id);
    }

    private Answer page(Route route, HttpMethod method, Browser browser, String id) {
        String path = path(route, id);
        return method.equals(HttpMethod.POST)
                ? browser.post(path, fields(route))
                : browser.send(method.name(), path, null);
    }

    /** As the page sends them that has such a form; else what most ask for. */
    private String[] fields(Route route) {
        HtmlForm form = forms.get("post "
                + Crawl.kind(PARAMETER
                        .matcher(route.path())
                        .replaceFirst(kind(route).equals("school") ? "/1234567A" : "/1")));
        return form == null ? new String[] {"mode", "PAPER", "confirm", "1", "key", "0123"} : form.filled();
    }

    private Answer api(Route route, HttpMethod method, String token, String id) {
        String path = path(route, id).substring("/api/v1".length());
        if (path.endsWith("/imports")) {
            return two.programs.send(
                    method.name(),
                    "/api/v1" + path,
                    "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.xml\"\r\n\r\n<a/>\r\n--b--\r\n",
                    "Authorization",
                    "Bearer " + token,
                    "Content-Type",
                    "multipart/form-data; boundary=b");
        }
        JsonObject body = null;
        if (method.equals(HttpMethod.PUT)) {
            body = new JsonObject()
                    .put(
                            "items",
                            new JsonArray()
                                    .add(new JsonObject()
                                            .put("service", "LSU")
                                            .put("guardians", true)
                                            .put("pupils", false)));
        } else if (method.equals(HttpMethod.POST) && path.endsWith("/runs")) {
            body = new JsonObject().put("holder", "guardian").put("mode", "PAPER");
        } else if (method.equals(HttpMethod.POST) && path.startsWith("/accounts/")) {
            body = path.matches(".*/(release|simulate)") ? null : new JsonObject().put("mode", "PAPER");
        }
        return two.call(token, method.name(), path, body, "row-14");
    }

    /** Status, body and headers without the id, and what no two answers share. */
    private static String look(Answer answer, String id) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        headers.keySet().removeAll(List.of("date", "set-cookie", "x-request-id"));
        // one's own data as a zip bear the time
        String body = answer.body().startsWith("PK") ? "a zip" : answer.body();
        return (answer.status() + " " + headers + " " + body).replace(id, "#");
    }

    private static String brief(String look) {
        String bare = look.replaceAll("(?s)\\{[^{}]*cache-control[^{}]*}|<[^>]*>|\\s+", " ")
                .replaceAll(" +", " ");
        return bare.length() < 400 ? bare : bare.substring(0, 400);
    }

    /** Else a misspelt path would look like good protection. */
    private void theirOwnFindThem() {
        for (Route route : routes()) {
            if (kind(route).isEmpty()) {
                continue;
            }
            boolean academys = List.of("school", "heading").contains(kind(route));
            boolean found = two.ids(kind(route)).stream().anyMatch(id -> {
                Answer answer =
                        route.path().endsWith("s/events") || route.path().endsWith("evenements")
                                ? new Answer(200, "", null) // ends with its reader alone
                                : route.path().startsWith("/api/")
                                        ? api(route, route.method(), two.chefsTokenThere, id)
                                        : page(
                                                route,
                                                route.method(),
                                                route.path().startsWith("/portail")
                                                        ? two.guardianThere
                                                        : academys ? two.academy : two.chefThere,
                                                id);
                return answer.status() != 404 && answer.status() != 403;
            });
            if (!found) {
                wrong.add("not even their own find it: " + route.method() + " " + route.path());
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Ids that stand in a query or in a field, found in the pages of those whose they are. */
    @Test
    void idsInQueriesAndFieldsAreNoWayInEither() {
        String before = two.everythingThere();
        int tried = 0;
        for (String link : links.stream()
                .filter(link -> link.contains("?") && ID.matcher(link).find())
                .toList()) {
            tried += same(link, browser -> browser.get(link), browser -> browser.get(nobodys(link)));
        }
        for (HtmlForm form : forms.values()) {
            String[] fields = form.filled();
            String[] nobodys = new String[fields.length];
            for (int i = 0; i < fields.length; i++) {
                nobodys[i] = nobodys(fields[i]);
            }
            if (String.join(" ", fields).equals(String.join(" ", nobodys))) {
                continue;
            }
            tried += form.posts()
                    ? same(
                            "POST " + form.action(),
                            browser -> browser.post(form.action(), fields),
                            browser -> browser.post(nobodys(form.action()), nobodys))
                    : same(
                            form.action(),
                            browser -> browser.get(query(form.action(), fields)),
                            browser -> browser.get(query(nobodys(form.action()), nobodys)));
        }
        assertThat(wrong).isEmpty();
        assertThat(tried).isGreaterThan(5);
        assertThat(two.everythingThere()).isEqualTo(before);
    }

    private interface Try {
        Answer by(Browser browser);
    }

    private int same(String what, Try theirs, Try nobodys) {
        int tried = 0;
        for (String actor : List.of("CHEF", "GESTIONNAIRE", "guardian")) {
            String one = ID.matcher(look(theirs.by(two.actors.get(actor)), "#")).replaceAll("#");
            String other =
                    ID.matcher(look(nobodys.by(two.actors.get(actor)), "#")).replaceAll("#");
            if (!keyless(one).equals(keyless(other))) {
                wrong.add(actor + " " + what + ": " + brief(one) + "\n  instead of " + brief(other));
            }
            tried++;
        }
        return tried;
    }

    private static String keyless(String look) {
        return look.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}|content-length=\\[\\d+\\]", "KEY");
    }

    private static String nobodys(String text) {
        return ID.matcher(text).replaceAll(found -> Neighbours.nobodys(found.group()));
    }

    private static String query(String action, String... fields) {
        StringBuilder path = new StringBuilder(action).append('?');
        for (int i = 0; i < fields.length; i += 2) {
            path.append(fields[i])
                    .append('=')
                    .append(java.net.URLEncoder.encode(fields[i + 1], java.nio.charset.StandardCharsets.UTF_8))
                    .append('&');
        }
        return path.toString();
    }
}
