package fr.teleservices.portal;

import fr.teleservices.account.Account;
import fr.teleservices.account.AccountService;
import fr.teleservices.account.SchoolChildren;
import fr.teleservices.bus.Addresses;
import fr.teleservices.web.Sse;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Wakes open portal pages when one of their schools has changed what they show. The event carries nothing: the page is read
 * again, with the session it has by then; a lost event is made good at the next load.
 */
public final class PortalEvents {
    private final Vertx vertx;
    private final Sse sse;
    private final AccountService accounts;

    public PortalEvents(Vertx vertx, Sse sse, AccountService accounts) {
        this.vertx = vertx;
        this.sse = sse;
        this.accounts = accounts;
    }

    Future<Void> stream(Visit visit, Account account) {
        return accounts.family(account, visit.holder().seesWholeGroup()).compose(family -> {
            Set<Long> schools = family.stream().map(SchoolChildren::schoolId).collect(Collectors.toSet());
            return sse.stream(visit, stream -> {
                var listening = Addresses.SETTINGS_CHANGED.listen(vertx, school -> {
                    if (schools.contains(school)) {
                        stream.send("changed", new JsonObject());
                    }
                });
                return listening::unregister;
            });
        });
    }
}
