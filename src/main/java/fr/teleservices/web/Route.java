package fr.teleservices.web;

import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * One route. A feature hands over a list of them; {@link Web} mounts no other. A GET changes nothing and answers HEAD too.
 *
 * @param path as vertx-web spells it, {@code /gestion/runs/:id}
 * @param menu the entry of the staff menu that leads here, if any
 */
public record Route(
        HttpMethod method,
        String path,
        Permission permission,
        Body body,
        Action action,
        @Nullable StaffMenu menu) {
    /** What may come with a request, and how long the answer may take. */
    public enum Body {
        /** Nothing, a form or JSON of 64 KB; answered within 30 seconds. */
        SMALL,
        /** Files, 300 MB in all, streamed to disk. */
        UPLOAD,
        /** An answer that goes on: SSE, downloads. */
        STREAM
    }

    public static Route get(String path, Permission permission, Action action) {
        return new Route(HttpMethod.GET, path, permission, Body.SMALL, action, null);
    }

    public static Route post(String path, Permission permission, Action action) {
        return new Route(HttpMethod.POST, path, permission, Body.SMALL, action, null);
    }

    public static Route put(String path, Permission permission, Action action) {
        return new Route(HttpMethod.PUT, path, permission, Body.SMALL, action, null);
    }

    /** The same with files. */
    public Route upload() {
        return new Route(method, path, permission, Body.UPLOAD, action, menu);
    }

    /** The same with an answer that goes on. */
    public Route stream() {
        return new Route(method, path, permission, Body.STREAM, action, menu);
    }

    public Route inMenu(StaffMenu entry) {
        return new Route(method, path, permission, body, action, entry);
    }
}
