package fr.teleservices.siecle;

import static fr.teleservices.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.testing.TestDatabase;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptUploadServiceTest {
    @TempDir
    private Path folder;

    @Test
    void allFilesOfAnUploadComeBackHoweverManyTheyAreAndHoweverLongTheCopyTakes() throws IOException {
        try (TestDatabase test = TestDatabase.fresh()) {
            long school = test.number("INSERT INTO school (uai, name) VALUES ('0750001U', 'Collège') RETURNING id");
            Clock ticking = Clock.tick(Clock.systemUTC(), Duration.ofNanos(1));
            KeptUploadService service = new KeptUploadService(test.vertx(), test.database(), folder, ticking);
            List<SiecleSource> files = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                Path file = Files.writeString(folder.resolve("f" + i), ("file " + i).repeat(60_000));
                files.add(new SiecleSource(file, "name " + i));
            }

            String token = await(test.vertx().executeBlocking(() -> service.keep(school, 1, files)));
            List<String> back = await(service.with(school, 1, token, loaded -> Future.succeededFuture(read(loaded))));

            assertThat(back).hasSize(7);
            for (int i = 0; i < 7; i++) {
                assertThat(back.get(i)).isEqualTo("name " + i + ":" + ("file " + i).repeat(60_000));
            }
        }
    }

    private static List<String> read(List<SiecleSource> files) {
        return files.stream()
                .map(file -> {
                    try {
                        return file.name() + ":" + Files.readString(file.path());
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .toList();
    }
}
