package fr.teleservices.boot;

import fr.teleservices.credential.Keyring;
import fr.teleservices.credential.TemporaryPassword;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Passwords of the demo: derived from its first key, so that they are the same at every start and kept nowhere. */
final class DemoSecret {
    private DemoSecret() {}

    /** Three groups of four letters and digits without look-alikes. */
    static String of(Keyring keyring, String purpose) {
        int first = keyring.ids().iterator().next();
        UUID name = UUID.nameUUIDFromBytes(("demo " + purpose).getBytes(StandardCharsets.UTF_8));
        return new TemporaryPassword(keyring).of(name, first);
    }
}
