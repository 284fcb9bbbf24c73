package fr.teleservices.school;

import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.AskAgain;
import fr.teleservices.web.Form;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import java.util.List;

/** Asks staff once more who they are, before what is sensitive. */
public final class IdentityPages {
    private static final Permission MAY =
            Permission.staffAnywhere(Role.ASSISTANCE).withHarmlessPosts();

    private final ProfileService profiles;
    private final Sessions sessions;

    public IdentityPages(ProfileService profiles, Sessions sessions) {
        this.profiles = profiles;
        this.sessions = sessions;
    }

    public List<Route> routes() {
        return List.of(Route.get(AskAgain.PATH, MAY, AskAgain::page), Route.post(AskAgain.PATH, MAY, this::prove));
    }

    private Future<Void> prove(Visit visit) {
        Form form = visit.form();
        return profiles.prove(
                        visit.staff().id(),
                        form.secret(AskAgain.PASSWORD),
                        form.get(AskAgain.CODE),
                        visit.clientAddress())
                .compose(right -> sessions.open().proved(visit))
                .compose(done -> AskAgain.goOn(visit), failure -> again(visit, failure));
    }

    private static Future<Void> again(Visit visit, Throwable failure) {
        if (failure instanceof Refused refused) {
            Refusal refusal = refused.refusal();
            if (refusal.kind() == Refusal.Kind.TOO_MANY) {
                visit.context().response().putHeader("Retry-After", Integer.toString(refusal.retryAfterSeconds()));
                return AskAgain.again(visit, 429, refusal.sentence(), refusal.fields());
            } else if (refusal.kind() == Refusal.Kind.INVALID) {
                return AskAgain.again(visit, 422, refusal.sentence(), refusal.fields());
            }
        }
        return Future.failedFuture(failure);
    }
}
