package fr.teleservices.web;

import io.vertx.core.Future;

/** What a route does. A failed future, or a throw, becomes the page or the problem that {@link ErrorPages} says. */
@FunctionalInterface
public interface Action {
    Future<Void> serve(Visit visit);
}
