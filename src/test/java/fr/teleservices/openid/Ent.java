package fr.teleservices.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import fr.teleservices.boot.WholeSite;
import fr.teleservices.testing.Browser;
import java.net.URI;
import java.util.function.UnaryOperator;

/** A site that signs families in, with a client library that is not ours. */
final class Ent {
    static final String ALL = "openid profile email enfants";

    final OIDCProviderMetadata provider;
    final OpenIdClient declared;
    final URI redirect;
    final CodeVerifier verifier = new CodeVerifier();
    final Nonce nonce = new Nonce();
    final State state = new State("état=1&x".replace('é', 'e'));

    Ent(WholeSite site) {
        this(site, WholeSite.ENT, "https://ent.example.org/retour");
    }

    Ent(WholeSite site, OpenIdClient declared, String redirect) {
        try {
            this.provider = OIDCProviderMetadata.resolve(new Issuer("http://localhost:" + site.port));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        this.declared = declared;
        this.redirect = URI.create(redirect);
    }

    /** Path and query of the request, as the client library makes it. */
    String request(String scope, UnaryOperator<AuthenticationRequest.Builder> more) {
        URI whole = more.apply(new AuthenticationRequest.Builder(
                                ResponseType.CODE, Scope.parse(scope), new ClientID(declared.id()), redirect)
                        .endpointURI(provider.getAuthorizationEndpointURI())
                        .codeChallenge(verifier, CodeChallengeMethod.S256)
                        .state(state)
                        .nonce(nonce))
                .build()
                .toURI();
        return whole.getRawPath() + "?" + whole.getRawQuery();
    }

    String request() {
        return request(ALL, builder -> builder);
    }

    /** What came back with the browser. */
    AuthenticationResponse back(Browser.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(303);
        try {
            AuthenticationResponse response = AuthenticationResponseParser.parse(URI.create(answer.header("Location")));
            assertThat(response.getState()).isEqualTo(state);
            assertThat(response.getIssuer()).isEqualTo(provider.getIssuer());
            return response;
        } catch (com.nimbusds.oauth2.sdk.ParseException e) {
            throw new AssertionError(answer.header("Location"), e);
        }
    }

    /** The code for a browser that is signed in. */
    AuthorizationCode code(Browser signedIn) {
        return back(signedIn.get(request())).toSuccessResponse().getAuthorizationCode();
    }

    TokenResponse tokens(AuthorizationCode code) {
        return tokens(new AuthorizationCodeGrant(code, redirect, verifier));
    }

    TokenResponse refresh(RefreshToken token) {
        return tokens(new RefreshTokenGrant(token));
    }

    TokenResponse tokens(AuthorizationGrant grant) {
        TokenRequest request = declared.isPublic()
                ? new TokenRequest.Builder(provider.getTokenEndpointURI(), new ClientID(declared.id()), grant).build()
                : new TokenRequest.Builder(
                                provider.getTokenEndpointURI(),
                                new ClientSecretBasic(new ClientID(declared.id()), new Secret(WholeSite.ENT_SECRET)),
                                grant)
                        .build();
        try {
            return OIDCTokenResponseParser.parse(request.toHTTPRequest().send());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Good ones. */
    OIDCTokenResponse good(TokenResponse response) {
        assertThat(response.indicatesSuccess())
                .as(() -> response.toErrorResponse().getErrorObject().getDescription())
                .isTrue();
        return (OIDCTokenResponse) response.toSuccessResponse();
    }

    /** Signature, issuer, audience and nonce looked at by the library; the site's time is not this machine's. */
    IDTokenClaimsSet claims(OIDCTokenResponse tokens) {
        try {
            IDTokenValidator validator = new IDTokenValidator(
                    provider.getIssuer(),
                    new ClientID(declared.id()),
                    JWSAlgorithm.RS256,
                    provider.getJWKSetURI().toURL());
            validator.setMaxClockSkew((int) java.time.Duration.ofDays(10_000).toSeconds());
            return validator.validate(tokens.getOIDCTokens().getIDToken(), nonce);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    UserInfoResponse userinfo(OIDCTokenResponse tokens) {
        try {
            return UserInfoResponse.parse(new UserInfoRequest(
                            provider.getUserInfoEndpointURI(),
                            new BearerAccessToken(
                                    tokens.getOIDCTokens().getAccessToken().getValue()))
                    .toHTTPRequest()
                    .send());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
