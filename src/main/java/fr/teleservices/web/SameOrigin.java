package fr.teleservices.web;

import fr.teleservices.kernel.Refusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * A page of another site must not write here with our visitor's cookies. Browsers say where a request comes from; one that
 * says nothing at all comes from no browser form of today, and has no cookie that it was not given.
 */
final class SameOrigin {
    private SameOrigin() {}

    static void check(HttpServerRequest request, Site site) {
        if (!isOwn(request, site)) {
            throw Refusal.forbidden("Cette demande vient d’un autre site.").asFailure();
        }
    }

    private static boolean isOwn(HttpServerRequest request, Site site) {
        String fetchSite = request.getHeader("Sec-Fetch-Site");
        if (fetchSite != null) {
            return fetchSite.equals("same-origin") || fetchSite.equals("none");
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null) {
            return site.isOwn(origin);
        }
        String referer = request.getHeader(HttpHeaders.REFERER);
        return referer == null || site.isOwn(referer);
    }
}
