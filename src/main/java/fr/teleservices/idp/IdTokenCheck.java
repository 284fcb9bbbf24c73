package fr.teleservices.idp;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether an identity token is the provider's, for us, of this sign-in, and still good (OpenID Connect Core §3.1.3.7). Only signatures
 * with the provider's own key are taken: never none, never one with the secret that both know.
 */
final class IdTokenCheck {
    static final Duration SKEW = Duration.ofSeconds(60);

    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512, JWSAlgorithm.PS256, JWSAlgorithm.ES256);

    private final String issuer;
    private final String clientId;
    private final Clock clock;

    IdTokenCheck(String issuer, String clientId, Clock clock) {
        this.issuer = issuer;
        this.clientId = clientId;
        this.clock = clock;
    }

    /** Why it is not taken, for the log. */
    static final class Bad extends Exception {
        private static final long serialVersionUID = 1L;

        Bad(String why) {
            super(why);
        }
    }

    /**
     * @param nonce that went with the request
     * @param since the sign-in has to be no older than this; null: any
     */
    JWTClaimsSet check(String token, JWKSet keys, String nonce, @Nullable Instant since) throws Bad {
        JWTClaimsSet claims = verified(token, keys);
        try {
            if (!nonce.equals(claims.getStringClaim("nonce"))) {
                throw new Bad("another nonce");
            }
            String party = claims.getStringClaim("azp");
            List<String> audience = claims.getAudience();
            if (party == null ? audience.size() > 1 : !party.equals(clientId)) {
                throw new Bad("for another party");
            }
            Date signedIn = claims.getDateClaim("auth_time");
            if (since != null && (signedIn == null || signedIn.toInstant().isBefore(since.minus(SKEW)))) {
                throw new Bad("no new sign-in");
            }
            return claims;
        } catch (ParseException e) {
            throw new Bad("a claim of the wrong type");
        }
    }

    /** The key that a token names; null where it names none. */
    static @Nullable String keyOf(String token) {
        try {
            return SignedJWT.parse(token).getHeader().getKeyID();
        } catch (ParseException e) {
            return null;
        }
    }

    private JWTClaimsSet verified(String token, JWKSet keys) throws Bad {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(keys)));
        DefaultJWTClaimsVerifier<SecurityContext> verifier =
                new DefaultJWTClaimsVerifier<>(
                        clientId,
                        new JWTClaimsSet.Builder().issuer(issuer).build(),
                        Set.of("sub", "aud", "exp", "iat")) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        verifier.setMaxClockSkew((int) SKEW.toSeconds());
        processor.setJWTClaimsSetVerifier(verifier);
        try {
            return processor.process(token, null);
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw new Bad(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }
}
