package fr.teleservices.portal;

import fr.teleservices.account.RecoveryService;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.portal.ActivationPages.MessageView;
import fr.teleservices.web.Form;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /mot-de-passe-oublie} and the page that its link opens. */
public final class RecoveryPages {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryPages.class);
    private static final String ASK = "/mot-de-passe-oublie";
    private static final String SET = ASK + "/nouveau";

    private static final MessageView ASKED = new MessageView(
            "Regardez vos courriels",
            "Si cet identifiant est celui d’un compte actif dont l’adresse électronique est vérifiée, un courriel vient d’y"
                    + " partir. Son lien est valable une heure. Rien ne vient ? Regardez dans les indésirables, puis"
                    + " adressez-vous à l’établissement.",
            "/",
            "Revenir à la connexion");

    private final RecoveryService recovery;
    private final Onward onward;

    public RecoveryPages(RecoveryService recovery) {
        this(recovery, Onward.NOWHERE);
    }

    /** @param onward other sites that may have sent whoever has forgotten a password */
    public RecoveryPages(RecoveryService recovery, Onward onward) {
        this.recovery = recovery;
        this.onward = onward;
    }

    record AskView(String login, String sentence, Map<String, String> errors) {}

    record SetView(String token, String login, String sentence, Map<String, String> errors) {}

    public List<Route> routes() {
        return List.of(
                Route.get(
                        ASK, Permission.PUBLIC, visit -> visit.page("portal/forgotten", new AskView("", "", Map.of()))),
                Route.post(ASK, Permission.PUBLIC, this::ask),
                Route.get(SET, Permission.PUBLIC, this::show),
                Route.post(SET, Permission.PUBLIC, this::set));
    }

    /** Answered before anything is looked up: nothing tells a login that exists from one that does not. */
    private Future<Void> ask(Visit visit) {
        String login = visit.form().get("login");
        return ActivationPages.message(visit, 200, ASKED)
                .onComplete(answered -> recovery.ask(login)
                        .onFailure(failure -> LOG.warn("a forgotten-password link could not be queued", failure)));
    }

    private Future<Void> show(Visit visit) {
        String token = visit.query().get("token");
        return recovery.look(token)
                .compose(
                        account -> visit.page("portal/new-password", new SetView(token, account.login(), "", Map.of())))
                .recover(failure -> Refusals.gone(failure, (status, refusal) -> dead(visit, status, refusal)));
    }

    private Future<Void> set(Visit visit) {
        Form form = visit.form();
        String token = form.get("token");
        return recovery.recover(token, form.secret("newPassword"), form.secret("newPasswordAgain"))
                .compose(account -> ActivationPages.message(
                        visit,
                        200,
                        new MessageView(
                                "Votre mot de passe est changé",
                                "Connectez-vous avec le nouveau. Vos autres connexions ont été fermées.",
                                onward.signIn(visit),
                                "Me connecter")))
                .recover(failure ->
                        Refusals.form(visit, failure, (status, refusal) -> again(visit, status, refusal, token)))
                .recover(failure -> Refusals.gone(failure, (status, refusal) -> dead(visit, status, refusal)));
    }

    private Future<Void> again(Visit visit, int status, Refusal refusal, String token) {
        return recovery.look(token)
                .compose(account -> visit.page(
                        status,
                        "portal/new-password",
                        new SetView(token, account.login(), refusal.sentence(), refusal.fields())));
    }

    private static Future<Void> dead(Visit visit, int status, Refusal refusal) {
        return ActivationPages.message(
                visit,
                status,
                new MessageView("Ce lien n’est plus valable", refusal.sentence(), ASK, "Demander un nouveau lien"));
    }
}
