package fr.teleservices.portal;

import fr.teleservices.account.AccountService;
import fr.teleservices.account.SimulationService;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Role;
import fr.teleservices.portal.ActivationPages.MessageView;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.Visit;
import fr.teleservices.web.Who.Nobody;
import io.vertx.core.Future;
import java.util.List;

/** <em>Simuler l’accès à Scolarité services</em>: into the portal as somebody, read-only, and back. */
public final class SimulationPages {
    /** What an address of the API opens. */
    public static final String TICKET = "/simulation";

    private static final Permission ONLY_WRITE = new Permission.Holder(true);

    private final AccountService accounts;
    private final SimulationService simulations;
    private final Sessions sessions;

    public SimulationPages(AccountService accounts, SimulationService simulations, Sessions sessions) {
        this.accounts = accounts;
        this.simulations = simulations;
        this.sessions = sessions;
    }

    record TicketView(String token, String name, String login, String schoolName) {}

    public List<Route> routes() {
        return List.of(
                Route.post(
                        "/gestion/comptes/:id/simuler",
                        Permission.staff(Role.ASSISTANCE).withSecondFactor(),
                        this::begin),
                Route.get(TICKET, Permission.PUBLIC, this::show),
                Route.post(TICKET, Permission.PUBLIC, this::use),
                Route.post("/portail/simulation/terminer", ONLY_WRITE, this::end),
                Route.get(ENDED_PATH, Permission.PUBLIC, visit -> ActivationPages.message(visit, 200, ENDED)));
    }

    /** An account of another school is as absent as one that does not exist; the academy sees the school that it chose. */
    private Future<Void> begin(Visit visit) {
        long account = visit.id("id");
        long school = visit.school().id();
        return accounts.schoolOf(account)
                .map(found -> found.filter(of -> of == school)
                        .orElseThrow(() -> Refusal.notFound().asFailure()))
                .compose(of -> simulations.begin(visit.staff().id(), school, account))
                .compose(opened -> enter(visit, opened));
    }

    private Future<Void> enter(Visit visit, SimulationService.Opened opened) {
        return sessions.beginSimulation(
                        visit, opened.account().id(), opened.account().schoolId(), opened.staffId())
                .compose(begun -> visit.seeOther(PortalPages.HOME));
    }

    private Future<Void> show(Visit visit) {
        String token = visit.query().get("token");
        return simulations
                .look(token)
                .compose(opened -> visit.page(
                        "portal/simulation",
                        new TicketView(
                                token,
                                opened.account().displayName(),
                                opened.account().login(),
                                opened.account().schoolName())))
                .recover(failure -> Refusals.gone(failure, (status, refusal) -> dead(visit, status, refusal)));
    }

    private Future<Void> use(Visit visit) {
        return simulations
                .use(visit.form().get("token"))
                .compose(opened -> enter(visit, opened))
                .recover(failure -> Refusals.gone(failure, (status, refusal) -> dead(visit, status, refusal)));
    }

    private static Future<Void> dead(Visit visit, int status, Refusal refusal) {
        return ActivationPages.message(
                visit,
                status,
                new MessageView(
                        "Cette simulation n’est plus possible", refusal.sentence(), "/gestion", "Aller à la gestion"));
    }

    /** Back to the account's page, where it began; whoever came by an address of the API has no staff page to go back to. */
    private Future<Void> end(Visit visit) {
        boolean simulated = visit.holder().simulated();
        return simulated
                ? sessions.endSimulation(visit)
                        .compose(done -> visit.staffIfAny())
                        .compose(staff -> staff instanceof Nobody
                                ? visit.seeOther(ENDED_PATH)
                                : visit.seeOther(
                                        "/gestion/comptes/" + visit.holder().accountId()))
                : visit.seeOther(PortalPages.HOME);
    }

    /** A page of its own: the one that answers the button still bears the banner. */
    private static final String ENDED_PATH = "/simulation/terminee";

    private static final MessageView ENDED = new MessageView(
            "La simulation est terminée", "Vous pouvez fermer cette page.", "/gestion", "Aller à la gestion");
}
