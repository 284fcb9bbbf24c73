package fr.teleservices.account;

import org.jspecify.annotations.Nullable;

/**
 * Who does something to an account, for the decision and for the audit.
 *
 * @param id of the staff or the account; null for the service itself
 */
public record By(Actor actor, @Nullable Long id) {
    public static By staff(long staffId) {
        return new By(Actor.STAFF, staffId);
    }

    public static By holder(long accountId) {
        return new By(Actor.HOLDER, accountId);
    }

    public static By service() {
        return new By(Actor.SERVICE, null);
    }

    /** As the audit names it: a run is its starter's doing, the import the service's. */
    String auditKind() {
        return switch (actor) {
            case STAFF, RUN -> "STAFF";
            case HOLDER -> "HOLDER";
            case IMPORT, SERVICE -> "SERVICE";
        };
    }
}
