package fr.teleservices.openid;

import fr.teleservices.account.AccountService;
import fr.teleservices.credential.Keyring;
import fr.teleservices.db.Database;
import fr.teleservices.web.Route;
import fr.teleservices.web.Sessions;
import fr.teleservices.web.Site;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the routes for other sites share. */
public final class OpenIdProvider {
    /** Where the portal keeps the path at which a request goes on, while an account is being activated. */
    static final String COOKIE = "openid-suite";

    private final OpenIdConfig config;
    private final SigningKeys keys;
    private final AccountService accounts;
    private final GrantService grants;
    private final RequestSeal requests;
    private final Site site;
    private final Clock clock;

    public OpenIdProvider(
            OpenIdConfig config,
            SigningKeys keys,
            Keyring keyring,
            Database database,
            AccountService accounts,
            Site site,
            Clock clock) {
        this.config = config;
        this.keys = keys;
        this.accounts = accounts;
        this.grants = new GrantService(database, accounts, clock);
        this.requests = new RequestSeal(config, keyring, clock);
        this.site = site;
        this.clock = clock;
    }

    public List<Route> routes(Sessions sessions) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new AuthorizePages(this, accounts, sessions).routes());
        routes.addAll(new TokenPages(this, accounts).routes());
        routes.addAll(new LogoutPages(this, sessions).routes());
        return routes;
    }

    /**
     * A site that waits for a sign-in.
     *
     * @param name as families read it
     * @param origin where the sign-in form ends after all
     */
    public record Waiter(String name, String origin) {}

    /** Who waits at a path of this site; empty for any other path, and where the request is too old. */
    public Optional<Waiter> waiting(String path) {
        return requests.ofPath(path)
                .map(waiting -> new Waiter(
                        waiting.asked().client().name(),
                        OpenIdClient.originOf(waiting.asked().redirectUri())));
    }

    /** An address with more in its query. */
    static String withQuery(String address, Map<String, String> parameters) {
        return address
                + parameters.entrySet().stream()
                        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&", address.contains("?") ? "&" : "?", ""));
    }

    OpenIdConfig config() {
        return config;
    }

    SigningKeys keys() {
        return keys;
    }

    GrantService grants() {
        return grants;
    }

    RequestSeal requests() {
        return requests;
    }

    Site site() {
        return site;
    }

    Clock clock() {
        return clock;
    }
}
