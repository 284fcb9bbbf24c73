package fr.teleservices;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.boot.Commands;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchTest {
    @Test
    void theLastLineSaysWhatARunInBothModesTookAndThatNothingWasLost() {
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        int code;
        try {
            code = Commands.run("bench", "--accounts", "120", "--channel", "both");
        } finally {
            System.setOut(before);
        }
        List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
        JsonObject json = new JsonObject(lines.get(lines.size() - 1));
        assertThat(code).isZero();
        assertThat(json.getInteger("accounts")).isEqualTo(120);
        assertThat(json.getString("channel")).isEqualTo("both");
        assertThat(json.getDouble("rate")).isPositive();
        assertThat(json.getDouble("raw_rate")).isPositive();
        assertThat(json.getDouble("peak_heap_mb")).isPositive();
        assertThat(List.of(json.getLong("lost"), json.getLong("duplicated"), json.getLong("misdelivered")))
                .containsOnly(0L);
    }
}
