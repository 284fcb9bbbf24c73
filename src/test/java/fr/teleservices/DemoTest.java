package fr.teleservices;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.testing.ApiClient;
import fr.teleservices.testing.ServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as somebody meets it who has only read the README. */
class DemoTest {
    @TempDir
    private Path folder;

    private ServiceProcess demo(String... more) {
        Stream<String> arguments = Stream.concat(
                Stream.of(
                        "demo",
                        "--pupils",
                        "5",
                        "--data",
                        folder.resolve("data").toString()),
                Stream.of(more));
        return ServiceProcess.start(folder, List.of(), Map.of(), arguments.toArray(String[]::new));
    }

    private long postgresProcess() throws IOException {
        try (Stream<Path> tree = Files.walk(folder.resolve("data"))) {
            Path pid = tree.filter(path -> path.endsWith("postmaster.pid"))
                    .findFirst()
                    .orElseThrow();
            return Long.parseLong(Files.readAllLines(pid).get(0).strip());
        }
    }

    private static boolean runs(long process) {
        return ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent();
    }

    @Test
    void itsDataAndLoginsSurviveAStopAndAKillAndNoProcessIsLeftBehind() throws IOException {
        Map<String, String> passwords;
        int accounts;
        try (ServiceProcess first = demo("--port", "0")) {
            passwords = first.passwords();
            assertThat(passwords.keySet()).containsExactlyInAnyOrder("academie", "chef", "gestionnaire", "assistance");
            accounts = accounts(first);
            assertThat(accounts).isGreaterThan(8);
            long postgres = postgresProcess();
            assertThat(runs(postgres)).isTrue();
            assertThat(first.stop()).isLessThan(30);
            assertThat(runs(postgres)).isFalse();
        }
        long left;
        try (ServiceProcess second = demo("--port", "0")) {
            assertThat(second.passwords()).isEqualTo(passwords);
            assertThat(accounts(second)).isEqualTo(accounts);
            left = postgresProcess();
            second.kill();
            assertThat(runs(left)).isTrue();
        }
        try (ServiceProcess third = demo("--port", "0")) {
            assertThat(third.passwords()).isEqualTo(passwords);
            assertThat(accounts(third)).isEqualTo(accounts);
            assertThat(runs(left) && postgresProcess() != left)
                    .as("two servers at once")
                    .isFalse();
        }
    }

    private static int accounts(ServiceProcess demo) {
        ApiClient api =
                ApiClient.signIn(demo.origin(), "gestionnaire", demo.passwords().get("gestionnaire"));
        return api.accounts("0750001U", "").size();
    }

    @Test
    void whereThePortIsTakenItUsesAnother() throws IOException {
        try (ServerSocket taken = takeDefaultPort();
                ServiceProcess demo = demo()) {
            assertThat(taken.isBound() || !demo.origin().endsWith(":8080")).isTrue();
            assertThat(demo.origin()).startsWith("http://localhost:").doesNotEndWith(":8080");
        }
    }

    /** Taken by us, or already by somebody else: both will do. */
    private static ServerSocket takeDefaultPort() throws IOException {
        try {
            return new ServerSocket(8080, 1, InetAddress.getLoopbackAddress());
        } catch (IOException alreadyTaken) {
            return new ServerSocket();
        }
    }
}
