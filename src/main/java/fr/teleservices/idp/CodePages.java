package fr.teleservices.idp;

import fr.teleservices.idp.SignInState.Half;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.school.ProfilePages;
import fr.teleservices.school.Staff;
import fr.teleservices.school.StaffService;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.Visit;
import fr.teleservices.web.Who.StaffWho;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;

/** The second factor of whoever has one here, where the provider does not say that it has asked for one. */
final class CodePages {
    static final String PATH = "/gestion/connexion/openid/code";

    private static final String COOKIE = "openid-code";

    private final StaffService staff;
    private final Sessions sessions;
    private final SignInState state;

    CodePages(StaffService staff, Sessions sessions, SignInState state) {
        this.staff = staff;
        this.sessions = sessions;
        this.state = state;
    }

    record View(String sentence, Map<String, String> errors) {}

    Future<Void> ask(Visit visit, Half half) {
        visit.remember(COOKIE, state.sealed(half.json()), SignInState.LIFE);
        return visit.seeOther(PATH);
    }

    private Optional<Half> half(Visit visit) {
        return state.opened(visit.remembered(COOKIE)).map(Half::of);
    }

    Future<Void> show(Visit visit) {
        return half(visit).isEmpty()
                ? visit.seeOther("/gestion/connexion")
                : visit.page("school/provider-code", new View("", Map.of()));
    }

    Future<Void> enter(Visit visit) {
        Optional<Half> known = half(visit);
        if (known.isEmpty()) {
            return visit.seeOther("/gestion/connexion");
        }
        Half half = known.get();
        return staff.code(half.staff(), half.epoch(), visit.form().get("code"), visit.clientAddress())
                .compose(who -> {
                    visit.forget(COOKIE);
                    return goOn(visit, who, true, half.next(), half.prove());
                })
                .recover(failure -> failure instanceof Refused refused
                        ? again(visit, refused.refusal())
                        : Future.failedFuture(failure));
    }

    private static Future<Void> again(Visit visit, Refusal refusal) {
        if (refusal.kind() == Refusal.Kind.TOO_MANY) {
            visit.context().response().putHeader("Retry-After", Integer.toString(refusal.retryAfterSeconds()));
        }
        int status = refusal.kind() == Refusal.Kind.TOO_MANY ? 429 : 422;
        return visit.page(status, "school/provider-code", new View(refusal.sentence(), refusal.fields()));
    }

    /** Signs in, or says that who is there has been proved once more. */
    Future<Void> goOn(Visit visit, Staff who, boolean secondFactor, String next, boolean prove) {
        if (prove) {
            return visit.staffIfAny()
                    .compose(there -> there instanceof StaffWho same && same.id() == who.id()
                            ? sessions.open().proved(visit).compose(done -> visit.seeOther(next))
                            : visit.seeOther("/gestion/connexion"));
        }
        return staff.enteredByProvider(who, secondFactor)
                .compose(in -> sessions.beginStaff(visit, who.id(), who.epoch(), secondFactor))
                .compose(begun -> visit.seeOther(
                        visit.secondFactorRequired() && !secondFactor ? ProfilePages.enrolBefore(next) : next));
    }
}
