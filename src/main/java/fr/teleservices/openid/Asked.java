package fr.teleservices.openid;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for, checked.
 *
 * @param scopes of those that there are, {@code openid} among them
 * @param state as it came; null: none
 * @param challenge of PKCE, S256
 * @param prompts {@code none}, {@code login}, …
 * @param maxAge seconds since the sign-in; null: any
 */
record Asked(
        OpenIdClient client,
        String redirectUri,
        Set<String> scopes,
        @Nullable String state,
        @Nullable String nonce,
        String challenge,
        Set<String> prompts,
        @Nullable Long maxAge) {
    boolean silent() {
        return prompts.contains("none");
    }

    boolean signInAnew() {
        return prompts.contains("login") || prompts.contains("select_account");
    }
}
