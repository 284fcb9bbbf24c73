package fr.teleservices.idp;

import com.nimbusds.jose.jwk.JWKSet;
import fr.teleservices.kernel.WebAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Talks to the provider: its description, its keys, codes for tokens. What it publishes is kept for an hour; a key that is not among
 * those kept is asked for again, every half minute at most. Follows no redirect, waits ten seconds, reads 256 KB at most.
 */
final class ProviderCalls {
    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration NOT_SOONER = Duration.ofSeconds(30);
    private static final int LARGEST = 256 * 1024;
    private static final long MILLIS = 10_000;

    private final HttpClient http;
    private final ProviderConfig config;
    private final Clock clock;
    private volatile @Nullable Kept<Endpoints> endpoints;
    private volatile @Nullable Kept<JWKSet> keys;

    ProviderCalls(Vertx vertx, ProviderConfig config, Clock clock) {
        this.http = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout((int) MILLIS));
        this.config = config;
        this.clock = clock;
    }

    /** @param endSession empty where the provider has none */
    record Endpoints(String authorization, String token, String keys, String endSession) {}

    private record Kept<T>(T value, Instant at) {
        boolean isYounger(Duration age, Instant now) {
            return now.isBefore(at.plus(age));
        }
    }

    Future<Endpoints> endpoints() {
        Kept<Endpoints> kept = endpoints;
        if (kept != null && kept.isYounger(KEPT, clock.instant())) {
            return Future.succeededFuture(kept.value());
        }
        String issuer = config.issuer();
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return get(base + "/.well-known/openid-configuration").map(description -> {
            if (!issuer.equals(description.getValue("issuer"))) {
                throw new IllegalStateException("the provider calls itself " + description.getValue("issuer"));
            }
            Endpoints found = new Endpoints(
                    address(description, "authorization_endpoint", true),
                    address(description, "token_endpoint", true),
                    address(description, "jwks_uri", true),
                    address(description, "end_session_endpoint", false));
            endpoints = new Kept<>(found, clock.instant());
            return found;
        });
    }

    private static String address(JsonObject description, String name, boolean needed) {
        if (description.getValue(name) instanceof String address && WebAddress.isSafe(address)) {
            return address;
        } else if (needed) {
            throw new IllegalStateException("the provider has no usable " + name);
        }
        return "";
    }

    /** The provider's keys, that of {@code id} among them if it has it. */
    Future<JWKSet> keys(@Nullable String id) {
        Kept<JWKSet> kept = keys;
        Instant now = clock.instant();
        if (kept != null
                && kept.isYounger(KEPT, now)
                && (id == null || kept.value().getKeyByKeyId(id) != null || kept.isYounger(NOT_SOONER, now))) {
            return Future.succeededFuture(kept.value());
        }
        return endpoints().compose(found -> get(found.keys())).map(json -> {
            try {
                JWKSet set = JWKSet.parse(json.encode());
                keys = new Kept<>(set, clock.instant());
                return set;
            } catch (ParseException e) {
                throw new IllegalStateException("the provider's keys cannot be read", e);
            }
        });
    }

    /** The identity token for a code. */
    Future<String> idToken(String code, String verifier, String redirectUri) {
        String form = form(Map.of(
                "grant_type", "authorization_code",
                "code", code,
                "code_verifier", verifier,
                "redirect_uri", redirectUri));
        String pair = encoded(config.clientId()) + ":" + encoded(config.secret());
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .putHeader("Content-Type", "application/x-www-form-urlencoded")
                .putHeader(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII)));
        return endpoints()
                .compose(found -> send(options.setAbsoluteURI(found.token()), Buffer.buffer(form)))
                .map(answer -> {
                    if (answer.getValue("id_token") instanceof String token) {
                        return token;
                    }
                    throw new IllegalStateException("the provider gave no identity token");
                });
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Future<JsonObject> get(String address) {
        return send(new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(address), Buffer.buffer());
    }

    private Future<JsonObject> send(RequestOptions options, Buffer body) {
        return http.request(options.setFollowRedirects(false)
                        .putHeader("Accept", "application/json")
                        .setTimeout(MILLIS))
                .compose(request -> request.send(body))
                .compose(ProviderCalls::read);
    }

    private static Future<JsonObject> read(HttpClientResponse response) {
        Buffer all = Buffer.buffer();
        response.handler(part -> {
            all.appendBuffer(part);
            if (all.length() > LARGEST) {
                response.request().reset();
            }
        });
        return response.end().map(end -> {
            if (response.statusCode() != 200) {
                // without the body: it may repeat what was sent
                throw new IllegalStateException("the provider answers " + response.statusCode());
            }
            return new JsonObject(all);
        });
    }
}
