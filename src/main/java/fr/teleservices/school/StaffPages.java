package fr.teleservices.school;

import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.web.Form;
import fr.teleservices.web.LocalPath;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.Visit;
import fr.teleservices.web.Who.StaffWho;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signing in and out of the staff pages. */
public final class StaffPages {
    private static final String HOME = "/gestion";

    private final StaffService staff;
    private final Sessions sessions;

    public StaffPages(StaffService staff, Sessions sessions) {
        this.staff = staff;
        this.sessions = sessions;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/gestion/connexion", Permission.PUBLIC, this::signInPage),
                Route.post("/gestion/connexion", Permission.PUBLIC, this::signIn),
                Route.post("/gestion/deconnexion", Permission.PUBLIC, this::signOut));
    }

    /**
     * @param codeAsked whether the second factor is asked: the password was right
     * @param changeAsked whether a new password is asked: the present one was given by somebody else
     * @param provider name of the identity provider that one may sign in through; empty: none
     * @param left whether one has just signed out here
     * @param away whether the provider does not answer
     */
    record SignInView(
            String login,
            String next,
            boolean codeAsked,
            boolean changeAsked,
            String provider,
            boolean left,
            boolean away,
            @Nullable String sentence,
            Map<String, String> errors) {}

    private Future<Void> signInPage(Visit visit) {
        String next = LocalPath.orElse(visit.query().get("next"), HOME);
        return visit.staffIfAny()
                .compose(who -> who instanceof StaffWho
                        ? visit.seeOther(next)
                        : visit.page(
                                "school/sign-in",
                                new SignInView(
                                        "",
                                        next,
                                        false,
                                        false,
                                        visit.staffProvider(),
                                        visit.query().has("fin"),
                                        visit.query().has("absent"),
                                        null,
                                        Map.of())));
    }

    private Future<Void> signIn(Visit visit) {
        Form form = visit.form();
        String next = LocalPath.orElse(form.get("next"), HOME);
        StaffService.Typed typed = new StaffService.Typed(
                form.get("login"),
                form.secret("password"),
                form.get("code"),
                form.secret("newPassword"),
                form.secret("newPasswordAgain"));
        return staff.signIn(typed, visit.clientAddress())
                .compose(in -> sessions.beginStaff(
                                visit, in.staff().id(), in.staff().epoch(), in.secondFactor())
                        .map(in))
                .compose(
                        in -> visit.seeOther(
                                visit.secondFactorRequired() && !in.secondFactor()
                                        ? ProfilePages.enrolBefore(next)
                                        : next),
                        failure -> failure instanceof Refused refused
                                ? again(visit, form, next, refused.refusal())
                                : Future.failedFuture(failure));
    }

    private static Future<Void> again(Visit visit, Form form, String next, Refusal refusal) {
        int status = switch (refusal.kind()) {
            case TOO_MANY -> 429;
            case INVALID -> 422;
            default -> 401;
        };
        if (status == 429) {
            visit.context().response().putHeader("Retry-After", Integer.toString(refusal.retryAfterSeconds()));
        }
        String code = refusal.code();
        boolean both = code.equals(StaffService.CHANGE_AND_CODE_NEEDED);
        return visit.page(
                status,
                "school/sign-in",
                new SignInView(
                        form.get("login"),
                        next,
                        both || code.equals(StaffService.CODE_NEEDED) || form.has("code"),
                        both || code.equals(StaffService.CHANGE_NEEDED) || form.has("newPassword"),
                        visit.staffProvider(),
                        false,
                        false,
                        refusal.sentence(),
                        refusal.fields()));
    }

    private Future<Void> signOut(Visit visit) {
        return sessions.endStaff(visit)
                .compose(done -> visit.seeOther(
                        visit.staffProvider().isEmpty() ? "/gestion/connexion" : "/gestion/connexion?fin=1"));
    }
}
