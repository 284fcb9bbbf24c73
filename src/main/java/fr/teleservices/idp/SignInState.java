package fr.teleservices.idp;

import fr.teleservices.credential.Keyring;
import fr.teleservices.credential.Seal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a browser keeps for us, sealed, while it is at the provider, and while a code is asked. */
final class SignInState {
    static final Duration LIFE = Duration.ofMinutes(10);

    private final Seal seal;
    private final Clock clock;

    SignInState(Keyring keyring, String purpose, Clock clock) {
        this.seal = new Seal(keyring, purpose);
        this.clock = clock;
    }

    /**
     * On the way to the provider.
     *
     * @param prove of whom once more; null: a sign-in
     */
    record Away(
            String state,
            String nonce,
            String verifier,
            String next,
            @Nullable Long prove,
            Instant at) {
        JsonObject json() {
            return new JsonObject()
                    .put("state", state)
                    .put("nonce", nonce)
                    .put("verifier", verifier)
                    .put("next", next)
                    .put("prove", prove)
                    .put("at", at.toEpochMilli());
        }

        static Away of(JsonObject json) {
            return new Away(
                    json.getString("state"),
                    json.getString("nonce"),
                    json.getString("verifier"),
                    json.getString("next"),
                    json.getLong("prove"),
                    Instant.ofEpochMilli(json.getLong("at")));
        }
    }

    /** The provider knows who it is, and a code is still wanted. @param prove whether for something sensitive */
    record Half(long staff, int epoch, String next, boolean prove, Instant at) {
        JsonObject json() {
            return new JsonObject()
                    .put("staff", staff)
                    .put("epoch", epoch)
                    .put("next", next)
                    .put("prove", prove)
                    .put("at", at.toEpochMilli());
        }

        static Half of(JsonObject json) {
            return new Half(
                    json.getLong("staff"),
                    json.getInteger("epoch"),
                    json.getString("next"),
                    json.getBoolean("prove"),
                    Instant.ofEpochMilli(json.getLong("at")));
        }
    }

    String sealed(JsonObject json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(seal.seal(json.toBuffer().getBytes()));
    }

    /** Empty where it is not ours, or too old. */
    Optional<JsonObject> opened(String sealed) {
        try {
            return seal.open(Base64.getUrlDecoder().decode(sealed))
                    .map(plain -> new JsonObject(Buffer.buffer(plain)))
                    .filter(json -> clock.instant()
                            .isBefore(Instant.ofEpochMilli(json.getLong("at")).plus(LIFE)));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
