package fr.teleservices.portal;

import fr.teleservices.account.Account;
import fr.teleservices.account.AccountService;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.Visit;
import fr.teleservices.web.Who.HolderWho;
import io.vertx.core.Future;

/** Pages for whoever has an active account; all others are sent where they belong. */
final class ActiveHolder {
    private final AccountService accounts;
    private final Sessions sessions;

    ActiveHolder(AccountService accounts, Sessions sessions) {
        this.accounts = accounts;
        this.sessions = sessions;
    }

    interface Page {
        Future<Void> of(Account account);
    }

    Future<Void> of(Visit visit, Page page) {
        HolderWho who = visit.holder();
        return accounts.load(who.schoolId(), who.accountId()).compose(account -> switch (account.state()) {
            case ACTIVE -> page.of(account);
            case ACTIVATING -> visit.seeOther(PortalPages.ACTIVATING);
            case NOT_NOTIFIED, NOTIFIED, CLOSED -> sessions.endHolder(visit).compose(ended -> visit.seeOther("/"));
        });
    }
}
