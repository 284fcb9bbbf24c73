package fr.teleservices.bus;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What one node has to tell the others, gathered for a moment: a run that moves on says so hundreds of times a second. Only
 * addresses and numbers, under an HMAC of a key that all nodes have, so that nobody else can wake them.
 */
final class Wakes {
    /** Of an address that the sender knew; one that the receiver does not know is passed over. */
    record Wake(Address address, long id) {}

    private static final int MOST = 1_000;

    private final String node;
    private final SecretKeySpec key;
    private final Set<Wake> waiting = new LinkedHashSet<>();

    Wakes(String node, byte[] key) {
        this.node = node;
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    /** @return whether it is the first one that waits */
    boolean add(Wake wake) {
        if (waiting.size() < MOST) { // the rest is seen by polling
            waiting.add(wake);
        }
        return waiting.size() == 1;
    }

    /** All that waits, as one message. */
    JsonObject take() {
        JsonArray wakes = new JsonArray();
        waiting.forEach(
                wake -> wakes.add(new JsonArray().add(wake.address().name()).add(wake.id())));
        waiting.clear();
        String said = new JsonObject().put("from", node).put("wakes", wakes).encode();
        return new JsonObject().put("said", said).put("mac", HexFormat.of().formatHex(mac(said)));
    }

    /** What another node says; empty where it is our own word, or no node's. */
    Optional<Collection<Wake>> read(JsonObject message) {
        String said = message.getString("said", "");
        byte[] claimed = message.getString("mac", "").getBytes(StandardCharsets.US_ASCII);
        byte[] right = HexFormat.of().formatHex(mac(said)).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(claimed, right)) {
            return Optional.empty();
        }
        JsonObject word = new JsonObject(said);
        if (node.equals(word.getString("from"))) {
            return Optional.empty();
        }
        List<Wake> wakes = new ArrayList<>();
        for (Object each : word.getJsonArray("wakes")) {
            JsonArray wake = (JsonArray) each;
            Addresses.ALL.stream()
                    .filter(address -> address.name().equals(wake.getString(0)))
                    .forEach(address -> wakes.add(new Wake(address, wake.getLong(1))));
        }
        return Optional.of(wakes);
    }

    private byte[] mac(String said) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(said.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
