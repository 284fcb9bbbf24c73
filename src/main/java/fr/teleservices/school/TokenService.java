package fr.teleservices.school;

import fr.teleservices.credential.Keyring;
import fr.teleservices.db.Database;
import fr.teleservices.kernel.Refusal;
import fr.teleservices.web.Bearer;
import fr.teleservices.web.Who.StaffWho;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * Tokens of the API: JWTs by RFC 9068, HS256 under the current master key and no other algorithm. What a token says is only
 * which staff account and which epoch; role and school are read from the row at each request.
 */
public final class TokenService implements Bearer {
    public static final Duration LIFE = Duration.ofMinutes(60);
    static final String ISSUER = "teleservices";
    static final String AUDIENCE = "teleservices-api";
    static final String TYPE = "at+jwt";
    private static final String ALGORITHM = "HS256";
    private static final int LONGEST = 2_000;

    private final Database database;
    private final Clock clock;
    private final String keyId;
    private final byte[] key;
    private final JWTAuth jwt;

    public TokenService(Vertx vertx, Database database, Keyring keyring, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.keyId = Integer.toString(keyring.current());
        this.key = keyring.key(keyring.current(), "jwt");
        this.jwt = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .setJWTOptions(new JWTOptions().setIgnoreExpiration(true)) // checked here, by our clock
                        .addPubSecKey(new PubSecKeyOptions()
                                .setAlgorithm(ALGORITHM)
                                .setId(keyId)
                                .setBuffer(Buffer.buffer(key))));
    }

    /** Signed here: vertx-auth-jwt writes the type {@code JWT} into every header. */
    public String issue(StaffService.SignedIn who) {
        Instant now = clock.instant();
        JsonObject claims = new JsonObject()
                .put("iss", ISSUER)
                .put("aud", AUDIENCE)
                .put("sub", Long.toString(who.staff().id()))
                .put("epoch", who.staff().epoch())
                .put("otp", who.secondFactor())
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(LIFE).getEpochSecond());
        JsonObject header =
                new JsonObject().put("alg", ALGORITHM).put("typ", TYPE).put("kid", keyId);
        String signed = base64(header.toBuffer()) + "." + base64(claims.toBuffer());
        return signed + "." + base64(Buffer.buffer(Keyring.hmac(key, signed.getBytes(StandardCharsets.US_ASCII))));
    }

    private static String base64(Buffer bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.getBytes());
    }

    @Override
    public Future<StaffWho> verify(String token) {
        if (!hasOurHeader(token)) {
            return dead();
        }
        return jwt.authenticate(new TokenCredentials(token))
                .map(user -> user.attributes().getJsonObject("accessToken", new JsonObject()))
                .recover(anyFault -> dead())
                .compose(this::claims);
    }

    private Future<StaffWho> claims(JsonObject claims) {
        try {
            boolean ours = ISSUER.equals(claims.getValue("iss"))
                    && AUDIENCE.equals(claims.getValue("aud"))
                    && clock.instant().getEpochSecond() < claims.getLong("exp", 0L);
            if (!ours) {
                return dead();
            }
            long id = Long.parseLong(claims.getString("sub"));
            int epoch = claims.getInteger("epoch", -1);
            boolean secondFactor = Boolean.TRUE.equals(claims.getValue("otp"));
            return database.atGateOnce(tx -> StaffStore.forToken(tx, id, epoch, secondFactor))
                    .compose(found -> found.map(Future::succeededFuture).orElseGet(TokenService::dead));
        } catch (ClassCastException | NumberFormatException malformed) {
            return dead();
        }
    }

    /** The algorithm, type and key that we issue; looked at before anything is verified (RFC 8725). */
    private boolean hasOurHeader(String token) {
        int dot = token.indexOf('.');
        if (dot < 0 || token.length() > LONGEST) {
            return false;
        }
        try {
            JsonObject header =
                    new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(token.substring(0, dot))));
            return ALGORITHM.equals(header.getValue("alg"))
                    && TYPE.equals(header.getValue("typ"))
                    && keyId.equals(header.getValue("kid"));
        } catch (IllegalArgumentException | DecodeException | ClassCastException malformed) {
            return false;
        }
    }

    private static <T> Future<T> dead() {
        return Future.failedFuture(Refusal.unauthenticated("Ce jeton d’accès n’est pas, ou plus, valable.")
                .asFailure());
    }
}
