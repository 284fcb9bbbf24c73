package fr.teleservices.run;

import fr.teleservices.credential.Keyring;
import fr.teleservices.db.Tx;
import fr.teleservices.letter.SealedPart;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** Keys of letters: one for each run, or for one letter asked for by hand, stored wrapped by a key outside the database. */
final class LetterKeyService {
    private static final String PURPOSE = "letter-key";

    private final Keyring keyring;
    private final Clock clock;
    private final LetterQueueStore store = new LetterQueueStore();

    LetterKeyService(Keyring keyring, Clock clock) {
        this.keyring = keyring;
        this.clock = clock;
    }

    Future<Long> make(Tx tx, long school) {
        int id = keyring.current();
        byte[] wrapped = SealedPart.wrapKey(keyring.key(id, PURPOSE), keyContext(school), SealedPart.newKey());
        return store.newKey(tx, school, wrapped, id, clock.instant());
    }

    byte[] open(long school, int keyId, byte[] wrapped) {
        return SealedPart.unwrapKey(keyring.key(keyId, PURPOSE), keyContext(school), wrapped);
    }

    private static byte[] keyContext(long school) {
        return ("letter-key of school " + school).getBytes(StandardCharsets.UTF_8);
    }

    /** What a sealed part belongs to: it opens nowhere else. */
    static byte[] partContext(long school, long part) {
        return ("letters of school " + school + ", part " + part).getBytes(StandardCharsets.UTF_8);
    }
}
