package fr.teleservices.boot;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.testing.SchoolRows;
import fr.teleservices.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's commands about the audit and the keys. */
class KeepingCommandsTest {
    @TempDir
    private Path folder;

    private int exit;

    private String run(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            exit = Commands.run(Stream.concat(
                            Stream.of(arguments),
                            Stream.of(
                                    "--conf", folder.resolve("conf.properties").toString()))
                    .toArray(String[]::new));
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theAuditIsExportedAndAnEarlierKeyGoesWhenNothingNeedsIt() throws IOException {
        try (TestDatabase database = TestDatabase.fresh()) {
            Files.writeString(
                    folder.resolve("conf.properties"),
                    "db-uri=" + database.uri() + "\nkeys-dir=" + folder.resolve("keys") + "\n");
            SchoolRows.insert(database, "0750001U", 1);
            database.execute(
                    "SELECT audit_append(id, '2026-09-07T08:00:00Z', 'SERVICE', NULL, 'school.add', NULL, NULL, '{}')"
                            + " FROM school");
            assertThat(run("audit", "export", "--uai", "0750001U", "--from", "2026-09-07", "--to", "2026-09-07"))
                    .contains("school.add", "2026-09-07 10:00:00")
                    .doesNotContain("audit.export");
            assertThat(exit).isZero();
            assertThat(run("audit", "export", "--uai", "0750001U")).contains("audit.export");
            run("audit", "export", "--uai", "0750009Z");
            assertThat(exit).isEqualTo(1);

            assertThat(run("keys", "list")).contains("key-1 (current): 0 temporary passwords");
            run("keys", "destroy", "--key", "1");
            assertThat(exit).as("the current one").isEqualTo(1);
            assertThat(run("keys", "rotate")).contains("current key: 2");
            database.execute(
                    "UPDATE account SET state = 'NOTIFIED', credential_id = gen_random_uuid(), credential_key = 1,"
                            + " credential_at = now()");
            assertThat(run("keys", "destroy", "--key", "1")).contains("still needed: 3 temporary passwords");
            assertThat(exit).isEqualTo(1);
            assertThat(folder.resolve("keys").resolve("key-1")).exists();
            database.execute("UPDATE account SET credential_at = now() - interval '91 days'");
            assertThat(run("keys", "destroy", "--key", "1")).contains("destroyed: key-1");
            assertThat(exit).isZero();
            assertThat(folder.resolve("keys").resolve("key-1")).doesNotExist();
        }
    }
}
