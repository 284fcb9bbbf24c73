package fr.teleservices.portal;

import fr.teleservices.account.Account;
import fr.teleservices.account.AccountService;
import fr.teleservices.account.OwnAccountService;
import fr.teleservices.account.PersonDataService;
import fr.teleservices.account.PersonFileJson;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;

/** <em>Mon compte › Télécharger mes données</em>: everything that is kept of the holder, for the password. */
public final class OwnDataPages {
    private static final String PATH = OwnAccountPages.HOME + "/mes-donnees";

    private final OwnAccountService own;
    private final PersonDataService data;
    private final ActiveHolder active;

    public OwnDataPages(AccountService accounts, OwnAccountService own, PersonDataService data, Sessions sessions) {
        this.own = own;
        this.data = data;
        this.active = new ActiveHolder(accounts, sessions);
    }

    public List<Route> routes() {
        return List.of(
                Route.get(
                        PATH,
                        Permission.HOLDER,
                        visit -> active.of(visit, account -> page(visit, 200, account, "", Map.of()))),
                Route.post(PATH, Permission.HOLDER, this::download));
    }

    record View(String login, String sentence, Map<String, String> errors) {}

    private static Future<Void> page(
            Visit visit, int status, Account account, String sentence, Map<String, String> errors) {
        return visit.page(status, "portal/account-data", new View(account.login(), sentence, errors));
    }

    private Future<Void> download(Visit visit) {
        return active.of(
                visit,
                account -> own.prove(account, visit.form().secret("password"), visit.clientAddress())
                        .compose(right -> data.own(account, ActivityView::action))
                        .compose(file -> visit.file("application/zip", PersonFileJson.NAME, Buffer.buffer(file.zip())))
                        .recover(failure -> Refusals.form(
                                visit,
                                failure,
                                (status, refusal) ->
                                        page(visit, status, account, refusal.sentence(), refusal.fields()))));
    }
}
