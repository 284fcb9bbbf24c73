package fr.teleservices.openid;

import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.Visit;
import fr.teleservices.web.Who.HolderWho;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Signing out here because of a client (RP-initiated logout): the visitor is asked, for anybody can send one to this page. */
final class LogoutPages {
    static final String PATH = "/openid/logout";

    private static final String HOME = "/";

    private final OpenIdConfig config;
    private final SigningKeys keys;
    private final Sessions sessions;

    LogoutPages(OpenIdProvider provider, Sessions sessions) {
        this.config = provider.config();
        this.keys = provider.keys();
        this.sessions = sessions;
    }

    /**
     * @param site empty where it is not known who asks
     * @param back where one goes afterwards, an address of that client; else a page of ours
     */
    record View(String site, String client, String back, String state) {}

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Permission.PUBLIC, this::ask), Route.post(PATH, Permission.PUBLIC, this::signOut));
    }

    private Future<Void> ask(Visit visit) {
        View view = read(visit.context().queryParams());
        return visit.holderIfAny().compose(who -> {
            if (!(who instanceof HolderWho holder) || holder.simulated()) {
                return leave(visit, view);
            }
            if (!view.back().equals(HOME)) {
                visit.formsMayEndAt(OpenIdClient.originOf(view.back()));
            }
            return visit.page("openid/logout", view);
        });
    }

    private Future<Void> signOut(Visit visit) {
        View view = read(visit.context().request().formAttributes());
        return visit.holderIfAny()
                .compose(who -> who instanceof HolderWho holder && !holder.simulated()
                        ? sessions.endHolder(visit)
                        : Future.succeededFuture())
                .compose(done -> leave(visit, view));
    }

    /** Who asks is said by an identity token of ours, or by the client's id; where to go only by what is declared for it. */
    private View read(MultiMap given) {
        Optional<OpenIdClient> client = Optional.ofNullable(given.get("id_token_hint"))
                .flatMap(keys::verified)
                .flatMap(claims -> claims.getAudience().stream().findFirst())
                .or(() -> Optional.ofNullable(given.get("client_id")))
                .flatMap(config::client);
        String wanted = Objects.requireNonNullElse(given.get("post_logout_redirect_uri"), "");
        String state = given.get("state");
        String back = client.map(OpenIdClient::postLogoutUris)
                .filter(declared -> declared.contains(wanted))
                .map(declared -> wanted)
                .orElse(HOME);
        return new View(
                client.map(OpenIdClient::name).orElse(""),
                client.map(OpenIdClient::id).orElse(""),
                back,
                state == null || back.equals(HOME) ? "" : state);
    }

    private static Future<Void> leave(Visit visit, View view) {
        return visit.context()
                .response()
                .setStatusCode(303)
                .putHeader(
                        "Location",
                        view.state().isEmpty()
                                ? view.back()
                                : OpenIdProvider.withQuery(view.back(), Map.of("state", view.state())))
                .end();
    }
}
