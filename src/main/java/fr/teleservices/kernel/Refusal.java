package fr.teleservices.kernel;

import java.util.Map;

/**
 * Why something was not done, as a value: the caller shows it, nothing is thrown in a decision. A service whose
 * transaction must roll back fails its future with {@link Refused}.
 *
 * @param kind decides the HTTP status (see {@code web/ErrorPages})
 * @param code stable name for programs, {@code kebab-case}
 * @param sentence in French, for the person
 * @param fields for {@link Kind#INVALID}: field name to sentence
 * @param retryAfterSeconds for {@link Kind#TOO_MANY}, else 0
 */
public record Refusal(Kind kind, String code, String sentence, Map<String, String> fields, int retryAfterSeconds) {
    /** What kind of no it is; one HTTP status each. */
    public enum Kind {
        /** 422: the form has faults. */
        INVALID,
        /** 409: the state does not allow it. */
        CONFLICT,
        /** 401. */
        UNAUTHENTICATED,
        /** 403. */
        FORBIDDEN,
        /** 404: absent, or another school's. */
        NOT_FOUND,
        /** 410: a dead link. */
        GONE,
        /** 429. */
        TOO_MANY,
        /** 413. */
        TOO_LARGE
    }

    public static Refusal invalid(String code, String sentence) {
        return new Refusal(Kind.INVALID, code, sentence, Map.of(), 0);
    }

    public static Refusal invalid(Map<String, String> fields) {
        return new Refusal(Kind.INVALID, "invalid-fields", "Certaines informations sont à corriger.", fields, 0);
    }

    public static Refusal conflict(String code, String sentence) {
        return new Refusal(Kind.CONFLICT, code, sentence, Map.of(), 0);
    }

    public static Refusal forbidden(String sentence) {
        return new Refusal(Kind.FORBIDDEN, "forbidden", sentence, Map.of(), 0);
    }

    public static Refusal unauthenticated(String sentence) {
        return new Refusal(Kind.UNAUTHENTICATED, "unauthenticated", sentence, Map.of(), 0);
    }

    public static Refusal notFound() {
        return new Refusal(Kind.NOT_FOUND, "not-found", "Cette page n’existe pas.", Map.of(), 0);
    }

    public static Refusal gone(String sentence) {
        return new Refusal(Kind.GONE, "gone", sentence, Map.of(), 0);
    }

    public static Refusal tooMany(int retryAfterSeconds) {
        return new Refusal(
                Kind.TOO_MANY,
                "too-many-tries",
                "Trop d’essais. Réessayez dans " + retryAfterSeconds
                        + (retryAfterSeconds > 1 ? " secondes." : " seconde."),
                Map.of(),
                retryAfterSeconds);
    }

    /** This refusal as a failure, for futures. */
    public Refused asFailure() {
        return new Refused(this);
    }
}
