package fr.teleservices.credential;

import fr.teleservices.db.Database;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which keys the database has been used with, by their fingerprints: a node with other keys would derive passwords that no
 * other node takes. A fingerprint is an HMAC of 256 random bits, cut at 128: nothing is to be learned from it.
 */
public final class KeyRegisterService {
    private static final int BYTES = 16;

    private final Database database;

    public KeyRegisterService(Database database) {
        this.database = database;
    }

    /**
     * Registers keys that are new to the database.
     *
     * @return what is wrong with this node's keys, empty where nothing is
     */
    public Future<List<String>> faults(Keyring keyring) {
        Map<Integer, String> own = new TreeMap<>();
        keyring.ids().forEach(id -> own.put(id, print(keyring, id)));
        return faults("key-", own);
    }

    /**
     * The same for keys of another kind in that folder.
     *
     * @param kind what their files begin with
     * @param own what tells each from another, by number
     */
    public Future<List<String>> faults(String kind, Map<Integer, String> own) {
        return database.atGate(gate -> KeyRegisterStore.all(gate, kind)
                        .compose(before -> differences(kind, own, before).isEmpty()
                                ? KeyRegisterStore.register(gate, kind, own)
                                        .compose(done -> KeyRegisterStore.all(gate, kind))
                                : Future.succeededFuture(before)))
                // once more: two nodes may have been new at once
                .map(known -> differences(kind, own, known));
    }

    /** Whether no key of this node is another one than the database has been used with. Writes nothing. */
    public Future<Boolean> fits(Keyring keyring) {
        return database.atGateOnce(gate -> KeyRegisterStore.all(gate, "key-")).map(known -> {
            for (int id : keyring.ids()) {
                String print = known.get(id);
                if (print != null && !print.equals(print(keyring, id))) {
                    return false;
                }
            }
            return true;
        });
    }

    private static List<String> differences(String kind, Map<Integer, String> own, Map<Integer, String> known) {
        List<String> faults = new ArrayList<>();
        int current = own.keySet().stream().mapToInt(id -> id).max().orElse(0);
        new TreeMap<>(known).forEach((id, print) -> {
            String mine = own.get(id);
            if (mine != null && !mine.equals(print)) {
                faults.add(kind + id
                        + " is not the one that this database has been used with: copy the keys folder of the"
                        + " other nodes, or of the backup, over this one");
            } else if (mine == null && id > current) {
                faults.add(kind + id + ", which other nodes use, is missing: copy it into the keys folder");
            }
        });
        return faults;
    }

    private static String print(Keyring keyring, int id) {
        byte[] whole = Keyring.hmac(keyring.key(id, "fingerprint"), "fingerprint".getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(whole, 0, BYTES);
    }
}
