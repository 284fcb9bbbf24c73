package fr.teleservices.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fr.teleservices.demo.EmbeddedPostgres;
import fr.teleservices.demo.MailCatcher;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of {@code docs/operations.md}: {@code pg_dump} of a service at work, {@code pg_restore} into a server that never saw
 * it. Needs PostgreSQL's own tools of version 17 or newer on the path or in {@code -Dpg.bin=FOLDER}; the embedded server has none.
 */
@LongFault
class BackupTest {
    private static final int PUPILS = Integer.getInteger("faults.backup.pupils", 600);

    @TempDir
    private Path folder;

    @Test
    @Tag("fault-11")
    void whatIsRestoredOnANewServerFromADumpOfARunningServiceIsWholeAndPaused() throws Exception {
        assumeTrue(version("pg_dump") >= 17, "skipped: no pg_dump 17 on the path nor in -Dpg.bin");
        Path roles = folder.resolve("roles.sql");
        Path dump = folder.resolve("teleservices.dump");
        try (MailCatcher catcher = MailCatcher.start(0)) {
            long from = System.nanoTime();
            long run;
            long accounts;
            try (EmbeddedPostgres first = server("first");
                    Stage stage = new Stage(folder, first.adminUri(), catcher.port())) {
                stage.start();
                stage.importPupils(PUPILS);
                accounts = stage.rows.number("SELECT count(*) FROM account");
                run = stage.run("backup", "BOTH");
                Rows.await("some have theirs", 60, () -> catcher.received() > 50);
                pipe(null, roles, "pg_dumpall", "--globals-only", "--no-role-passwords", "-d", first.adminUri());
                pipe(null, dump, "pg_dump", "--format=custom", first.adminUri());
                assertThat(stage.rows.statusOf(run))
                        .as("the dump is of a run at work")
                        .isEqualTo("RUNNING");
                stage.kill();
            }
            long before = catcher.received();
            try (EmbeddedPostgres second = server("second")) {
                String target = second.createDatabase("restored", "template0");
                // the superuser is there already, which psql says and goes on
                pipe(roles, null, "psql", "--quiet", "--set=ON_ERROR_STOP=0", second.adminUri());
                pipe(dump, null, "pg_restore", "--exit-on-error", "--dbname=" + target);
                try (Stage stage = new Stage(folder, target, catcher.port())) {
                    stage.start();
                    assertThat(stage.rows.statusOf(run)).isEqualTo("PAUSED");
                    assertThat(stage.rows.number("SELECT count(*) FROM account"))
                            .isEqualTo(accounts);
                    assertThat(stage.signedIn().get("/gestion/campagnes/" + run).body())
                            .contains("restaurée depuis une sauvegarde");
                    assertThat(stage.command("audit", "verify")).contains("audit");
                    assertThat(catcher.received()).isEqualTo(before);
                    stage.move(run, "resume");
                    stage.awaitStatus(run, 120, "DONE");
                    Reckoning end = stage.reckon(run, catcher.messages("", 0, Integer.MAX_VALUE));
                    Verdict.tell(
                            new Verdict.Figures(
                                    11,
                                    1,
                                    end.selected(),
                                    end.lost(),
                                    end.duplicated(),
                                    (System.nanoTime() - from) / 1e9),
                            "pg_dump and pg_restore; sent since the dump=" + end.duplicated() + ", the same mails");
                    assertThat(end.lost()).isZero();
                }
            }
        }
    }

    private EmbeddedPostgres server(String name) {
        return EmbeddedPostgres.start(EmbeddedPostgres.Options.in(folder.resolve(name))
                .withDurable(false)
                .withStopAtExit(false));
    }

    private static String tool(String name) {
        String bin = System.getProperty("pg.bin", "");
        return bin.isEmpty() ? name : Path.of(bin, name).toString();
    }

    /** Major version, 0 where there is no such tool. */
    private static int version(String name) throws IOException, InterruptedException {
        Path said = Files.createTempFile("version", ".txt");
        try {
            Process asked = new ProcessBuilder(tool(name), "--version")
                    .redirectOutput(said.toFile())
                    .start();
            asked.waitFor();
            return Pattern.compile("\\) (\\d+)")
                    .matcher(Files.readString(said))
                    .results()
                    .mapToInt(found -> Integer.parseInt(found.group(1)))
                    .findFirst()
                    .orElse(0);
        } catch (IOException absent) {
            return 0;
        } finally {
            Files.delete(said);
        }
    }

    private void pipe(Path in, Path out, String name, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(tool(name)));
        line.addAll(Arrays.asList(arguments));
        File errors = folder.resolve(name + ".err").toFile();
        ProcessBuilder builder = new ProcessBuilder(line).redirectError(errors);
        if (in != null) {
            builder.redirectInput(in.toFile());
        }
        builder.redirectOutput(
                out == null ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.to(out.toFile()));
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(name + " ends").isTrue();
        assertThat(process.exitValue())
                .as(name + ": " + Files.readString(errors.toPath()))
                .isZero();
    }
}
