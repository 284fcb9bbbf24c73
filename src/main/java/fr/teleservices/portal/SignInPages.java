package fr.teleservices.portal;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.SignInService;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.web.Form;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.Visit;
import fr.teleservices.web.Who.HolderWho;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** {@code /}: the portal's front door. */
public final class SignInPages {
    private final SignInService signIn;
    private final Sessions sessions;

    public SignInPages(SignInService signIn, Sessions sessions) {
        this.signIn = signIn;
        this.sessions = sessions;
    }

    record View(String login, String sentence, Map<String, String> errors) {}

    public List<Route> routes() {
        return List.of(
                Route.get("/", Permission.PUBLIC, visit -> page(visit, 200, "", "")),
                Route.post("/", Permission.PUBLIC, this::enter),
                Route.post("/portail/deconnexion", Permission.PUBLIC, this::leave));
    }

    private Future<Void> enter(Visit visit) {
        Form form = visit.form();
        String login = form.get("login");
        return signIn.signIn(login, form.secret("password"), visit.clientAddress())
                .compose(in -> sessions.beginHolder(visit, in.accountId(), in.schoolId())
                        .compose(begun -> visit.seeOther(
                                in.state() == AccountState.ACTIVE ? PortalPages.HOME : PortalPages.ACTIVATING)))
                .recover(failure ->
                        Refusals.form(visit, failure, (status, refusal) -> again(visit, status, refusal, login)));
    }

    private Future<Void> again(Visit visit, int status, Refusal refusal, String login) {
        return page(visit, status, login, refusal.sentence());
    }

    /** A simulation has its own way out: this button belongs to the person who is looked at. */
    private Future<Void> leave(Visit visit) {
        return visit.holderIfAny()
                .compose(who -> who instanceof HolderWho holder && holder.simulated()
                        ? Future.failedFuture(Refusal.forbidden(
                                        "Pendant une simulation, rien ne peut être modifié. Le bandeau de la page termine la"
                                                + " simulation.")
                                .asFailure())
                        : sessions.endHolder(visit).compose(done -> visit.seeOther("/")));
    }

    private static Future<Void> page(Visit visit, int status, String login, String sentence) {
        return visit.page(status, "portal/sign-in", new View(login, sentence, Map.of()));
    }
}
