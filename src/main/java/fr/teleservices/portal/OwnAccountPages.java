package fr.teleservices.portal;

import fr.teleservices.account.Account;
import fr.teleservices.account.AccountService;
import fr.teleservices.account.Holder;
import fr.teleservices.account.OwnAccountService;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.web.Form;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** <em>Mon compte</em>: password, address, recent activity, signing out everywhere. */
public final class OwnAccountPages {
    static final String HOME = "/portail/compte";
    private static final String PASSWORD = HOME + "/mot-de-passe";
    private static final String ADDRESS = HOME + "/adresse";
    private static final String ACTIVITY = HOME + "/activite";

    private final OwnAccountService own;
    private final ActiveHolder active;
    private final Sessions sessions;

    public OwnAccountPages(AccountService accounts, OwnAccountService own, Sessions sessions) {
        this.own = own;
        this.active = new ActiveHolder(accounts, sessions);
        this.sessions = sessions;
    }

    /**
     * @param address the verified one, or empty
     * @param pending the one being verified, or empty
     * @param done what has just been changed, or empty
     */
    record View(
            String name,
            String login,
            String schoolName,
            boolean guardian,
            String address,
            String pending,
            String done) {}

    record PasswordView(String login, String sentence, Map<String, String> errors) {}

    record AddressView(String login, String address, String email, String sentence, Map<String, String> errors) {}

    public List<Route> routes() {
        return List.of(
                Route.get(HOME, Permission.HOLDER, this::show),
                Route.get(PASSWORD, Permission.HOLDER, this::askPassword),
                Route.post(PASSWORD, Permission.HOLDER, this::changePassword),
                Route.get(ADDRESS, Permission.HOLDER, this::askAddress),
                Route.post(ADDRESS, Permission.HOLDER, this::changeAddress),
                Route.get(ACTIVITY, Permission.HOLDER, this::activity),
                Route.post(
                        ACTIVITY + "/:id/fermer",
                        Permission.HOLDER,
                        visit -> end(visit, sessions.open().endOneOfHolder(visit, visit.id("id")), "connexion")),
                Route.post(
                        ACTIVITY + "/fermer-les-autres",
                        Permission.HOLDER,
                        visit -> end(visit, sessions.open().endOthersOfHolder(visit), "connexions")),
                Route.post(HOME + "/deconnecter-partout", Permission.HOLDER, this::leaveEverywhere));
    }

    private Future<Void> show(Visit visit) {
        return active.of(
                visit,
                account -> visit.page(
                        "portal/account",
                        new View(
                                account.displayName(),
                                account.login(),
                                account.schoolName(),
                                account.holder() == Holder.GUARDIAN,
                                text(account.emailVerified()),
                                text(account.emailPending()),
                                done(visit.query().get("fait"), account))));
    }

    private static String done(String what, Account account) {
        return switch (what) {
            case "mot-de-passe" -> "Votre mot de passe est changé. Vos autres connexions ont été fermées.";
            case "adresse" ->
                "Un courriel est parti à " + text(account.emailPending())
                        + ". Ouvrez-le, suivez son lien et appuyez sur le bouton : la nouvelle adresse comptera à partir"
                        + " de là.";
            default -> "";
        };
    }

    private static String text(@org.jspecify.annotations.Nullable String value) {
        return value == null ? "" : value;
    }

    private Future<Void> askPassword(Visit visit) {
        return active.of(visit, account -> passwordPage(visit, 200, account, "", Map.of()));
    }

    private static Future<Void> passwordPage(
            Visit visit, int status, Account account, String sentence, Map<String, String> errors) {
        return visit.page(status, "portal/account-password", new PasswordView(account.login(), sentence, errors));
    }

    /** The session that asked goes on, under a new id. */
    private Future<Void> changePassword(Visit visit) {
        Form form = visit.form();
        return active.of(
                visit,
                account -> own.changePassword(
                                account,
                                form.secret("password"),
                                form.secret("newPassword"),
                                form.secret("newPasswordAgain"),
                                visit.clientAddress())
                        .compose(done -> sessions.beginHolder(visit, account.id(), account.schoolId()))
                        .compose(begun -> visit.seeOther(HOME + "?fait=mot-de-passe"))
                        .recover(failure -> Refusals.form(
                                visit,
                                failure,
                                (status, refusal) ->
                                        passwordPage(visit, status, account, refusal.sentence(), refusal.fields()))));
    }

    private Future<Void> askAddress(Visit visit) {
        return active.of(visit, account -> addressPage(visit, 200, account, "", "", Map.of()));
    }

    private static Future<Void> addressPage(
            Visit visit, int status, Account account, String email, String sentence, Map<String, String> errors) {
        return visit.page(
                status,
                "portal/account-address",
                new AddressView(account.login(), text(account.emailVerified()), email, sentence, errors));
    }

    private Future<Void> changeAddress(Visit visit) {
        Form form = visit.form();
        String email = form.get("email");
        return active.of(
                visit,
                account -> own.changeAddress(account, form.secret("password"), email, visit.clientAddress())
                        .compose(done -> visit.seeOther(HOME + "?fait=adresse"))
                        .recover(failure -> Refusals.form(
                                visit,
                                failure,
                                (status, refusal) -> addressAgain(visit, status, account, email, refusal))));
    }

    private static Future<Void> addressAgain(Visit visit, int status, Account account, String email, Refusal refusal) {
        return addressPage(visit, status, account, email, refusal.sentence(), refusal.fields());
    }

    private Future<Void> activity(Visit visit) {
        return active.of(
                visit,
                account -> own.recent(account, visit.holder().seesWholeGroup())
                        .compose(recent -> sessions.open()
                                .ofHolder(visit)
                                .compose(living -> visit.page(
                                        "portal/account-activity",
                                        ActivityView.of(
                                                recent,
                                                living,
                                                ZoneId.of(account.timezone()),
                                                visit.query().get("fait"))))));
    }

    private Future<Void> end(Visit visit, Future<Void> ended, String done) {
        return ended.compose(gone -> active.of(
                visit,
                account -> own.sessionsEnded(account).compose(noted -> visit.seeOther(ACTIVITY + "?fait=" + done))));
    }

    /** Also here: whoever presses it may be on somebody else's computer. */
    private Future<Void> leaveEverywhere(Visit visit) {
        long account = visit.holder().accountId();
        return active.of(
                visit,
                holder -> own.signedOutEverywhere(holder)
                        .compose(done -> sessions.endAllOfAccount(account))
                        .compose(done -> sessions.endHolder(visit))
                        .compose(done -> visit.seeOther("/")));
    }
}
