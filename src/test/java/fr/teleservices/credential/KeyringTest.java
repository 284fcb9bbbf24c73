package fr.teleservices.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyringTest {
    @TempDir
    private Path folder;

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void theFirstStartMakesAKeyThatOnlyTheServiceReads() throws IOException {
        Path keys = folder.resolve("keys");
        Keyring.open(keys);
        assertThat(mode(keys)).isEqualTo("rwx------");
        assertThat(mode(keys.resolve("key-1"))).isEqualTo("rw-------");
        assertThat(Files.size(keys.resolve("key-1"))).isEqualTo(32);
        Keyring.rotate(keys);
        assertThat(mode(keys.resolve("key-2"))).isEqualTo("rw-------");
        try (var files = Files.list(keys)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("key-1", "key-2");
        }
    }

    @Test
    void aKeyThatLiesOpenIsShutAtTheNextStart() throws IOException {
        Keyring.open(folder);
        Files.setPosixFilePermissions(folder.resolve("key-1"), PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Keyring.open(folder);
        assertThat(mode(folder.resolve("key-1"))).isEqualTo("rw-------");
        assertThat(mode(folder)).isEqualTo("rwx------");
    }

    /** Another node has rotated: what it makes from then on is claimed here, too. */
    @Test
    void aKeyThatAnotherProcessHasMadeIsReadWhenItIsMet() {
        Keyring here = Keyring.open(folder);
        Keyring there = Keyring.rotate(folder);
        assertThat(there.current()).isEqualTo(2);
        assertThat(here.has(2)).isTrue();
        assertThat(here.key(2, "use")).isEqualTo(there.key(2, "use"));
        assertThat(here.current()).isEqualTo(1);
        assertThat(here.has(3)).isFalse();
        assertThatThrownBy(() -> here.key(3, "use")).hasMessageContaining("key 3");
    }

    @Test
    void afterARotationWhatTheOldKeyMadeIsGoodAndWhatIsNewBearsTheNewOne() {
        UUID id = UUID.fromString("7d7a3f0e-2f6c-4c1b-9a55-0f0f3a1d2c4b");
        Keyring before = Keyring.open(folder);
        String password = new TemporaryPassword(before).of(id, before.current());
        String token = new LinkToken(before).of(id, before.current());
        byte[] sealed = new Seal(before, "totp").seal(new byte[] {1, 2, 3});
        Keyring after = Keyring.rotate(folder);
        assertThat(new TemporaryPassword(after).matches(password, id, 1)).isTrue();
        assertThat(new LinkToken(after).proves(token, id, 1)).isTrue();
        assertThat(new Seal(after, "totp").open(sealed)).contains(new byte[] {1, 2, 3});
        assertThat(new TemporaryPassword(after).of(id, after.current())).isNotEqualTo(password);
        assertThat(new LinkToken(after).proves(token, id, after.current())).isFalse();
        assertThat(new Seal(after, "totp").seal(new byte[1])).startsWith(0, 0, 0, 2);
    }

    @Test
    void onlyAnEarlierKeyIsDestroyedAndThenItIsGone() {
        Keyring.open(folder);
        assertThatThrownBy(() -> Keyring.destroy(folder, 1)).isInstanceOf(IllegalArgumentException.class);
        Keyring.rotate(folder);
        assertThat(Keyring.destroy(folder, 1)).isTrue();
        assertThat(Keyring.destroy(folder, 1)).isFalse();
        assertThat(Keyring.open(folder).has(1)).isFalse();
        assertThat(Keyring.open(folder).current()).isEqualTo(2);
    }
}
