package fr.teleservices.web;

import fr.teleservices.web.Who.StaffWho;
import io.vertx.core.Future;

/** Tells whose an API token is. */
@FunctionalInterface
public interface Bearer {
    /** Fails with a refusal of kind UNAUTHENTICATED where the token opens nothing. */
    Future<StaffWho> verify(String token);
}
