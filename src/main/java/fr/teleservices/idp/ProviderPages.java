package fr.teleservices.idp;

import fr.teleservices.credential.Digest;
import fr.teleservices.credential.Keyring;
import fr.teleservices.idp.SignInState.Away;
import fr.teleservices.idp.SignInState.Half;
import fr.teleservices.kernel.Role;
import fr.teleservices.school.SchoolService;
import fr.teleservices.school.StaffService;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.Site;
import fr.teleservices.web.Visit;
import fr.teleservices.web.Who.StaffWho;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * To the provider and back. What one left with is sealed in a cookie: an answer is taken in the browser that asked, once, within ten
 * minutes. A GET signs in here, as the protocol has it; it needs that cookie, and a code that the provider takes once.
 */
public final class ProviderPages {
    static final String BACK = "/gestion/connexion/openid/retour";

    private static final Logger LOG = LoggerFactory.getLogger(ProviderPages.class);
    private static final String SIGN_IN = "/gestion/connexion";
    private static final String HOME = "/gestion";
    private static final String AWAY = "openid-personnel";

    private final ProviderConfig config;
    private final ProviderCalls calls;
    private final ProviderService service;
    private final IdTokenCheck check;
    private final SignInState away;
    private final CodePages codes;
    private final Site site;
    private final Clock clock;

    public ProviderPages(
            Vertx vertx,
            ProviderConfig config,
            StaffService staff,
            SchoolService schools,
            Sessions sessions,
            Keyring keyring,
            Site site,
            Clock clock) {
        this.config = config;
        this.calls = new ProviderCalls(vertx, config, clock);
        this.service = new ProviderService(staff, schools);
        this.check = new IdTokenCheck(config.issuer(), config.clientId(), clock);
        this.away = new SignInState(keyring, "staff-openid", clock);
        this.codes = new CodePages(staff, sessions, new SignInState(keyring, "staff-openid-code", clock));
        this.site = site;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/gestion/connexion/openid", Permission.PUBLIC, visit -> leave(visit, null)),
                Route.get(
                        "/gestion/identite/openid",
                        Permission.staffAnywhere(Role.ASSISTANCE),
                        visit -> leave(visit, visit.staff().id())),
                Route.get(BACK, Permission.PUBLIC, this::back),
                Route.get("/gestion/connexion/openid/sortie", Permission.PUBLIC, this::signOut),
                Route.get(CodePages.PATH, Permission.PUBLIC, codes::show),
                Route.post(CodePages.PATH, Permission.PUBLIC, codes::enter));
    }

    private Future<Void> leave(Visit visit, @Nullable Long prove) {
        Away leaving = new Away(Digest.token(), Digest.token(), Digest.token(), next(visit), prove, clock.instant());
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", config.clientId());
        query.put("redirect_uri", site.link(BACK));
        query.put("scope", config.scopes());
        query.put("state", leaving.state());
        query.put("nonce", leaving.nonce());
        query.put("code_challenge", Digest.sha256Url(leaving.verifier()));
        query.put("code_challenge_method", "S256");
        if (prove != null) {
            query.put("prompt", "login");
            query.put("max_age", "0");
        }
        return calls.endpoints()
                .compose(
                        found -> {
                            visit.remember(AWAY, away.sealed(leaving.json()), SignInState.LIFE);
                            return to(visit, found.authorization(), query);
                        },
                        failure -> prove == null ? localInstead(visit, failure) : unreachable(visit, failure));
    }

    private static String next(Visit visit) {
        String next = visit.query().localPath("next");
        return next.startsWith(HOME + "/") || next.startsWith(HOME + "?") ? next : HOME;
    }

    private static Future<Void> to(Visit visit, String address, Map<String, String> query) {
        return visit.context()
                .response()
                .setStatusCode(303)
                .putHeader("Location", address + (address.contains("?") ? "&" : "?") + ProviderCalls.form(query))
                .end();
    }

    private Future<Void> back(Visit visit) {
        if (visit.context().request().method().equals(HttpMethod.HEAD)) {
            return visit.noContent();
        }
        Optional<Away> left = away.opened(visit.remembered(AWAY)).map(Away::of);
        visit.forget(AWAY);
        MultiMap query = visit.context().queryParams();
        String state = Objects.requireNonNullElse(query.get("state"), "");
        if (left.isEmpty() || !MessageDigest.isEqual(Digest.sha256(left.get().state()), Digest.sha256(state))) {
            return sorry(
                    visit, 400, "Cette réponse ne correspond à aucune demande de ce navigateur, ou vient trop tard.");
        }
        String issuer = query.get("iss"); // RFC 9207: of those that say who they are
        String code = Objects.requireNonNullElse(query.get("code"), "");
        if (code.isEmpty() || (issuer != null && !issuer.equals(config.issuer()))) {
            LOG.info("the provider of staff answers with an error, or is another one");
            return sorry(visit, 401, "La connexion avec " + config.name() + " n’a pas abouti.");
        }
        return calls.idToken(code, left.get().verifier(), site.link(BACK))
                .compose(token -> calls.keys(IdTokenCheck.keyOf(token)).compose(keys -> {
                    try {
                        Claims claims = new Claims(
                                config,
                                check.check(
                                        token,
                                        keys,
                                        left.get().nonce(),
                                        left.get().prove() == null
                                                ? null
                                                : left.get().at()));
                        return Future.succeededFuture(Optional.of(claims));
                    } catch (IdTokenCheck.Bad e) {
                        LOG.warn("an identity token of the provider of staff was refused: {}", e.getMessage());
                        return Future.succeededFuture(Optional.<Claims>empty());
                    }
                }))
                .compose(
                        claims -> claims.isEmpty()
                                ? sorry(visit, 401, "La réponse de " + config.name() + " n’est pas valable.")
                                : service.find(claims.get())
                                        .compose(found -> enter(visit, left.get(), claims.get(), found)),
                        failure -> unreachable(visit, failure));
    }

    private Future<Void> enter(Visit visit, Away left, Claims claims, Optional<StaffService.Known> found) {
        if (found.isEmpty()) {
            return sorry(
                    visit,
                    403,
                    "Le compte que présente " + config.name()
                            + " ne correspond à aucun compte de personnel ouvert ici. Demandez au chef d’établissement.");
        }
        StaffService.Known known = found.get();
        Long prove = left.prove();
        return visit.staffIfAny().compose(who -> {
            if (prove != null
                    && !(prove == known.staff().id() && who instanceof StaffWho there && there.id() == prove)) {
                return sorry(visit, 403, "Ce n’est pas le compte avec lequel vous êtes connecté.");
            }
            if (known.secondFactor() && !claims.secondFactor()) {
                return codes.ask(
                        visit,
                        new Half(
                                known.staff().id(),
                                known.staff().epoch(),
                                left.next(),
                                prove != null,
                                clock.instant()));
            }
            return codes.goOn(visit, known.staff(), claims.secondFactor(), left.next(), prove != null);
        });
    }

    private Future<Void> signOut(Visit visit) {
        return calls.endpoints()
                .compose(
                        found -> found.endSession().isEmpty()
                                ? visit.seeOther(SIGN_IN)
                                : to(
                                        visit,
                                        found.endSession(),
                                        Map.of(
                                                "client_id",
                                                config.clientId(),
                                                "post_logout_redirect_uri",
                                                site.link(SIGN_IN))),
                        failure -> localInstead(visit, failure));
    }

    /** The sign-in with a local account is there, and says why. */
    private static Future<Void> localInstead(Visit visit, Throwable failure) {
        LOG.warn("the provider of staff cannot be used", failure);
        return visit.seeOther(SIGN_IN + "?absent=1");
    }

    private Future<Void> unreachable(Visit visit, Throwable failure) {
        LOG.warn("the provider of staff cannot be used", failure);
        return sorry(visit, 502, "La connexion avec " + config.name() + " ne répond pas comme il faut en ce moment.");
    }

    record Said(String title, String text, String link, String label) {}

    private static Future<Void> sorry(Visit visit, int status, String text) {
        return visit.page(
                status,
                "school/provider-message",
                new Said("Connexion impossible", text, SIGN_IN, "Revenir à la page de connexion"));
    }
}
