package fr.teleservices.openid;

import fr.teleservices.credential.Keyring;
import fr.teleservices.credential.Seal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A request on its way through the sign-in page, sealed into the address at which it goes on: nothing is stored for a visitor who may
 * never sign in, and nobody can change what was checked, nor when it was asked.
 */
final class RequestSeal {
    static final String PATH = "/openid/suite";
    static final Duration LIFE = Duration.ofHours(1);

    private static final String QUERY = PATH + "?demande=";

    private final OpenIdConfig config;
    private final Seal seal;
    private final Clock clock;

    RequestSeal(OpenIdConfig config, Keyring keyring, Clock clock) {
        this.config = config;
        this.seal = new Seal(keyring, "openid-request");
        this.clock = clock;
    }

    /** @param at when it was asked: a sign-in since is a new one */
    record Waiting(Asked asked, Instant at) {}

    String path(Waiting waiting) {
        Asked asked = waiting.asked();
        JsonObject json = new JsonObject()
                .put("c", asked.client().id())
                .put("r", asked.redirectUri())
                .put("s", new JsonArray(asked.scopes().stream().toList()))
                .put("t", asked.state())
                .put("n", asked.nonce())
                .put("h", asked.challenge())
                .put("p", new JsonArray(asked.prompts().stream().toList()))
                .put("m", asked.maxAge())
                .put("a", waiting.at().toEpochMilli());
        return QUERY
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(seal.seal(json.toBuffer().getBytes()));
    }

    /** What waits at a path of ours; empty where it is none, or too old. */
    Optional<Waiting> ofPath(String path) {
        return path.startsWith(QUERY) ? open(path.substring(QUERY.length())) : Optional.empty();
    }

    Optional<Waiting> open(String sealed) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(sealed);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        return seal.open(bytes)
                .map(plain -> new JsonObject(Buffer.buffer(plain)))
                .filter(json -> clock.instant().isBefore(at(json).plus(LIFE)))
                .flatMap(json -> config.client(json.getString("c"))
                        // a client may have been changed since
                        .filter(client -> client.redirectUris().contains(json.getString("r")))
                        .map(client -> new Waiting(asked(client, json), at(json))));
    }

    private static Instant at(JsonObject json) {
        return Instant.ofEpochMilli(json.getLong("a"));
    }

    private static Asked asked(OpenIdClient client, JsonObject json) {
        return new Asked(
                client,
                json.getString("r"),
                words(json, "s"),
                json.getString("t"),
                json.getString("n"),
                json.getString("h"),
                words(json, "p"),
                json.getLong("m"));
    }

    private static Set<String> words(JsonObject json, String name) {
        Set<String> words = new LinkedHashSet<>();
        json.getJsonArray(name).forEach(word -> words.add(word.toString()));
        return words;
    }
}
