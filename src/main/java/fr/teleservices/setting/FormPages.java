package fr.teleservices.setting;

import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import io.vertx.core.Future;
import java.util.function.Function;

/** Shows a form again with what was wrong; all else goes on to the error pages. */
final class FormPages {
    /** Nothing was wrong. */
    static final Refusal NONE = Refusal.invalid("none", "");

    private FormPages() {}

    /** @param page renders the form with that refusal, as 422 */
    static Future<Void> again(Throwable failure, Function<Refusal, Future<Void>> page) {
        return failure instanceof Refused refused && refused.refusal().kind() == Refusal.Kind.INVALID
                ? page.apply(refused.refusal())
                : Future.failedFuture(failure);
    }
}
