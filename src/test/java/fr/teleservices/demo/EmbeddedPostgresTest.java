package fr.teleservices.demo;

import static fr.teleservices.demo.Jdbc.ask;
import static fr.teleservices.demo.Jdbc.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedPostgresTest {
    private final List<Process> children = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void endChildren() throws InterruptedException {
        for (Process child : children) {
            child.destroy();
            if (!child.waitFor(30, TimeUnit.SECONDS)) {
                child.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void dataStayOverARestartAndTheRestartIsQuick() throws SQLException {
        try (EmbeddedPostgres first = start()) {
            run(first.adminUri(), "CREATE TABLE t AS SELECT 'gardé' AS word");
        }
        long before = System.nanoTime();
        try (EmbeddedPostgres second = start()) {
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
            assertThat(ask(second.adminUri(), "SELECT word FROM t")).isEqualTo("gardé");
        }
    }

    @Test
    void twoOnOneFolderAreRefusedInOneSentence() {
        try (EmbeddedPostgres first = start()) {
            assertThat(first.port()).isPositive();
            assertThatThrownBy(this::start)
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining("in use by another process");
        }
    }

    @Test
    void anotherProcessOnTheSameFolderIsRefusedAndTheFirstGoesOn() throws Exception {
        try (EmbeddedPostgres first = start()) {
            Process child = child(List.of());

            assertThat(firstLine(child)).startsWith("REFUSED").contains("in use by another process");
            assertThat(child.waitFor()).isEqualTo(3);
            assertThat(ask(first.adminUri(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void afterTheJvmWasKilledTheNextStartTakesOver() throws Exception {
        Process child = child(List.of());
        String uri = uri(child);
        run(uri, "CREATE TABLE t AS SELECT 42 AS n");
        long leftBehind = postmaster();

        child.destroyForcibly().waitFor();
        assertThat(ProcessHandle.of(leftBehind).map(ProcessHandle::isAlive)).hasValue(true);
        try (EmbeddedPostgres next = start()) {
            assertThat(ask(next.adminUri(), "SELECT n FROM t")).isEqualTo("42");
            assertThat(postmaster()).isNotEqualTo(leftBehind);
            assertThat(new Postmaster(folder.resolve("cluster"), leftBehind, "").isRunning())
                    .isFalse();
        }
    }

    @Test
    void whenEverythingWasKilledTheNextStartRecovers() throws Exception {
        Process child = child(List.of());
        run(uri(child), "CREATE TABLE t AS SELECT 42 AS n");
        ProcessHandle server = ProcessHandle.of(postmaster()).orElseThrow();

        child.destroyForcibly().waitFor();
        server.destroyForcibly();
        try (EmbeddedPostgres next = start()) {
            assertThat(ask(next.adminUri(), "SELECT n FROM t")).isEqualTo("42");
        }
    }

    @Test
    void anotherProcessThatGotTheNumberOfTheOldServerIsLeftAlone() throws Exception {
        start().close();
        Process stranger = new ProcessBuilder("sleep", "600").start();
        children.add(stranger);
        Files.write(
                folder.resolve("cluster").resolve("postmaster.pid"),
                List.of(Long.toString(stranger.pid()), folder.resolve("cluster").toString(), "1", "1", "", "", "", ""));

        try (EmbeddedPostgres next = start()) {
            assertThat(ask(next.adminUri(), "SELECT 1")).isEqualTo("1");
        }
        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void aPoliteEndOfTheJvmLeavesNoServer() throws Exception {
        Process child = child(List.of());
        uri(child);
        Postmaster server = Postmaster.of(folder.resolve("cluster")).orElseThrow();
        assertThat(server.isRunning()).isTrue();

        child.destroy();
        assertThat(child.waitFor()).isEqualTo(143);
        assertThat(server.isRunning()).isFalse();
        assertThat(folder.resolve("cluster").resolve("postmaster.pid")).doesNotExist();
    }

    @Test
    void aStartThatWasBrokenOffInTheMiddleIsBegunAnew() throws Exception {
        Files.createDirectories(folder.resolve("cluster.new").resolve("base"));
        Files.writeString(folder.resolve("cluster.new").resolve("PG_VERSION"), "17");

        try (EmbeddedPostgres postgres = start()) {
            assertThat(ask(postgres.adminUri(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void furtherSettingsReachTheServer() throws SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(
                EmbeddedPostgres.Options.in(folder).withDurable(false).withSettings(Map.of("max_connections", "17")))) {
            assertThat(ask(postgres.adminUri(), "SHOW max_connections")).isEqualTo("17");
            assertThat(ask(postgres.adminUri(), "SHOW fsync")).isEqualTo("off");
        }
    }

    @Test
    void anOrdinaryUserCanRunItToo() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "we are that ordinary user in all other tests");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "no setpriv to become another user with");
        Files.setAttribute(folder, "unix:uid", 65534);
        // Reading is left to it, for the class path may lie in root's home; writing is not.
        Process child = child(List.of(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "--inh-caps=+dac_read_search",
                "--ambient-caps=+dac_read_search"));

        assertThat(ask(uri(child), "SELECT 1")).isEqualTo("1");
        assertThat(Files.getAttribute(folder.resolve("cluster"), "unix:uid")).isEqualTo(65534);
    }

    @Test
    void whereRootMayNotMakeNamespacesItTakesAnotherUid(@TempDir Path programs) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "an ordinary user needs neither way");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "no setpriv to become another user with");
        for (String name : List.of("setpriv", "sh", "id", "rm")) {
            Files.createSymbolicLink(programs.resolve(name), Path.of("/usr/bin", name));
        }
        Process child = child(List.of("/usr/bin/env", "PATH=" + programs));

        assertThat(ask(uri(child), "SELECT 1")).isEqualTo("1");
        assertThat(Files.getAttribute(folder.resolve("cluster"), "unix:uid")).isEqualTo(65534);
        child.destroyForcibly().waitFor();
        try (EmbeddedPostgres next = start()) {
            assertThat(ask(next.adminUri(), "SELECT 1")).isEqualTo("1");
        }
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(EmbeddedPostgres.Options.in(folder));
    }

    private Process child(List<String> prefix) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PostgresChild.class.getName(),
                folder.toString()));
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        children.add(child);
        return child;
    }

    private static String uri(Process child) throws IOException {
        String line = firstLine(child);
        assertThat(line).startsWith("URI ");
        return line.substring(4);
    }

    private static String firstLine(Process child) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        String line = reader.readLine();
        while (line != null && !line.matches("(URI|REFUSED) .*")) {
            line = reader.readLine();
        }
        return String.valueOf(line);
    }

    private long postmaster() throws IOException {
        return Postmaster.of(folder.resolve("cluster")).orElseThrow().pid();
    }
}
