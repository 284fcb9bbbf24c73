package fr.teleservices.web;

import fr.teleservices.db.DatabaseAway;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.handler.HttpException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failure as an HTTP answer: the one table of both pages and API.
 *
 * @param retryAfter seconds, or 0
 * @param unexpected whether it is a fault of ours, to be logged under a reference
 */
record Problem(
        int status,
        String code,
        String title,
        String sentence,
        Map<String, String> fields,
        int retryAfter,
        boolean unexpected) {

    static Problem of(@Nullable Throwable failure, int status) {
        if (failure instanceof Refused refused) {
            return of(refused.refusal());
        }
        if (failure instanceof HttpException http) {
            return ofStatus(http.getStatusCode());
        }
        if (failure == null) {
            return ofStatus(status);
        }
        if (DatabaseAway.isCause(failure)) {
            return unavailable();
        }
        return ofStatus(status >= 400 && status < 500 ? status : 500);
    }

    static Problem of(Refusal refusal) {
        int status = switch (refusal.kind()) {
            case INVALID -> 422;
            case CONFLICT -> 409;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case GONE -> 410;
            case TOO_MANY -> 429;
            case TOO_LARGE -> 413;
        };
        return new Problem(
                status,
                refusal.code(),
                title(status),
                refusal.sentence(),
                refusal.fields(),
                refusal.retryAfterSeconds(),
                false);
    }

    static Problem unavailable() {
        return new Problem(
                503,
                "unavailable",
                title(503),
                "Le service est momentanément indisponible. Réessayez dans quelques secondes.",
                Map.of(),
                5,
                false);
    }

    static Problem ofStatus(int status) {
        return switch (status) {
            case 404 -> of(Refusal.notFound());
            case 503 -> unavailable();
            case 400 -> simple(status, "bad-request", "Cette demande n’est pas lisible.");
            case 403 -> of(Refusal.forbidden("Vous n’avez pas accès à cette page."));
            case 405 -> simple(status, "method-not-allowed", "Cette page ne s’utilise pas ainsi.");
            case 408 -> simple(status, "timeout", "La demande a mis trop de temps à arriver.");
            case 413 -> simple(status, "too-large", "Ce qui a été envoyé est trop volumineux.");
            case 414, 431 -> simple(status, "too-long", "Cette adresse est trop longue.");
            case 415 -> simple(status, "unsupported-media-type", "Ce format n’est pas pris en charge.");
            case 501 -> simple(status, "not-implemented", "Cette action n’est pas encore disponible.");
            default ->
                new Problem(
                        500,
                        "internal",
                        title(500),
                        "Une erreur est survenue de notre côté. Réessayez ; si elle persiste, communiquez la référence"
                                + " ci-dessous à l’assistance.",
                        Map.of(),
                        0,
                        true);
        };
    }

    private static Problem simple(int status, String code, String sentence) {
        return new Problem(status, code, title(status), sentence, Map.of(), 0, false);
    }

    /** As RFC 9457 writes it. */
    JsonObject json() {
        JsonObject body = new JsonObject()
                .put("type", "urn:teleservices:problem:" + code)
                .put("title", title)
                .put("status", status)
                .put("detail", sentence);
        if (!fields.isEmpty()) {
            JsonObject named = new JsonObject();
            fields.forEach(named::put);
            body.put("fields", named);
        }
        return body;
    }

    private static String title(int status) {
        return switch (status) {
            case 401 -> "Connexion nécessaire";
            case 403 -> "Accès refusé";
            case 404 -> "Page introuvable";
            case 409 -> "Action impossible";
            case 410 -> "Lien expiré";
            case 413 -> "Envoi trop volumineux";
            case 422 -> "Informations à corriger";
            case 429 -> "Trop d’essais";
            case 503 -> "Service indisponible";
            case 500 -> "Erreur du service";
            default -> "Demande refusée";
        };
    }
}
