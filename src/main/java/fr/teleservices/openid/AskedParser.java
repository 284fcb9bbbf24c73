package fr.teleservices.openid;

import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads an authorization request (RFC 6749 §4.1.1, RFC 7636, OpenID Connect Core §3.1.2.1). */
final class AskedParser {
    static final List<String> SCOPES = List.of("openid", "profile", "email", "enfants");

    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int LONGEST_STATE = 1_024;
    private static final int LONGEST_NONCE = 255;

    /** What came of it. */
    sealed interface Read {}

    record Good(Asked asked) implements Read {}

    /** Told to the client, whose address is sure. */
    record Wrong(String redirectUri, @Nullable String state, String error, String description) implements Read {}

    /** Told to the visitor: nothing says that the address is the client's. */
    record Unsure(String sentence) implements Read {}

    private final OpenIdConfig config;

    AskedParser(OpenIdConfig config) {
        this.config = config;
    }

    Read read(MultiMap query) {
        String id = one(query, "client_id").orElse("");
        Optional<OpenIdClient> client = config.client(id);
        if (client.isEmpty()) {
            return new Unsure("Le site d’où vous venez n’est pas connu ici.");
        }
        String redirect = one(query, "redirect_uri").orElse("");
        if (!client.get().redirectUris().contains(redirect)) {
            return new Unsure("Le site d’où vous venez a donné une adresse de retour qui n’est pas la sienne.");
        }
        Optional<String> state = one(query, "state").filter(value -> isPlain(value, LONGEST_STATE));
        String fault = fault(query, state);
        if (!fault.isEmpty()) {
            int colon = fault.indexOf(':');
            return new Wrong(redirect, state.orElse(null), fault.substring(0, colon), fault.substring(colon + 1));
        }
        Set<String> scopes = new LinkedHashSet<>(SCOPES);
        scopes.retainAll(words(query, "scope"));
        return new Good(new Asked(
                client.get(),
                redirect,
                scopes,
                state.orElse(null),
                one(query, "nonce").orElse(null),
                one(query, "code_challenge").orElse(""),
                words(query, "prompt"),
                one(query, "max_age").map(Long::valueOf).orElse(null)));
    }

    /** {@code error:description}; empty: none. */
    private static String fault(MultiMap query, Optional<String> state) {
        for (String name : query.names()) {
            if (query.getAll(name).size() > 1) {
                return "invalid_request:a parameter is there twice";
            }
        }
        if (query.contains("state") && state.isEmpty()) {
            return "invalid_request:state must be 1 to " + LONGEST_STATE + " printable ASCII characters";
        }
        if (query.contains("request")) {
            return "request_not_supported:request objects are not taken";
        }
        if (query.contains("request_uri")) {
            return "request_uri_not_supported:request objects are not taken";
        }
        String type = one(query, "response_type").orElse("");
        if (type.isEmpty()) {
            return "invalid_request:response_type is missing";
        }
        if (!type.equals("code")) {
            return "unsupported_response_type:code is the only one";
        }
        if (!one(query, "response_mode").orElse("query").equals("query")) {
            return "invalid_request:query is the only response_mode";
        }
        if (!words(query, "scope").contains("openid")) {
            return "invalid_scope:the scope openid is needed";
        }
        if (!one(query, "code_challenge_method").orElse("").equals("S256")
                || !CHALLENGE.matcher(one(query, "code_challenge").orElse("")).matches()) {
            return "invalid_request:PKCE with code_challenge_method=S256 is needed";
        }
        if (!one(query, "nonce").map(nonce -> isPlain(nonce, LONGEST_NONCE)).orElse(true)) {
            return "invalid_request:nonce must be 1 to " + LONGEST_NONCE + " printable ASCII characters";
        }
        if (!one(query, "max_age").orElse("0").matches("[0-9]{1,9}")) {
            return "invalid_request:max_age is a number of seconds";
        }
        Set<String> prompts = words(query, "prompt");
        return prompts.contains("none") && prompts.size() > 1 ? "invalid_request:prompt=none stands alone" : "";
    }

    private static Set<String> words(MultiMap query, String name) {
        Set<String> words =
                new LinkedHashSet<>(Arrays.asList(one(query, name).orElse("").split(" ")));
        words.remove("");
        return words;
    }

    /** A parameter that is there twice is none: it is refused by itself, but for the two that decide who is told. */
    private static Optional<String> one(MultiMap query, String name) {
        List<String> all = query.getAll(name);
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    private static boolean isPlain(String value, int longest) {
        return !value.isEmpty() && value.length() <= longest && value.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }
}
