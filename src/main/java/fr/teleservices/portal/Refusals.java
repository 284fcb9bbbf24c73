package fr.teleservices.portal;

import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import java.util.Set;
import java.util.function.BiFunction;

/** Shows a form again with what was wrong; all else goes on to the error pages. */
final class Refusals {
    private static final Set<Refusal.Kind> ON_THE_FORM = Set.of(Refusal.Kind.INVALID, Refusal.Kind.TOO_MANY);

    private Refusals() {}

    /** @param again renders the form with that status and refusal */
    static Future<Void> form(Visit visit, Throwable failure, BiFunction<Integer, Refusal, Future<Void>> again) {
        if (!(failure instanceof Refused refused)
                || !ON_THE_FORM.contains(refused.refusal().kind())) {
            return Future.failedFuture(failure);
        }
        Refusal refusal = refused.refusal();
        if (refusal.kind() == Refusal.Kind.TOO_MANY) {
            visit.context().response().putHeader("Retry-After", Integer.toString(refusal.retryAfterSeconds()));
            return again.apply(429, refusal);
        }
        return again.apply(422, refusal);
    }

    /** A dead link's page instead of the general one: it says how to get another. */
    static Future<Void> gone(Throwable failure, BiFunction<Integer, Refusal, Future<Void>> page) {
        return failure instanceof Refused refused && refused.refusal().kind() == Refusal.Kind.GONE
                ? page.apply(410, refused.refusal())
                : Future.failedFuture(failure);
    }
}
