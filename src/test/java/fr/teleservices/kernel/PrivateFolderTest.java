package fr.teleservices.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {
    @TempDir
    Path around;

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aNewFolderIsItsOwnersAloneAndAnOpenOneIsShut() throws IOException {
        Path made = around.resolve("un/deux");
        PrivateFolder.at(made);
        assertThat(mode(made)).isEqualTo("rwx------");
        Path open = Files.createDirectory(around.resolve("ouvert"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        PrivateFolder.at(open);
        assertThat(mode(open)).isEqualTo("rwx------");
    }

    @Test
    void aLinkThatSomebodyMayHaveLaidIsRefused() throws IOException {
        Path link = Files.createSymbolicLink(around.resolve("lien"), Files.createDirectory(around.resolve("ailleurs")));
        assertThatThrownBy(() -> PrivateFolder.at(link))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("link");
    }

    @Test
    void filesThatAKilledProcessLeftGoAfterADay() throws IOException {
        Path left = Files.createFile(around.resolve("export"));
        Path fresh = Files.createFile(around.resolve("en-cours"));
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(90_000)));
        PrivateFolder.at(around);
        assertThat(left).doesNotExist();
        assertThat(fresh).exists();
    }
}
