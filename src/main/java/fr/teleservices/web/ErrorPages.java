package fr.teleservices.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every failure ends here: a page for browsers, {@code application/problem+json} below {@code /api/}. Pages that show their
 * own form again with a sentence per field do so before.
 */
final class ErrorPages {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);

    private final Templates templates;

    ErrorPages(Templates templates) {
        this.templates = templates;
    }

    /** @param reference of a fault of ours, as in the log; null otherwise */
    record View(
            int status,
            String title,
            String sentence,
            Map<String, String> fields,
            @Nullable String reference,
            @Nullable String home,
            boolean staff) {}

    void answer(RoutingContext context, @Nullable Throwable failure, int status) {
        HttpServerResponse response = context.response();
        Problem problem = Problem.of(failure, status);
        String reference = problem.unexpected() ? log(context, failure) : null;
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset(); // half an answer must not look like a whole one
            return;
        }
        response.headers().remove(HttpHeaders.CONTENT_DISPOSITION); // of a file that is not there: nothing to save
        if (problem.retryAfter() > 0) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(problem.retryAfter()));
        }
        if (!context.request().isEnded() && problem.status() == 413) {
            response.putHeader(HttpHeaders.CONNECTION, "close");
        }
        String path = context.normalizedPath();
        if (path.startsWith("/api/")) {
            problemJson(response, problem, reference);
        } else if (isPartOfAPage(context)) {
            page(response.putHeader("HX-Refresh", "true"), problem, reference, path);
        } else if (problem.status() == 401) {
            response.setStatusCode(303)
                    .putHeader(HttpHeaders.LOCATION, signInPage(context, path))
                    .end();
        } else {
            page(response, problem, reference, path);
        }
    }

    /** A script that fetches part of a page gets no page of errors into its place: it loads the page again, which says what there is to say. */
    private static boolean isPartOfAPage(RoutingContext context) {
        return context.request().headers().contains("HX-Request");
    }

    private static String log(RoutingContext context, @Nullable Throwable failure) {
        // the path without its query: tokens of links are there; the reference is in every line of the request
        LOG.error("{} {} failed", context.request().method(), context.normalizedPath(), failure);
        return RequestId.of(context);
    }

    private static void problemJson(HttpServerResponse response, Problem problem, @Nullable String reference) {
        JsonObject body = problem.json();
        if (reference != null) {
            body.put("reference", reference);
        }
        if (problem.status() == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(body.toBuffer());
    }

    private static String signInPage(RoutingContext context, String path) {
        String page = isStaffs(path) ? "/gestion/connexion" : "/";
        if (!context.request().method().equals(HttpMethod.GET)) {
            return page;
        }
        String next = context.request().uri();
        return LocalPath.isLocal(next) ? page + "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8) : page;
    }

    private static boolean isStaffs(String path) {
        return path.equals("/gestion") || path.startsWith("/gestion/");
    }

    private void page(HttpServerResponse response, Problem problem, @Nullable String reference, String path) {
        View view = new View(
                problem.status(),
                problem.title(),
                problem.sentence(),
                problem.fields(),
                reference,
                isStaffs(path) ? "/gestion" : "/",
                isStaffs(path));
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .end(html(view));
    }

    /** A fault in the error page itself must not leave the visitor without an answer. */
    private String html(View view) {
        try {
            return templates.render("error", view);
        } catch (RuntimeException e) {
            LOG.error("the error page failed", e);
            return "<!DOCTYPE html><html lang=\"fr\"><title>Erreur</title><p>Une erreur est survenue.</p></html>";
        }
    }
}
