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
import java.util.Optional;

/** {@code /}: the portal's front door. */
public final class SignInPages {
    private final SignInService signIn;
    private final Sessions sessions;
    private final Onward onward;

    public SignInPages(SignInService signIn, Sessions sessions) {
        this(signIn, sessions, Onward.NOWHERE);
    }

    /** @param onward other sites that may have sent whoever signs in */
    public SignInPages(SignInService signIn, Sessions sessions, Onward onward) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.onward = onward;
    }

    /**
     * @param next where one goes on; empty: on the portal's front page
     * @param site the other site that waits; empty: none
     */
    record View(String login, String next, String site, String sentence, Map<String, String> errors) {}

    public List<Route> routes() {
        return List.of(
                Route.get("/", Permission.PUBLIC, visit -> page(visit, 200, "", next(visit.query()), "")),
                Route.post("/", Permission.PUBLIC, this::enter),
                Route.post("/portail/deconnexion", Permission.PUBLIC, this::leave));
    }

    private Future<Void> enter(Visit visit) {
        Form form = visit.form();
        String login = form.get("login");
        return signIn.signIn(login, form.secret("password"), visit.clientAddress())
                .compose(in -> sessions.beginHolder(visit, in.accountId(), in.schoolId())
                        .compose(begun -> visit.seeOther(
                                in.state() == AccountState.ACTIVE ? orHome(next(form)) : PortalPages.ACTIVATING)))
                .recover(failure ->
                        Refusals.form(visit, failure, (status, refusal) -> again(visit, status, refusal, login)));
    }

    private Future<Void> again(Visit visit, int status, Refusal refusal, String login) {
        return page(visit, status, login, next(visit.form()), refusal.sentence());
    }

    /** Of the portal, or of another site's request. */
    private String next(Form given) {
        String path = given.localPath("next");
        boolean known = path.equals(PortalPages.HOME)
                || path.startsWith(PortalPages.HOME + "/")
                || onward.of(path).isPresent();
        return known ? path : "";
    }

    private static String orHome(String next) {
        return next.isEmpty() ? PortalPages.HOME : next;
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

    /** Who was sent here by another site may have to activate first, and finds the way back in the browser. */
    private Future<Void> page(Visit visit, int status, String login, String next, String sentence) {
        Optional<Onward.To> to = onward.of(next);
        to.ifPresent(site -> {
            visit.formsMayEndAt(site.origin());
            visit.remember(Onward.COOKIE, next, Onward.LIFE);
        });
        return visit.page(
                status,
                "portal/sign-in",
                new View(login, next, to.map(Onward.To::name).orElse(""), sentence, Map.of()));
    }
}
