package fr.teleservices.web;

import fr.teleservices.kernel.PrivateFolder;
import fr.teleservices.kernel.Refused;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The router: what every request passes, then the features' routes. */
public final class Web {
    static final long SMALL_BODY = 64 * 1024;
    static final long UPLOAD_BODY = 300L * 1024 * 1024;
    static final long UPLOAD_MILLIS = TimeUnit.MINUTES.toMillis(15);
    /** What is left to be written to disk when the last byte of an upload has come. */
    private static final long WRITTEN_MILLIS = 5_000;

    private static final String PERMISSION = "permission";
    private static final String READ = "read";

    private final Vertx vertx;
    private final WebConfig config;
    private final Site site;
    private final Sessions sessions;
    private final Guard guard;
    private final Templates templates;
    private final Assets assets;
    private final ErrorPages errors;
    private final List<Route> routes;
    private final List<Route> menu;
    private final Map<String, Supplier<Router>> mounts;
    private final Traffic traffic;
    private volatile boolean leaving;

    public Web(
            Vertx vertx,
            WebConfig config,
            Site site,
            Sessions sessions,
            Bearer bearer,
            Templates templates,
            Assets assets,
            List<Route> routes) {
        this(vertx, config, site, sessions, bearer, templates, assets, routes, Map.of(), Traffic.UNSEEN);
    }

    /**
     * @param mounts routers beside the features' own, by path: the demo's mailbox. Each event loop asks for its own
     * @param traffic is told of what was answered
     */
    public Web(
            Vertx vertx,
            WebConfig config,
            Site site,
            Sessions sessions,
            Bearer bearer,
            Templates templates,
            Assets assets,
            List<Route> routes,
            Map<String, Supplier<Router>> mounts,
            Traffic traffic) {
        this.traffic = traffic;
        this.vertx = vertx;
        this.config = config;
        this.site = site;
        this.sessions = sessions;
        this.guard = new Guard(sessions, bearer, config.secondFactorRequired());
        this.templates = templates;
        this.assets = assets;
        this.errors = new ErrorPages(templates);
        this.routes = List.copyOf(routes);
        this.mounts = Map.copyOf(mounts);
        this.menu = routes.stream()
                .filter(route -> route.menu() != null && route.method().equals(HttpMethod.GET))
                .toList();
    }

    /** Limits against slow and huge requests. */
    public static HttpServerOptions serverOptions() {
        return new HttpServerOptions()
                // else a connection is not known, and never closed, before its first byte
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(8 * 1024)
                .setMaxHeaderSize(16 * 1024)
                .setMaxFormAttributeSize((int) SMALL_BODY)
                .setMaxFormFields(500)
                .setMaxFormBufferedBytes(8 * 1024)
                .setCompressionSupported(false); // secrets and what others typed share pages
    }

    /** All routes of the features under what every request passes. */
    public Router router() {
        Router router = Router.router(vertx);
        router.route().handler(this::prepare);
        router.get("/static/*").handler(assets::serve).putMetadata(PERMISSION, Permission.PUBLIC);
        BodyHandler small = BodyHandler.create(false).setBodyLimit(SMALL_BODY);
        PrivateFolder.at(config.uploads()); // exports name children and where they live
        BodyHandler uploads = BodyHandler.create(config.uploads().toString())
                .setBodyLimit(UPLOAD_BODY)
                .setDeleteUploadedFilesOnEnd(true);
        for (Route route : routes) {
            BodyHandler body = route.body() == Route.Body.UPLOAD ? uploads : small;
            var mounted = router.route(route.method(), route.path());
            if (route.method().equals(HttpMethod.GET)) {
                mounted.method(HttpMethod.HEAD);
            }
            mounted.putMetadata(PERMISSION, route.permission())
                    .handler(context -> admit(context, route))
                    .handler(context -> read(context, route, body))
                    .handler(context -> act(context, route));
        }
        mounts.forEach((path, made) -> router.route(path + "/*")
                .putMetadata(PERMISSION, Permission.PUBLIC)
                .subRouter(made.get()));
        router.errorHandler(405, context -> {
            context.response().putHeader(HttpHeaders.ALLOW, allowed(context.normalizedPath()));
            errors.answer(context, context.failure(), 405);
        });
        for (int status : new int[] {400, 404, 408, 413, 414, 415, 431, 500, 501, 503}) {
            router.errorHandler(status, context -> errors.answer(context, context.failure(), status));
        }
        router.route().failureHandler(context -> errors.answer(context, context.failure(), status(context)));
        return router;
    }

    /** From now on every answer asks the other end not to use its connection again: a proxy in front lets go of those it keeps. */
    public void leave() {
        leaving = true;
    }

    /** What Vert.x cannot read of a body (the size of a chunk, say) is not a fault of ours. */
    private static int status(RoutingContext context) {
        boolean reading = context.get("visit") != null && context.get(READ) == null;
        return reading && context.failure() instanceof IllegalArgumentException ? 400 : context.statusCode();
    }

    private void prepare(RoutingContext context) {
        if (leaving) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        RequestId.begin(context, config.behindProxy());
        SecurityHeaders.put(context.response().headers(), site);
        if (context.request().headers().getAll(HttpHeaders.HOST).size() > 1) {
            errors.answer(context, null, 400); // a proxy may have believed the other one (RFC 9112, 3.2)
        } else {
            context.next();
        }
    }

    private void admit(RoutingContext context, Route route) {
        deadline(context, route);
        watch(context, route);
        context.request().pause(); // nothing of a body is read for those who may not
        attempt(() -> {
                    if (isWrite(route) && !(route.permission() instanceof Permission.Api)) {
                        SameOrigin.check(context.request(), site);
                    }
                    return guard.admit(context, route.permission());
                })
                .onComplete(admitted -> {
                    context.request().resume();
                    if (context.response().ended()) {
                        return; // it was too late: nothing is done for whoever was told so
                    }
                    if (admitted.succeeded()) {
                        context.put("visit", new Visit(context, this, admitted.result(), route));
                        context.next();
                    } else {
                        refuse(context, admitted.cause());
                    }
                });
    }

    private void watch(RoutingContext context, Route route) {
        traffic.began(route.method().name(), route.path());
        if (route.body() != Route.Body.STREAM) {
            long began = System.nanoTime();
            Traffic.Area area = Traffic.Area.of(route.permission());
            context.addEndHandler(
                    ended -> traffic.ended(area, context.response().getStatusCode(), System.nanoTime() - began));
        }
    }

    /** Not given to the route as it is: vertx-web would want it before the guard, which has to come first. */
    private void read(RoutingContext context, Route route, BodyHandler body) {
        if (route.body() == Route.Body.UPLOAD) {
            context.request().end().onSuccess(whole -> vertx.setTimer(WRITTEN_MILLIS, id -> refuseCut(context)));
        }
        body.handle(context);
    }

    /** A multipart body that ends in the middle of a file never ends for the body handler. */
    private void refuseCut(RoutingContext context) {
        if (!Boolean.TRUE.equals(context.get(READ))) {
            errors.answer(context, null, 400);
        }
    }

    private void refuse(RoutingContext context, Throwable failure) {
        String code = failure instanceof Refused refused ? refused.refusal().code() : "";
        if (code.equals(Guard.NO_SCHOOL)) {
            seeOther(context, "/gestion/etablissements");
        } else if (code.equals(Guard.SECOND_FACTOR) && !context.normalizedPath().startsWith("/api/")) {
            seeOther(context, "/gestion/profil/second-facteur?exige=1");
        } else {
            errors.answer(context, failure, 500);
        }
    }

    private static void seeOther(RoutingContext context, String path) {
        context.response().setStatusCode(303).putHeader("Location", path).end();
    }

    private void act(RoutingContext context, Route route) {
        Visit visit = context.get("visit");
        context.put(READ, true);
        attempt(() -> serve(visit, context, route)).onFailure(failure -> errors.answer(context, failure, 500));
    }

    private Future<Void> serve(Visit visit, RoutingContext context, Route route) {
        if (!(route.permission() instanceof Permission.Staff staff) || !staff.askedAgain()) {
            return route.action().serve(visit);
        }
        return sessions.open()
                .isProved(context)
                .compose(proved -> proved ? route.action().serve(visit) : AskAgain.before(visit));
    }

    private void deadline(RoutingContext context, Route route) {
        if (route.body() != Route.Body.STREAM) {
            long timer = vertx.setTimer(
                    route.body() == Route.Body.UPLOAD
                            ? UPLOAD_MILLIS
                            : config.answer().toMillis(),
                    id -> late(context));
            context.addEndHandler(ended -> vertx.cancelTimer(timer));
        }
    }

    private void late(RoutingContext context) {
        boolean unread = !context.request().isEnded();
        boolean slowClient = unread && context.get("visit") != null; // before that it is this side which does not read
        if (unread && !context.response().headWritten()) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        errors.answer(context, null, slowClient ? 408 : 503);
        if (unread) {
            context.request().connection().close();
        }
    }

    private String allowed(String path) {
        Set<String> methods = new TreeSet<>();
        for (Route route : routes) {
            if (leadsTo(route.path().split("/"), path.split("/"))) {
                methods.add(route.method().name());
                if (route.method().equals(HttpMethod.GET)) {
                    methods.add("HEAD");
                }
            }
        }
        return String.join(", ", methods);
    }

    private static boolean leadsTo(String[] route, String[] path) {
        return route.length == path.length
                && IntStream.range(0, route.length).allMatch(i -> route[i].startsWith(":") || route[i].equals(path[i]));
    }

    private static boolean isWrite(Route route) {
        return !route.method().equals(HttpMethod.GET);
    }

    private interface Work<T> {
        Future<T> start();
    }

    private static <T> Future<T> attempt(Work<T> work) {
        try {
            return work.start();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    WebConfig config() {
        return config;
    }

    String clientAddress(RoutingContext context) {
        String direct = context.request().remoteAddress().hostAddress();
        String forwarded = config.behindProxy() ? context.request().getHeader("X-Forwarded-For") : null;
        return forwarded == null
                ? direct
                : forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    }

    Site site() {
        return site;
    }

    Sessions sessions() {
        return sessions;
    }

    Templates templates() {
        return templates;
    }

    boolean secondFactorRequired() {
        return config.secondFactorRequired();
    }

    List<Route> menu() {
        return menu;
    }

    /** The features' routes, for tests that go over all of them. */
    public List<Route> routes() {
        return routes;
    }
}
