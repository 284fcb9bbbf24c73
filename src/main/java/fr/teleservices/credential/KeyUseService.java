package fr.teleservices.credential;

import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether an earlier master key can go. */
public final class KeyUseService {
    private final Database database;
    private final Keyring keyring;
    private final Clock clock;

    public KeyUseService(Database database, Keyring keyring, Clock clock) {
        this.database = database;
        this.keyring = keyring;
        this.clock = clock;
    }

    /** @param schools all of them: each is looked at in its own scope */
    public Future<KeyUse> use(int key, List<Long> schools) {
        Future<KeyUse> sum = database.atGateOnce(gate -> KeyUseStore.atGate(gate, key, clock.instant()));
        for (long school : schools) {
            sum = sum.compose(before -> database.inScope(
                            Scope.of(school), tx -> KeyUseStore.ofSchool(tx, key, clock.instant()))
                    .map(before::plus));
        }
        return sum;
    }

    /**
     * Seals the secrets of the second factor under the current key: nobody has to enrol anew when an earlier one goes.
     *
     * @return how many members of staff had one
     */
    public Future<Integer> reseal(int key) {
        Seal seal = new Seal(keyring, "totp");
        return database.atGate(gate -> KeyUseStore.sealed(gate, key).compose(all -> {
            Future<Integer> done = Future.succeededFuture(0);
            for (KeyUseStore.Sealed one : all) {
                done = done.compose(n -> reseal(gate, seal, one).map(written -> n + written));
            }
            return done;
        }));
    }

    private static Future<Integer> reseal(Tx gate, Seal seal, KeyUseStore.Sealed one) {
        return KeyUseStore.reseal(
                gate, new KeyUseStore.Sealed(one.staff(), anew(seal, one.secret()), anew(seal, one.pending())));
    }

    /** What cannot be opened stays as it is, and with it the key that it needs. */
    private static byte @Nullable [] anew(Seal seal, byte @Nullable [] sealed) {
        return sealed == null ? null : seal.open(sealed).map(seal::seal).orElse(sealed);
    }
}
