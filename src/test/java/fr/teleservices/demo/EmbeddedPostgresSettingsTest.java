package fr.teleservices.demo;

import static fr.teleservices.demo.Jdbc.ask;
import static fr.teleservices.demo.Jdbc.connect;
import static fr.teleservices.demo.Jdbc.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server has that was started with nothing but a folder. */
class EmbeddedPostgresSettingsTest {
    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.start(EmbeddedPostgres.Options.in(folder));
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void whatIsCommittedIsOnTheDisk() throws SQLException {
        assertThat(ask(postgres.adminUri(), "SHOW fsync")).isEqualTo("on");
        assertThat(ask(postgres.adminUri(), "SHOW synchronous_commit")).isEqualTo("on");
        assertThat(ask(postgres.adminUri(), "SHOW full_page_writes")).isEqualTo("on");
    }

    @Test
    void onlyThisMachineAndOnlyThePasswordOpensIt() throws SQLException, IOException {
        assertThat(ask(postgres.adminUri(), "SHOW listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(ask(postgres.adminUri(), "SHOW unix_socket_directories")).isEmpty();
        assertThat(ask(postgres.adminUri(), "SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules"))
                .isEqualTo("scram-sha-256");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("password"))))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> connect(postgres.adminUri().replaceFirst(":[^:@/]+@", ":wrong@")))
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void furtherDatabasesAreEmptyOrCopies() throws SQLException {
        String template = postgres.createDatabase("pattern");
        run(template, "CREATE TABLE t AS SELECT 1 AS n");

        assertThat(ask(postgres.createDatabase("copy", "pattern"), "SELECT n FROM t"))
                .isEqualTo("1");
        assertThat(ask(postgres.createDatabase("empty"), "SELECT to_regclass('t') IS NULL"))
                .isEqualTo("t");
        assertThatThrownBy(() -> postgres.createDatabase("x\"; DROP DATABASE teleservices"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itSortsAndFoldsBeyondAscii() throws SQLException {
        assertThat(ask(postgres.adminUri(), "SELECT upper('œuvre éà')")).isEqualTo("ŒUVRE ÉÀ");
        assertThat(ask(postgres.adminUri(), "SELECT 'Évrard' < 'Fabre' COLLATE \"fr-x-icu\""))
                .isEqualTo("t");
    }
}
