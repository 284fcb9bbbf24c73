package fr.teleservices.web;

import io.vertx.core.MultiMap;

/** What every answer bears, errors included. */
final class SecurityHeaders {
    private static final String CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + "font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
            + "frame-ancestors 'none'";

    private SecurityHeaders() {}

    static void formsMayEndAt(MultiMap headers, String origin) {
        headers.set("Content-Security-Policy", CSP.replace("form-action 'self'", "form-action 'self' " + origin));
    }

    static void put(MultiMap headers, Site site) {
        headers.set("Content-Security-Policy", CSP)
                .set("X-Content-Type-Options", "nosniff")
                .set("X-Frame-Options", "DENY")
                .set("Referrer-Policy", "same-origin")
                .set("Cross-Origin-Opener-Policy", "same-origin")
                .set("Cross-Origin-Resource-Policy", "same-origin")
                .set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
                .set("Cache-Control", "no-store");
        if (site.isHttps()) {
            headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
    }
}
