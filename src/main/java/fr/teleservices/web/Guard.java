package fr.teleservices.web;

import fr.teleservices.kernel.Refusal;
import fr.teleservices.web.Who.HolderWho;
import fr.teleservices.web.Who.Nobody;
import fr.teleservices.web.Who.StaffWho;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** Decides whether a request may reach its route's action, before its body is read. */
final class Guard {
    /** Code of the refusal that leads the academy to the page where it chooses. */
    static final String NO_SCHOOL = "no-school-chosen";

    /** Code of the refusal that leads staff to the page where they enrol. */
    static final String SECOND_FACTOR = "second-factor-needed";

    private final Sessions sessions;
    private final Bearer bearer;
    private final boolean secondFactorRequired;

    Guard(Sessions sessions, Bearer bearer, boolean secondFactorRequired) {
        this.sessions = sessions;
        this.bearer = bearer;
        this.secondFactorRequired = secondFactorRequired;
    }

    /** Who asks, or a failure with the reason. */
    Future<Who> admit(RoutingContext context, Permission permission) {
        if (permission instanceof Permission.Holder holder) {
            return sessions.holder(context).map(who -> holder(who, holder, context));
        } else if (permission instanceof Permission.Staff staff) {
            return sessions.staff(context).map(who -> staff(who, staff, writes(context)));
        } else if (permission instanceof Permission.Api api) {
            return bearer.verify(token(context)).map(who -> {
                withCode(atLeast(who, api.least()), api.secondFactor() || writes(context));
                return who;
            });
        }
        return Future.succeededFuture(new Nobody());
    }

    private static boolean writes(RoutingContext context) {
        HttpMethod method = context.request().method();
        return !method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD);
    }

    private static Who holder(Who who, Permission.Holder needed, RoutingContext context) {
        if (!(who instanceof HolderWho holder)) {
            throw Refusal.unauthenticated("Connectez-vous.").asFailure();
        }
        if (holder.simulated() && writes(context) && !needed.whileSimulated()) {
            throw Refusal.forbidden("Pendant une simulation, rien ne peut être modifié.")
                    .asFailure();
        }
        return who;
    }

    /**
     * A password that was stolen must change nothing: not where mails lead, not whom they reach, not one account. Whoever writes has
     * given a code, but for what leads to having one.
     */
    private Who staff(Who who, Permission.Staff needed, boolean writes) {
        if (!(who instanceof StaffWho staff)) {
            throw Refusal.unauthenticated("Connectez-vous.").asFailure();
        }
        atLeast(staff, needed.least());
        withCode(staff, needed.secondFactor() || (writes && !needed.harmlessPosts()));
        if (needed.school() && staff.school() == null) {
            throw Refusal.conflict(NO_SCHOOL, "Choisissez d’abord un établissement.")
                    .asFailure();
        }
        return staff;
    }

    private void withCode(StaffWho staff, boolean needed) {
        if (needed && secondFactorRequired && !staff.secondFactorDone()) {
            throw new Refusal(
                            Refusal.Kind.FORBIDDEN,
                            SECOND_FACTOR,
                            "Cette action demande une connexion avec un code à usage unique.",
                            Map.of(),
                            0)
                    .asFailure();
        }
    }

    private static StaffWho atLeast(StaffWho who, fr.teleservices.kernel.Role least) {
        if (!who.role().includes(least)) {
            throw Refusal.forbidden("Votre rôle ne permet pas d’accéder à cette page.")
                    .asFailure();
        }
        return who;
    }

    private static String token(RoutingContext context) {
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw Refusal.unauthenticated("Un jeton d’accès est nécessaire.").asFailure();
        }
        return header.substring(7).strip();
    }
}
