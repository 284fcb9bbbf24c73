package fr.teleservices.openid;

import fr.teleservices.account.Account;
import fr.teleservices.account.AccountService;
import fr.teleservices.openid.RequestSeal.Waiting;
import fr.teleservices.web.OpenSessions.HolderSession;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.Site;
import fr.teleservices.web.Visit;
import fr.teleservices.web.Who;
import fr.teleservices.web.Who.HolderWho;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a client sends a family to sign in, and where they go on once they have. No page of consent: a client is declared by whoever
 * answers for the service. A GET makes a code here, as the protocol has it: it is sent to an address of the client alone.
 */
public final class AuthorizePages {
    static final String PATH = "/openid/authorize";

    private static final String ACTIVATING = "/portail/activation";

    private final AccountService accounts;
    private final GrantService grants;
    private final Sessions sessions;
    private final Site site;
    private final Clock clock;
    private final AskedParser parser;
    private final RequestSeal requests;

    public AuthorizePages(OpenIdProvider provider, AccountService accounts, Sessions sessions) {
        this.accounts = accounts;
        this.grants = provider.grants();
        this.sessions = sessions;
        this.site = provider.site();
        this.clock = provider.clock();
        this.parser = new AskedParser(provider.config());
        this.requests = provider.requests();
    }

    record Said(String title, String text, String link, String label) {}

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Permission.PUBLIC, visit -> isHead(visit) ? nothing(visit) : authorize(visit)),
                Route.get(RequestSeal.PATH, Permission.PUBLIC, visit -> isHead(visit) ? nothing(visit) : goOn(visit)));
    }

    /** A look at the head makes no code. */
    private static boolean isHead(Visit visit) {
        return visit.context().request().method().equals(HttpMethod.HEAD);
    }

    private static Future<Void> nothing(Visit visit) {
        return visit.context().response().setStatusCode(204).end();
    }

    private Future<Void> authorize(Visit visit) {
        AskedParser.Read read = parser.read(visit.context().queryParams());
        if (read instanceof AskedParser.Good good) {
            return decide(visit, new Waiting(good.asked(), clock.instant()));
        } else if (read instanceof AskedParser.Wrong wrong) {
            return error(visit, wrong.redirectUri(), wrong.state(), wrong.error(), wrong.description());
        }
        return refused(visit, ((AskedParser.Unsure) read).sentence());
    }

    private Future<Void> goOn(Visit visit) {
        Optional<Waiting> waiting = requests.open(
                Objects.requireNonNullElse(visit.context().queryParams().get("demande"), ""));
        return waiting.isPresent()
                ? decide(visit, waiting.get())
                : refused(visit, "La demande de connexion est trop ancienne.");
    }

    private static Future<Void> refused(Visit visit, String sentence) {
        return visit.page(
                400,
                "portal/message",
                new Said(
                        "La connexion à un autre site n’a pas abouti",
                        sentence + " Retournez sur ce site et recommencez ; si cela se reproduit, prévenez-le.",
                        "/portail",
                        "Aller à Scolarité services"));
    }

    private Future<Void> decide(Visit visit, Waiting waiting) {
        return visit.holderIfAny()
                .compose(who -> who instanceof HolderWho holder && holder.simulated()
                        ? simulated(visit, waiting.asked())
                        : sessions.open()
                                .holderSession(visit)
                                .compose(session -> signedIn(visit, waiting, who, session.orElse(null))));
    }

    /** Staff who look at the portal as somebody must not go on elsewhere as that person. */
    private Future<Void> simulated(Visit visit, Asked asked) {
        return asked.silent()
                ? error(visit, asked, "login_required", "nobody is signed in")
                : visit.page(
                        403,
                        "portal/message",
                        new Said(
                                "Pas pendant une simulation",
                                "Une simulation ne donne accès à aucun autre site.",
                                "/portail",
                                "Revenir à la simulation"));
    }

    private Future<Void> signedIn(Visit visit, Waiting waiting, Who who, @Nullable HolderSession session) {
        Asked asked = waiting.asked();
        if (!(who instanceof HolderWho holder) || session == null || isTooOld(waiting, session.since())) {
            return asked.silent()
                    ? error(visit, asked, "login_required", "nobody is signed in, or too long ago")
                    : visit.seeOther("/?next=" + URLEncoder.encode(requests.path(waiting), StandardCharsets.UTF_8));
        }
        return accounts.load(holder.schoolId(), holder.accountId()).compose(account -> switch (account.state()) {
            case ACTIVE -> code(visit, asked, account, session);
            case ACTIVATING ->
                asked.silent()
                        ? error(visit, asked, "interaction_required", "the account is being activated")
                        : visit.seeOther(ACTIVATING);
            case NOT_NOTIFIED, NOTIFIED, CLOSED ->
                sessions.endHolder(visit).compose(ended -> signedIn(visit, waiting, new Who.Nobody(), null));
        });
    }

    /** A sign-in since the request is always new enough. */
    private boolean isTooOld(Waiting waiting, Instant signedInAt) {
        if (!signedInAt.isBefore(waiting.at())) {
            return false;
        }
        Long maxAge = waiting.asked().maxAge();
        return waiting.asked().signInAnew()
                || (maxAge != null && clock.instant().isAfter(signedInAt.plusSeconds(maxAge)));
    }

    private Future<Void> code(Visit visit, Asked asked, Account account, HolderSession session) {
        visit.forget(OpenIdProvider.COOKIE);
        return grants.code(asked, account, session)
                .compose(code -> away(visit, asked.redirectUri(), asked.state(), Map.of("code", code)));
    }

    private Future<Void> error(Visit visit, Asked asked, String error, String description) {
        return error(visit, asked.redirectUri(), asked.state(), error, description);
    }

    private Future<Void> error(
            Visit visit, String redirectUri, @Nullable String state, String error, String description) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("error", error);
        parameters.put("error_description", description);
        return away(visit, redirectUri, state, parameters);
    }

    /** To an address that is the client's, with who answers (RFC 9207). */
    private Future<Void> away(Visit visit, String redirectUri, @Nullable String state, Map<String, String> parameters) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        if (state != null) {
            all.put("state", state);
        }
        all.put("iss", site.origin());
        return visit.context()
                .response()
                .setStatusCode(303)
                .putHeader("Location", OpenIdProvider.withQuery(redirectUri, all))
                .end();
    }
}
