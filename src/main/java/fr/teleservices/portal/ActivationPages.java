package fr.teleservices.portal;

import fr.teleservices.account.AccountState;
import fr.teleservices.account.ActivationForm;
import fr.teleservices.account.ActivationService;
import fr.teleservices.account.ActivationService.Activated;
import fr.teleservices.account.Link;
import fr.teleservices.account.LinkService;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.web.Form;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** From login and temporary password to an active account; and the way out for whom it is not. */
public final class ActivationPages {
    private static final String DONE = "/activation/terminee";
    private static final String VERIFIED = "/activation/adresse-verifiee";
    private static final String NOTED = "/activation/signalement";

    private final ActivationService activation;
    private final LinkService links;
    private final Sessions sessions;
    private final Onward onward;

    public ActivationPages(ActivationService activation, LinkService links, Sessions sessions) {
        this(activation, links, sessions, Onward.NOWHERE);
    }

    /** @param onward other sites that may have sent whoever activates */
    public ActivationPages(ActivationService activation, LinkService links, Sessions sessions, Onward onward) {
        this.activation = activation;
        this.links = links;
        this.sessions = sessions;
        this.onward = onward;
    }

    /** What was typed, but for the passwords. */
    record View(
            String login,
            String token,
            String birthDay,
            String birthMonth,
            String birthYear,
            String email,
            String sentence,
            Map<String, String> errors) {}

    record NotMeView(String login, String token, String sentence, Map<String, String> errors) {}

    record ConfirmView(String token, boolean activation, String schoolName) {}

    record MessageView(String title, String text, String link, String label) {}

    public List<Route> routes() {
        return List.of(
                Route.get("/activation", Permission.PUBLIC, this::show),
                Route.post("/activation", Permission.PUBLIC, this::activate),
                Route.get("/activation/pas-moi", Permission.PUBLIC, this::showNotMe),
                Route.post("/activation/pas-moi", Permission.PUBLIC, this::notMe),
                Route.get("/activation/confirm", Permission.PUBLIC, this::showConfirm),
                Route.post("/activation/confirm", Permission.PUBLIC, this::confirm),
                Route.get(DONE, Permission.PUBLIC, visit -> message(visit, 200, onward(visit, Messages.ACTIVE))),
                Route.get(VERIFIED, Permission.PUBLIC, visit -> message(visit, 200, Messages.VERIFIED)),
                Route.get(NOTED, Permission.PUBLIC, visit -> message(visit, 200, Messages.NOT_ME)));
    }

    private Future<Void> show(Visit visit) {
        String login = visit.query().get("login");
        String token = visit.query().get("token");
        Future<Void> alive = token.isEmpty() ? Future.succeededFuture() : activation.look(login, token);
        return alive.compose(
                        done -> visit.page("portal/activation", new View(login, token, "", "", "", "", "", Map.of())))
                .recover(failure -> Refusals.gone(failure, (status, refusal) -> deadAccess(visit, status, refusal)));
    }

    private Future<Void> activate(Visit visit) {
        Form form = visit.form();
        ActivationForm typed = new ActivationForm(
                form.get("login"),
                access(form),
                form.secret("newPassword"),
                form.secret("newPasswordAgain"),
                form.get("birthDay"),
                form.get("birthMonth"),
                form.get("birthYear"),
                form.get("email"));
        return activation
                .activate(typed, visit.clientAddress())
                .compose(done -> activated(visit, done))
                .recover(failure -> Refusals.form(
                        visit, failure, (status, refusal) -> again(visit, status, refusal, typed, form.get("token"))));
    }

    /** A guardian goes on, signed in, to the page that says where the mail went and lets a wrong address be corrected. */
    private Future<Void> activated(Visit visit, Activated done) {
        return done.state() == AccountState.ACTIVE
                ? visit.seeOther(DONE)
                : sessions.beginHolder(visit, done.accountId(), done.schoolId())
                        .compose(begun -> visit.seeOther(PortalPages.ACTIVATING));
    }

    /** The token of a mail's link, or what was copied from a message. */
    private static String access(Form form) {
        String token = form.get("token");
        return token.isEmpty() ? form.secret("temporaryPassword") : token;
    }

    private static Future<Void> again(Visit visit, int status, Refusal refusal, ActivationForm typed, String token) {
        return visit.page(
                status,
                "portal/activation",
                new View(
                        typed.login(),
                        token,
                        typed.birthDay(),
                        typed.birthMonth(),
                        typed.birthYear(),
                        typed.email(),
                        refusal.sentence(),
                        refusal.fields()));
    }

    private Future<Void> showNotMe(Visit visit) {
        return visit.page(
                "portal/not-me",
                new NotMeView(visit.query().get("login"), visit.query().get("token"), "", Map.of()));
    }

    private Future<Void> notMe(Visit visit) {
        Form form = visit.form();
        String login = form.get("login");
        return activation
                .notMe(login, access(form), visit.clientAddress())
                .compose(done -> visit.seeOther(NOTED))
                .recover(failure -> Refusals.form(
                        visit,
                        failure,
                        (status, refusal) -> visit.page(
                                status,
                                "portal/not-me",
                                new NotMeView(login, form.get("token"), refusal.sentence(), refusal.fields()))));
    }

    private Future<Void> showConfirm(Visit visit) {
        String token = visit.query().get("token");
        return links.look(token)
                .compose(opened -> visit.page(
                        "portal/confirm",
                        new ConfirmView(
                                token,
                                opened.link().purpose() == Link.Purpose.ACTIVATE,
                                opened.account().schoolName())))
                .recover(failure -> Refusals.gone(failure, (status, refusal) -> dead(visit, status, refusal)));
    }

    private Future<Void> confirm(Visit visit) {
        return links.confirm(visit.form().get("token"))
                .compose(opened -> visit.seeOther(opened.link().purpose() == Link.Purpose.ACTIVATE ? DONE : VERIFIED))
                .recover(failure -> Refusals.gone(failure, (status, refusal) -> dead(visit, status, refusal)));
    }

    /** Whoever came from another site goes on there. */
    private MessageView onward(Visit visit, MessageView view) {
        String path = visit.remembered(Onward.COOKIE);
        return onward.of(path)
                .map(to -> new MessageView(
                        view.title(),
                        "Vous pouvez maintenant continuer vers le site d’où vous venez.",
                        path,
                        "Continuer vers " + to.name()))
                .orElse(view);
    }

    private static Future<Void> deadAccess(Visit visit, int status, Refusal refusal) {
        return message(
                visit,
                status,
                new MessageView(
                        "Ce lien n’est pas valable",
                        refusal.sentence()
                                + " Si vous avez déjà activé votre compte, connectez-vous avec le mot de passe que"
                                + " vous avez choisi ; sinon, demandez un nouveau message à l’établissement.",
                        "/",
                        "Me connecter"));
    }

    private static Future<Void> dead(Visit visit, int status, Refusal refusal) {
        return message(
                visit,
                status,
                new MessageView(
                        "Ce lien n’est plus valable",
                        refusal.sentence() + " Connectez-vous avec votre identifiant et le mot de passe que vous avez"
                                + " choisi : si votre compte n’est pas encore actif, vous pourrez demander un nouveau lien.",
                        "/",
                        "Me connecter et demander un nouveau lien"));
    }

    static Future<Void> message(Visit visit, int status, MessageView view) {
        return visit.page(status, "portal/message", view);
    }

    /** Pages that say one thing. */
    private static final class Messages {
        static final MessageView ACTIVE = new MessageView(
                "Votre compte est actif",
                "Connectez-vous avec votre identifiant et le mot de passe que vous avez choisi.",
                "/",
                "Me connecter");
        static final MessageView VERIFIED = new MessageView(
                "Votre adresse est vérifiée", "Elle servira si vous oubliez votre mot de passe.", "/", "Me connecter");
        static final MessageView NOT_ME = new MessageView(
                "Merci, c’est noté",
                "L’établissement est prévenu. Le mot de passe temporaire ne fonctionne plus et vous ne recevrez plus de"
                        + " message pour cet élève. Vous pouvez détruire le courrier.",
                "/",
                "Revenir à l’accueil");
    }
}
