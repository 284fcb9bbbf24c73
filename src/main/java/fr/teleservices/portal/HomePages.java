package fr.teleservices.portal;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.Holder;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import java.util.List;

/** {@code /portail}: everything that an active account reaches, school by school. */
public final class HomePages {
    private final PortalPages portal;
    private final HomeService home;
    private final PortalEvents events;

    public HomePages(PortalPages portal, HomeService home, PortalEvents events) {
        this.portal = portal;
        this.home = home;
        this.events = events;
    }

    record View(String name, String login, boolean guardian, boolean several, List<HomeService.Part> parts) {}

    public List<Route> routes() {
        return List.of(
                Route.get(PortalPages.HOME, Permission.HOLDER, this::show),
                Route.get(PortalPages.HOME + "/evenements", Permission.HOLDER, this::follow).stream());
    }

    private Future<Void> show(Visit visit) {
        return portal.inState(
                visit,
                AccountState.ACTIVE,
                account -> home.parts(account, visit.holder().seesWholeGroup())
                        .compose(parts -> visit.page(
                                "portal/home",
                                new View(
                                        account.displayName(),
                                        account.login(),
                                        account.holder() == Holder.GUARDIAN,
                                        parts.size() > 1,
                                        parts))));
    }

    private Future<Void> follow(Visit visit) {
        return portal.inState(visit, AccountState.ACTIVE, account -> events.stream(visit, account));
    }
}
