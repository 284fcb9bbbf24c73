package fr.teleservices.school;

import fr.teleservices.kernel.QrCode;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Refused;
import fr.teleservices.kernel.Role;
import fr.teleservices.web.Form;
import fr.teleservices.web.French;
import fr.teleservices.web.LocalPath;
import fr.teleservices.web.OpenSessions;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** <i>Mon profil</i>: one's own password, second factor and sessions. */
public final class ProfilePages {
    private static final String PATH = "/gestion/profil";
    private static final String FACTOR = PATH + "/second-facteur";
    private static final Permission.Staff MAY =
            Permission.staffAnywhere(Role.ASSISTANCE).withHarmlessPosts();
    private static final Permission MAY_CHANGE = MAY.asksAgain();
    private static final String ISSUER = "Teleservices";

    private final ProfileService profiles;
    private final Sessions sessions;

    public ProfilePages(ProfileService profiles, Sessions sessions) {
        this.profiles = profiles;
        this.sessions = sessions;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, MAY, visit -> show(visit, 200, null)),
                Route.post(PATH + "/mot-de-passe", MAY_CHANGE, this::password),
                Route.post(PATH + "/sessions/:id/fermer", MAY_CHANGE, this::endSession),
                Route.post(PATH + "/sessions/fermer-les-autres", MAY_CHANGE, this::endOthers),
                Route.get(FACTOR, MAY, visit -> factor(visit, 200, null)),
                Route.post(FACTOR, MAY_CHANGE, this::begin),
                Route.post(FACTOR + "/confirmer", MAY_CHANGE, this::prove),
                Route.post(FACTOR + "/retirer", MAY_CHANGE, this::stop),
                Route.post(FACTOR + "/codes", MAY_CHANGE, this::renewCodes));
    }

    /** Where a sign-in without a second factor goes first, where one is needed. */
    public static String enrolBefore(String next) {
        return FACTOR + "?exige=1&next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    }

    record SessionLine(long id, String device, String begunAt, String seenAt, boolean secondFactor, boolean own) {}

    record ProfileView(
            String login,
            String role,
            String school,
            boolean secondFactor,
            List<SessionLine> sessions,
            boolean others,
            String done,
            @Nullable String sentence,
            Map<String, String> errors) {}

    private static final Map<String, String> DONE = Map.of(
            "mot-de-passe", "Votre mot de passe est changé ; vos autres sessions sont fermées.",
            "session", "La session est fermée.",
            "sessions", "Toutes vos autres sessions sont fermées.",
            "retire", "Le second facteur est retiré ; vos autres sessions sont fermées.");

    private Future<Void> show(Visit visit, int status, @Nullable Refusal refusal) {
        long id = visit.staff().id();
        return profiles.profile(id)
                .compose(profile -> sessions.open()
                        .ofStaff(visit, id)
                        .compose(own -> visit.page(
                                status,
                                "school/profile",
                                new ProfileView(
                                        profile.staff().login(),
                                        profile.staff().role().label(),
                                        visit.staff().school() == null
                                                ? ""
                                                : visit.school().name(),
                                        profile.secondFactor(),
                                        own.stream()
                                                .map(one -> line(visit, one))
                                                .toList(),
                                        own.stream().anyMatch(one -> !one.own()),
                                        DONE.getOrDefault(visit.query().get("fait"), ""),
                                        refusal == null ? null : refusal.sentence(),
                                        refusal == null ? Map.of() : refusal.fields()))));
    }

    private static SessionLine line(Visit visit, OpenSessions.StaffSession one) {
        ZoneId zone = ZoneId.of(
                visit.staff().school() == null ? "Europe/Paris" : visit.school().timezone());
        return new SessionLine(
                one.id(),
                one.device().isEmpty() ? "Appareil inconnu" : one.device(),
                French.shortDateTime(one.begunAt(), zone),
                French.shortDateTime(one.seenAt(), zone),
                one.secondFactor(),
                one.own());
    }

    private Future<Void> password(Visit visit) {
        Form form = visit.form();
        return profiles.changePassword(
                        visit.staff().id(),
                        form.secret("password"),
                        form.secret("newPassword"),
                        form.secret("newPasswordAgain"),
                        visit.clientAddress())
                .compose(staff -> goOn(visit, staff, visit.staff().secondFactorDone()))
                .compose(
                        done -> visit.seeOther(PATH + "?fait=mot-de-passe"),
                        failure -> again(failure, refusal -> show(visit, 422, refusal)));
    }

    /** This session lives on under a new id; all others died with the epoch. */
    private Future<Void> goOn(Visit visit, Staff staff, boolean secondFactor) {
        return sessions.renewStaff(visit, staff.id(), staff.epoch(), secondFactor);
    }

    private Future<Void> endSession(Visit visit) {
        return sessions.open()
                .endOneOfStaff(visit.staff().id(), visit.id("id"))
                .compose(done -> visit.seeOther(PATH + "?fait=session"));
    }

    private Future<Void> endOthers(Visit visit) {
        long id = visit.staff().id();
        return sessions.open()
                .endOthersOfStaff(visit, id)
                .compose(ended -> profiles.sessionsEnded(id))
                .compose(done -> visit.seeOther(PATH + "?fait=sessions"));
    }

    /**
     * @param needed whether the page follows an action that needs a second factor
     * @param secret in groups of four, of an enrolment that waits for its code; empty: none
     * @param qr path of the QR code's dark modules
     * @param side of the QR code, in modules, with its margin
     */
    record FactorView(
            boolean enrolled,
            boolean needed,
            String next,
            String secret,
            String qr,
            int side,
            long codes,
            @Nullable String sentence,
            Map<String, String> errors) {}

    private Future<Void> factor(Visit visit, int status, @Nullable Refusal refusal) {
        Form fields = refusal == null ? visit.query() : visit.form();
        return profiles.profile(visit.staff().id()).compose(profile -> {
            String uri = "otpauth://totp/" + ISSUER + ":" + profile.staff().login() + "?secret=" + profile.secret()
                    + "&issuer=" + ISSUER;
            Optional<QrCode> code = profile.secret().isEmpty() ? Optional.empty() : QrCode.of(uri);
            return visit.page(
                    status,
                    "school/second-factor",
                    new FactorView(
                            profile.secondFactor(),
                            fields.has("exige"),
                            LocalPath.orElse(fields.get("next"), ""),
                            profile.secret().replaceAll("(.{4})(?=.)", "$1 "),
                            code.map(QrCode::svgPath).orElse(""),
                            code.map(QrCode::side).orElse(0) + 8,
                            profile.codes(),
                            refusal == null ? null : refusal.sentence(),
                            refusal == null ? Map.of() : refusal.fields()));
        });
    }

    private Future<Void> begin(Visit visit) {
        Form form = visit.form();
        String next = LocalPath.orElse(form.get("next"), "");
        return profiles.begin(visit.staff().id(), form.secret("password"), visit.clientAddress())
                .compose(
                        begun -> visit.seeOther(
                                next.isEmpty()
                                        ? FACTOR
                                        : FACTOR + "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8)),
                        failure -> again(failure, refusal -> factor(visit, 422, refusal)));
    }

    /** @param next where one wanted to go */
    record CodesView(List<String> codes, String next) {}

    private Future<Void> prove(Visit visit) {
        return profiles.prove(visit.staff().id(), visit.form().get("code"))
                .compose(enrolled -> goOn(visit, enrolled.staff(), true).map(enrolled))
                .compose(
                        enrolled -> codes(visit, enrolled),
                        failure -> again(failure, refusal -> factor(visit, 422, refusal)));
    }

    private Future<Void> renewCodes(Visit visit) {
        Form form = visit.form();
        return profiles.renewCodes(visit.staff().id(), form.secret("password"), form.get("code"), visit.clientAddress())
                .compose(
                        enrolled -> codes(visit, enrolled),
                        failure -> again(failure, refusal -> factor(visit, 422, refusal)));
    }

    /** Answered at once and not behind a redirect: the codes are stored hashed and can be shown this once. */
    private static Future<Void> codes(Visit visit, ProfileService.Enrolled enrolled) {
        return visit.page(
                "school/recovery-codes",
                new CodesView(enrolled.codes(), LocalPath.orElse(visit.form().get("next"), PATH)));
    }

    private Future<Void> stop(Visit visit) {
        Form form = visit.form();
        return profiles.stop(visit.staff().id(), form.secret("password"), form.get("code"), visit.clientAddress())
                .compose(staff -> goOn(visit, staff, false))
                .compose(
                        done -> visit.seeOther(PATH + "?fait=retire"),
                        failure -> again(failure, refusal -> factor(visit, 422, refusal)));
    }

    @FunctionalInterface
    private interface Answer {
        Future<Void> with(Refusal refusal);
    }

    private static Future<Void> again(Throwable failure, Answer answer) {
        return failure instanceof Refused refused && refused.refusal().kind() == Refusal.Kind.INVALID
                ? answer.with(refused.refusal())
                : Future.failedFuture(failure);
    }
}
