package fr.teleservices.portal;

import fr.teleservices.account.Account;
import fr.teleservices.account.AccountService;
import fr.teleservices.account.AccountState;
import fr.teleservices.account.By;
import fr.teleservices.account.LinkService;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.Visit;
import fr.teleservices.web.Who.HolderWho;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Leads whoever is signed in to the page of their account's state; while the activation is not finished, one page alone. */
public final class PortalPages {
    static final String HOME = "/portail";
    static final String ACTIVATING = "/portail/activation";

    private final AccountService accounts;
    private final LinkService links;
    private final Sessions sessions;

    public PortalPages(AccountService accounts, LinkService links, Sessions sessions) {
        this.accounts = accounts;
        this.links = links;
        this.sessions = sessions;
    }

    record ActivatingView(String login, String pending, boolean sent, String sentence, Map<String, String> errors) {}

    public List<Route> routes() {
        return List.of(
                Route.get(ACTIVATING, Permission.HOLDER, this::activating),
                Route.post(ACTIVATING, Permission.HOLDER, this::again));
    }

    private Future<Void> activating(Visit visit) {
        boolean sent = visit.query().has("envoye");
        return inState(
                visit, AccountState.ACTIVATING, account -> activatingPage(visit, 200, account, sent, "", Map.of()));
    }

    private Future<Void> again(Visit visit) {
        HolderWho who = visit.holder();
        String typed = visit.form().get("email");
        return inState(
                visit,
                AccountState.ACTIVATING,
                account -> links.sendAgain(
                                By.holder(who.accountId()),
                                who.schoolId(),
                                who.accountId(),
                                typed.isBlank() ? null : typed)
                        .compose(done -> visit.seeOther(ACTIVATING + "?envoye=1"))
                        .recover(failure -> Refusals.form(
                                visit, failure, (status, refusal) -> refused(visit, status, account, refusal))));
    }

    private static Future<Void> refused(Visit visit, int status, Account account, Refusal refusal) {
        return activatingPage(visit, status, account, false, refusal.sentence(), refusal.fields());
    }

    private static Future<Void> activatingPage(
            Visit visit, int status, Account account, boolean sent, String sentence, Map<String, String> errors) {
        String pending = account.emailPending();
        return visit.page(
                status,
                "portal/activating",
                new ActivatingView(account.login(), pending == null ? "" : pending, sent, sentence, errors));
    }

    /** What a page does for an account in the state that it is for. */
    interface Page {
        Future<Void> of(Account account);
    }

    /** Sends everyone to the page of their account's state; whose access has ended, to the sign-in. */
    Future<Void> inState(Visit visit, AccountState state, Page page) {
        HolderWho who = visit.holder();
        return accounts.load(who.schoolId(), who.accountId()).compose(account -> {
            if (account.state() == state) {
                return page.of(account);
            }
            String there = otherPage(account.state());
            return there != null
                    ? visit.seeOther(there)
                    : sessions.endHolder(visit).compose(ended -> visit.seeOther("/"));
        });
    }

    private static @Nullable String otherPage(AccountState state) {
        return switch (state) {
            case ACTIVE -> HOME;
            case ACTIVATING -> ACTIVATING;
            case NOT_NOTIFIED, NOTIFIED, CLOSED -> null;
        };
    }
}
