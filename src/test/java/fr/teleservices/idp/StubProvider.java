package fr.teleservices.idp;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import fr.teleservices.boot.WholeSite;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A provider that says whatever a test wants it to. */
final class StubProvider implements AutoCloseable {
    static final String ISSUER = WholeSite.STAFF_PROVIDER.issuer();

    final RSAKey key = fresh("first");
    RSAKey published = key;
    private final HttpServer server;
    private final WholeSite site;
    private final Map<String, Map<String, String>> asked = new HashMap<>();
    private UnaryOperator<JWTClaimsSet.Builder> claims = claims -> claims;
    private Signing signing = this::signed;

    /** How a token is made of its claims. */
    interface Signing {
        String of(JWTClaimsSet claims) throws JOSEException;
    }

    StubProvider(WholeSite site) {
        this.site = site;
        try {
            server = HttpServer.create(
                    new InetSocketAddress("localhost", URI.create(ISSUER).getPort()), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(
                "/.well-known/openid-configuration",
                exchange -> answer(
                        exchange,
                        200,
                        new JsonObject()
                                .put("issuer", ISSUER)
                                .put("authorization_endpoint", ISSUER + "/authorize?tenant=a")
                                .put("token_endpoint", ISSUER + "/token")
                                .put("jwks_uri", ISSUER + "/jwks")
                                .put("end_session_endpoint", ISSUER + "/logout")));
        server.createContext(
                "/jwks",
                exchange -> answer(exchange, 200, new JsonObject(new JWKSet(published.toPublicJWK()).toJSONObject())));
        server.createContext("/token", this::token);
        server.start();
    }

    static RSAKey fresh(String id) {
        try {
            return new RSAKeyGenerator(2_048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    String signed(JWTClaimsSet claims) throws JOSEException {
        return signed(claims, JWSAlgorithm.RS256, key.getKeyID(), new RSASSASigner(key));
    }

    static String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, String id, JWSSigner signer)
            throws JOSEException {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(id).build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    static String unsigned(JWTClaimsSet claims) {
        return new PlainJWT(claims).serialize();
    }

    static String withTheSecret(JWTClaimsSet claims) throws JOSEException {
        return signed(
                claims,
                JWSAlgorithm.HS256,
                "first",
                new MACSigner(WholeSite.STAFF_PROVIDER.secret().getBytes(StandardCharsets.UTF_8)));
    }

    /** What its next tokens say beside what is right. */
    StubProvider saying(UnaryOperator<JWTClaimsSet.Builder> more) {
        claims = more;
        return this;
    }

    StubProvider signing(Signing how) {
        signing = how;
        return this;
    }

    /** The address at which the browser comes back, after somebody has signed in there. */
    String signedIn(String location) {
        Map<String, String> query = query(location.substring(location.indexOf('?') + 1));
        String code = UUID.randomUUID().toString();
        asked.put(code, query);
        return "/gestion/connexion/openid/retour?code=" + code + "&state=" + query.get("state") + "&iss=" + ISSUER;
    }

    static Map<String, String> query(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            fields.put(
                    pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return fields;
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = query(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Map<String, String> request = asked.remove(form.get("code"));
        String pair = WholeSite.STAFF_PROVIDER.clientId() + ":" + WholeSite.STAFF_PROVIDER.secret();
        boolean right = request != null
                && request.get("redirect_uri").equals(form.get("redirect_uri"))
                && request.get("code_challenge")
                        .equals(fr.teleservices.credential.Digest.sha256Url(form.get("code_verifier")))
                && ("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                        .equals(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!right) {
            answer(exchange, 400, new JsonObject().put("error", "invalid_grant"));
            return;
        }
        Instant now = site.clock.instant();
        JWTClaimsSet.Builder good = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(WholeSite.STAFF_PROVIDER.clientId())
                .subject("quelqu'un")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .claim("auth_time", now.getEpochSecond())
                .claim("nonce", request.get("nonce"));
        try {
            answer(
                    exchange,
                    200,
                    new JsonObject()
                            .put("access_token", "a")
                            .put("token_type", "Bearer")
                            .put("id_token", signing.of(claims.apply(good).build())));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, JsonObject json) throws IOException {
        byte[] body = json.toBuffer().getBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
