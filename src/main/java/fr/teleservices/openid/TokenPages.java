package fr.teleservices.openid;

import com.nimbusds.jwt.JWTClaimsSet;
import fr.teleservices.account.AccountService;
import fr.teleservices.credential.Digest;
import fr.teleservices.openid.GrantService.Tokens;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Site;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/** What a client asks by itself: the description of the provider, its keys, tokens, and whom a token speaks of. */
final class TokenPages {
    static final Duration ID_TOKEN = Duration.ofMinutes(10);

    private static final String TOKEN = "/openid/token";
    private static final String USERINFO = "/openid/userinfo";
    private static final String JWKS = "/openid/jwks";
    private static final int LONGEST = 500;

    private final OpenIdConfig config;
    private final SigningKeys keys;
    private final AccountService accounts;
    private final GrantService grants;
    private final Site site;
    private final Clock clock;

    TokenPages(OpenIdProvider provider, AccountService accounts) {
        this.config = provider.config();
        this.keys = provider.keys();
        this.accounts = accounts;
        this.grants = provider.grants();
        this.site = provider.site();
        this.clock = provider.clock();
    }

    List<Route> routes() {
        return List.of(
                Route.get("/.well-known/openid-configuration", Permission.PUBLIC, this::description),
                Route.get(JWKS, Permission.PUBLIC, visit -> visit.json(200, new JsonObject(keys.published()))),
                Route.post(TOKEN, Permission.PUBLIC, this::token),
                Route.get(USERINFO, Permission.PUBLIC, this::userinfo),
                Route.post(USERINFO, Permission.PUBLIC, this::userinfo));
    }

    private Future<Void> description(Visit visit) {
        return visit.json(
                200,
                new JsonObject()
                        .put("issuer", site.origin())
                        .put("authorization_endpoint", site.link(AuthorizePages.PATH))
                        .put("token_endpoint", site.link(TOKEN))
                        .put("userinfo_endpoint", site.link(USERINFO))
                        .put("jwks_uri", site.link(JWKS))
                        .put("end_session_endpoint", site.link(LogoutPages.PATH))
                        .put("scopes_supported", new JsonArray(AskedParser.SCOPES))
                        .put("response_types_supported", JsonArray.of("code"))
                        .put("response_modes_supported", JsonArray.of("query"))
                        .put("grant_types_supported", JsonArray.of("authorization_code", "refresh_token"))
                        .put("subject_types_supported", JsonArray.of("pairwise"))
                        .put("id_token_signing_alg_values_supported", JsonArray.of("RS256"))
                        .put(
                                "token_endpoint_auth_methods_supported",
                                JsonArray.of("client_secret_basic", "client_secret_post", "none"))
                        .put("code_challenge_methods_supported", JsonArray.of("S256"))
                        .put("prompt_values_supported", JsonArray.of("none", "login", "select_account", "consent"))
                        .put("authorization_response_iss_parameter_supported", true)
                        .put("request_parameter_supported", false)
                        .put("request_uri_parameter_supported", false)
                        .put("claims_parameter_supported", false)
                        .put("ui_locales_supported", JsonArray.of("fr-FR"))
                        .put(
                                "claims_supported",
                                JsonArray.of(
                                        "sub",
                                        "iss",
                                        "aud",
                                        "exp",
                                        "iat",
                                        "auth_time",
                                        "nonce",
                                        "at_hash",
                                        "name",
                                        "given_name",
                                        "family_name",
                                        "locale",
                                        "holder",
                                        "email",
                                        "email_verified",
                                        "children",
                                        "uai",
                                        "school",
                                        "division")));
    }

    private Future<Void> token(Visit visit) {
        MultiMap form = visit.context().request().formAttributes();
        if (form.names().stream().anyMatch(name -> form.getAll(name).size() > 1)) {
            return wrong(visit, "invalid_request", "a parameter is there twice");
        }
        Optional<OpenIdClient> client = client(visit, form);
        if (client.isEmpty()) {
            visit.context().response().putHeader("WWW-Authenticate", "Basic realm=\"openid\"");
            return error(visit, 401, "invalid_client", "the client is not known, or its secret is not right");
        }
        return switch (text(form, "grant_type")) {
            case "authorization_code" ->
                answer(
                        visit,
                        grants.exchange(
                                client.get(),
                                text(form, "code"),
                                text(form, "redirect_uri"),
                                text(form, "code_verifier")));
            case "refresh_token" -> answer(visit, grants.refresh(client.get(), text(form, "refresh_token")));
            case "" -> wrong(visit, "invalid_request", "grant_type is missing");
            default -> wrong(visit, "unsupported_grant_type", "authorization_code and refresh_token are taken");
        };
    }

    /** One way to say who one is, not two (RFC 6749 §2.3). */
    private Optional<OpenIdClient> client(Visit visit, MultiMap form) {
        String header = visit.header(HttpHeaders.AUTHORIZATION.toString());
        String id = text(form, "client_id");
        String secret = text(form, "client_secret");
        if (header != null) {
            String[] basic = basic(header);
            boolean both = form.contains("client_secret") || !(id.isEmpty() || id.equals(basic[0]));
            return both ? Optional.empty() : config.client(basic[0]).filter(one -> one.hasSecret(basic[1]));
        }
        return config.client(id)
                .filter(one -> one.isPublic() ? !form.contains("client_secret") : one.hasSecret(secret));
    }

    /** Id and secret, each form-encoded first (RFC 6749 §2.3.1). */
    private static String[] basic(String header) {
        try {
            if (header.regionMatches(true, 0, "Basic ", 0, 6)) {
                String pair = new String(
                        Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
                int colon = pair.indexOf(':');
                if (colon > 0) {
                    return new String[] {
                        URLDecoder.decode(pair.substring(0, colon), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(colon + 1), StandardCharsets.UTF_8)
                    };
                }
            }
        } catch (IllegalArgumentException malformed) {
            // is nobody's
        }
        return new String[] {"", ""};
    }

    private Future<Void> answer(Visit visit, Future<Optional<Tokens>> asked) {
        return asked.compose(tokens -> tokens.isEmpty()
                ? wrong(visit, "invalid_grant", "it is not, or no longer, good")
                : visit.json(
                        200,
                        new JsonObject()
                                .put("access_token", tokens.get().access())
                                .put("token_type", "Bearer")
                                .put("expires_in", GrantService.ACCESS.toSeconds())
                                .put("refresh_token", tokens.get().refresh())
                                .put(
                                        "scope",
                                        String.join(" ", tokens.get().grant().scopes()))
                                .put("id_token", idToken(tokens.get()))));
    }

    /** Who signed in, when, for whom: what the client learns of them is at the userinfo. */
    private String idToken(Tokens tokens) {
        Instant now = clock.instant();
        byte[] hash = Digest.sha256(tokens.access());
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(site.origin())
                .subject(tokens.grant().subject().toString())
                .audience(tokens.grant().clientId())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(ID_TOKEN)))
                .claim("auth_time", tokens.grant().signedInAt().getEpochSecond())
                .claim(
                        "at_hash",
                        Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, hash.length / 2)));
        String nonce = tokens.grant().nonce();
        if (nonce != null) {
            claims.claim("nonce", nonce);
        }
        return keys.sign(claims.build());
    }

    private Future<Void> userinfo(Visit visit) {
        String header = visit.header(HttpHeaders.AUTHORIZATION.toString());
        if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return unauthorized(visit, "Bearer realm=\"openid\"", "invalid_request");
        }
        String token = header.substring(7).strip();
        return grants.open(token.length() > LONGEST ? "" : token).compose(opened -> {
            if (opened.isEmpty()
                    || config.client(opened.get().grant().clientId()).isEmpty()) {
                return unauthorized(visit, "Bearer realm=\"openid\", error=\"invalid_token\"", "invalid_token");
            }
            return accounts.family(opened.get().account(), true)
                    .compose(family -> visit.json(
                            200,
                            UserClaims.of(
                                    opened.get().grant().subject(),
                                    opened.get().grant().scopes(),
                                    opened.get().account(),
                                    family)));
        });
    }

    private static Future<Void> unauthorized(Visit visit, String challenge, String error) {
        visit.context().response().putHeader("WWW-Authenticate", challenge);
        return error(visit, 401, error, "an access token of this provider is needed");
    }

    private static Future<Void> wrong(Visit visit, String error, String description) {
        return error(visit, 400, error, description);
    }

    private static Future<Void> error(Visit visit, int status, String error, String description) {
        return visit.json(status, new JsonObject().put("error", error).put("error_description", description));
    }

    private static String text(MultiMap form, String name) {
        String value = form.get(name);
        return value == null || value.length() > LONGEST ? "" : value;
    }
}
