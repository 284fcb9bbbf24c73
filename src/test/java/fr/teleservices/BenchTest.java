package fr.teleservices;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.Commands;
import fr.teleservices.demo.SmtpSink;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BenchTest {
    @Test
    void whatAnotherMailServerDidWithTheMailsIsNotSaidToBeNothing() throws IOException {
        AtomicInteger taken = new AtomicInteger();
        try (SmtpSink other = SmtpSink.start((recipients, message) -> taken.incrementAndGet())) {
            JsonObject json =
                    bench("bench", "--accounts", "40", "--channel", "email", "--smtp", "127.0.0.1:" + other.port());
            assertThat(json.containsKey("misdelivered")).isTrue();
            assertThat(json.getValue("misdelivered")).isNull();
            assertThat(json.getLong("lost")).isZero();
            assertThat(taken.get()).isGreaterThan(40);
        }
    }

    @Test
    void theLastLineSaysWhatARunInBothModesTookAndThatNothingWasLost() {
        JsonObject json = bench("bench", "--accounts", "120", "--channel", "both");
        assertThat(json.getInteger("accounts")).isEqualTo(120);
        assertThat(json.getString("channel")).isEqualTo("both");
        assertThat(json.getDouble("rate")).isPositive();
        assertThat(json.getDouble("raw_rate")).isPositive();
        assertThat(json.getDouble("peak_heap_mb")).isPositive();
        assertThat(List.of(json.getLong("lost"), json.getLong("duplicated"), json.getLong("misdelivered")))
                .containsOnly(0L);
    }

    private static JsonObject bench(String... words) {
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(Commands.run(words)).isZero();
        } finally {
            System.setOut(before);
        }
        List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
        return new JsonObject(lines.get(lines.size() - 1));
    }
}
