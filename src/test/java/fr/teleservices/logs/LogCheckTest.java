package fr.teleservices.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.teleservices.credential.Keyring;
import fr.teleservices.credential.LinkToken;
import fr.teleservices.credential.TemporaryPassword;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The look through all logs finds what it is there for, and nothing else. */
@Tag("trust-2")
class LogCheckTest {
    private static final Keyring KEYS =
            Keyring.of(Map.of(1, "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII)));

    @Test
    void passwordsAndTokensThatWeMakeAreFound() {
        UUID id = UUID.fromString("6d1f8a1e-0b0c-4c57-9a38-6a51f3b1f3aa");
        assertThat(Leaks.in("sent " + new TemporaryPassword(KEYS).of(id, 1) + " to 12"))
                .isNotEmpty();
        assertThat(Leaks.in("GET /activation/confirm " + new LinkToken(KEYS).of(id, 1)))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "login with K7PM-X4RT-QW9D",
                "refused: une phrase assez longue",
                "GET /activation/confirm?token=abc failed",
                "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMiJ9.c2lnbmF0dXJl",
                "-----BEGIN PRIVATE KEY-----",
                "cannot reach postgresql://app:secret@localhost:5432/t",
                "550 <jeanne.martin@example.org> unknown",
                "born 07/03/2012",
                "born 2012-03-07",
                "the letter of Awa N'Diaye",
            })
    void eachFormIsFound(String line) {
        assertThat(Leaks.in(line)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run-prepared: 812 [run=\"17\", request=\"a1b2c3d4e5f6\"]",
                "the lease of LetterJob[part 3, token 12, 40 letters] was lost",
                "\tat io.vertx.core.impl.future.FutureImpl$ListenerArray2And3WithAVeryLongName.onSuccess(FutureImpl.java:310)",
                "io.netty.channel.StacklessClosedChannelException@5e91993f",
                "notification 6d1f8a1e-0b0c-4c57-9a38-6a51f3b1f3aa at 2026-09-07T07:05:00Z",
                "the cluster has 2 nodes: [127.0.0.1-40312]",
            })
    void whatALogIsForIsNot(String line) {
        assertThat(Leaks.in(line)).isEmpty();
    }

    @Test
    void oneLineAmongAllLogsEndsTheBuild(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("jvm-1.log"), "INFO x nothing\nWARN x 550 <a.b@example.org> refused\n");
        assertThatThrownBy(() -> LogCheck.main(new String[] {folder.toString()}))
                .hasMessageContaining("jvm-1.log")
                .hasMessageContaining("a mail address");
        Files.writeString(folder.resolve("jvm-1.log"), "INFO x nothing\n");
        LogCheck.main(new String[] {folder.toString()});
    }
}
