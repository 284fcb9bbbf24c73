package fr.teleservices.web;

import fr.teleservices.kernel.Refusal;
import fr.teleservices.web.Who.HolderWho;
import fr.teleservices.web.Who.SchoolRef;
import fr.teleservices.web.Who.StaffWho;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.FileUpload;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request and its answer, as actions see them. */
public final class Visit {
    private final RoutingContext context;
    private final Web web;
    private final Who who;
    private final Route route;

    Visit(RoutingContext context, Web web, Who who, Route route) {
        this.context = context;
        this.web = web;
        this.who = who;
        this.route = route;
    }

    /** For what is not offered here: streams, unusual headers. */
    public RoutingContext context() {
        return context;
    }

    public Route route() {
        return route;
    }

    public Who who() {
        return who;
    }

    /** On routes for staff and the API. */
    public StaffWho staff() {
        if (who instanceof StaffWho staff) {
            return staff;
        }
        throw new IllegalStateException("not a route for staff: " + route.path());
    }

    /** On routes for holders. */
    public HolderWho holder() {
        if (who instanceof HolderWho holder) {
            return holder;
        }
        throw new IllegalStateException("not a route for holders: " + route.path());
    }

    /** The school of a staff page: the own one, or the one that the academy chose. */
    public SchoolRef school() {
        SchoolRef school = staff().school();
        if (school == null) {
            throw new IllegalStateException("not a route about one school: " + route.path());
        }
        return school;
    }

    /** Who is signed in on the portal, also on a public page; {@link Who.Nobody} otherwise. */
    public Future<Who> holderIfAny() {
        return web.sessions().holder(context);
    }

    /** Who is signed in on the staff pages, also on a public page; {@link Who.Nobody} otherwise. */
    public Future<Who> staffIfAny() {
        return web.sessions().staff(context);
    }

    /** A part of the path; one with a control character in it names nothing. */
    public String path(String name) {
        String part = context.pathParam(name);
        if (part.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.notFound().asFailure();
        }
        return part;
    }

    /** An id in the path; what is no number is as absent as a number that is nobody's. */
    public long id(String name) {
        try {
            long id = Long.parseLong(path(name));
            if (id > 0) {
                return id;
            }
        } catch (NumberFormatException e) {
            // below
        }
        throw Refusal.notFound().asFailure();
    }

    public Form query() {
        return new Form(context.queryParams());
    }

    public Form form() {
        return new Form(context.request().formAttributes());
    }

    public List<FileUpload> uploads() {
        return context.fileUploads();
    }

    /** The JSON of the body; an absent body is an empty object. */
    public JsonObject json() {
        Buffer body = context.body().buffer();
        if (body == null || body.length() == 0) {
            return new JsonObject();
        }
        try {
            JsonObject json = new JsonObject(body);
            if (holdsNul(json)) {
                throw Refusal.invalid("malformed-json", "Un texte contient le caractère nul (U+0000).")
                        .asFailure();
            }
            return json;
        } catch (DecodeException | ClassCastException e) {
            throw Refusal.invalid("malformed-json", "Le corps de la requête n’est pas un objet JSON.")
                    .asFailure();
        }
    }

    /** PostgreSQL stores no U+0000 in a text. */
    private static boolean holdsNul(@Nullable Object value) {
        if (value instanceof JsonObject object) {
            return object.stream().anyMatch(entry -> holdsNul(entry.getKey()) || holdsNul(entry.getValue()));
        } else if (value instanceof JsonArray array) {
            return array.stream().anyMatch(Visit::holdsNul);
        }
        return value instanceof String text && text.indexOf(0) >= 0;
    }

    public @Nullable String header(String name) {
        return context.request().getHeader(name);
    }

    /** Where the request comes from, as the connection says; a declared proxy's word is taken by {@link Web}. */
    public String clientAddress() {
        return web.clientAddress(context);
    }

    public Future<Void> page(String template, Record view) {
        return page(200, template, view);
    }

    public Future<Void> page(int status, String template, Record view) {
        String html = web.templates()
                .render(
                        template,
                        view,
                        Frame.of(who, web.menu(), route.menu(), web.secondFactorRequired())
                                .withRefused(status >= 400));
        return context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .end(html);
    }

    /** Name of the identity provider that staff may sign in through; empty: none. */
    public String staffProvider() {
        return web.config().staffProvider();
    }

    /** Whether staff need a second factor here. */
    public boolean secondFactorRequired() {
        return web.secondFactorRequired();
    }

    /** Where an entry of the menu leads; empty where no route bears it. */
    public String menuPath(StaffMenu entry) {
        return web.menu().stream()
                .filter(one -> one.menu() == entry)
                .map(Route::path)
                .findFirst()
                .orElse("");
    }

    /** The same for this member of staff: empty, too, where the role forbids it. */
    public String openPath(StaffMenu entry) {
        return web.menu().stream()
                .filter(one -> one.menu() == entry && Frame.mayOpen(staff(), one))
                .map(Route::path)
                .findFirst()
                .orElse("");
    }

    /** A cookie of the browser beside its sessions: nothing that opens anything, for a while. */
    public void remember(String name, String value, Duration life) {
        context.response().addCookie(cookie(name, value).setMaxAge(life.toSeconds()));
    }

    /** What {@link #remember} has left in the browser; empty: nothing. */
    public String remembered(String name) {
        Cookie cookie = context.request().getCookie(cookieName(name));
        return cookie == null ? "" : cookie.getValue();
    }

    public void forget(String name) {
        if (!remembered(name).isEmpty()) {
            context.response().addCookie(cookie(name, "").setMaxAge(0));
        }
    }

    private Cookie cookie(String name, String value) {
        return Cookie.cookie(cookieName(name), value)
                .setHttpOnly(true)
                .setSecure(web.site().isHttps())
                .setSameSite(CookieSameSite.LAX)
                .setPath("/");
    }

    private String cookieName(String name) {
        return web.site().isHttps() ? "__Host-" + name : name;
    }

    /** Browsers follow the answer to a form to no other site than the page allows: one more, {@code https://host}. */
    public void formsMayEndAt(String origin) {
        SecurityHeaders.formsMayEndAt(context.response().headers(), origin);
    }

    /** After a POST: 303 to a page of this site. */
    public Future<Void> seeOther(String localPath) {
        return context.response()
                .setStatusCode(303)
                .putHeader(HttpHeaders.LOCATION, localPath)
                .end();
    }

    public Future<Void> json(int status, JsonObject body) {
        return context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(body.toBuffer());
    }

    /** A refusal of the API with members of its own beside the usual ones. */
    public Future<Void> problem(Refusal refusal, JsonObject members) {
        Problem problem = Problem.of(refusal);
        return context.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(problem.json().mergeIn(members).toBuffer());
    }

    public Future<Void> noContent() {
        return context.response().setStatusCode(204).end();
    }

    /** A whole file in memory, to be saved under that name (ASCII letters, digits, dots and hyphens). */
    public Future<Void> file(String type, String name, Buffer content) {
        return context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .end(content);
    }
}
