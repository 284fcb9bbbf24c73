package fr.teleservices.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyringTest {
    @TempDir
    private Path folder;

    /** Another node has rotated: what it makes from then on is claimed here, too. */
    @Test
    void aKeyThatAnotherProcessHasMadeIsReadWhenItIsMet() {
        Keyring here = Keyring.open(folder);
        Keyring there = Keyring.rotate(folder);
        assertThat(there.current()).isEqualTo(2);
        assertThat(here.key(2, "use")).isEqualTo(there.key(2, "use"));
        assertThat(here.current()).isEqualTo(1);
        assertThatThrownBy(() -> here.key(3, "use")).hasMessageContaining("key 3");
    }
}
