package fr.teleservices.run;

import static fr.teleservices.testing.TestSite.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.testing.Browser;
import fr.teleservices.testing.Browser.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Hashing passwords is meant to be slow: a flood of sign-ins must slow down nothing else. */
@Tag("trust-28")
class FloodTest {
    private static final int FLOOD = 160;

    @Test
    void aFloodOfSignInsIsTurnedAwayAtOnceWhilePagesAndARunGoOn() {
        try (RunSite run = new RunSite(5)) {
            Browser secretary = run.signedIn("secretariat");
            Answer started = secretary.post(
                    "/gestion/responsables/notifier",
                    "mode",
                    "BOTH",
                    "state",
                    "NOT_NOTIFIED",
                    "responsibility",
                    "LEGAL",
                    "key",
                    UUID.randomUUID().toString());
            assertThat(started.status()).isEqualTo(303);
            run.site.clock.advance(Duration.ofSeconds(61));
            List<CompletableFuture<HttpResponse<Void>>> flood = flood(run);
            CompletableFuture<?> all = CompletableFuture.allOf(flood.toArray(CompletableFuture[]::new));
            run.round();
            run.sendAll();
            run.writeAllLetters();
            run.round();
            assertThat(secretary.get(started.header("location")).status()).isEqualTo(200);
            assertThat(run.value("SELECT status FROM run")).isEqualTo("DONE");
            assertThat(all).as("the flood was still there").isNotDone();
            List<Integer> answers = new ArrayList<>();
            for (CompletableFuture<HttpResponse<Void>> one : flood) {
                HttpResponse<Void> answer = one.join();
                answers.add(answer.statusCode());
                if (answer.statusCode() == 429) {
                    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                }
            }
            assertThat(answers).containsOnly(401, 429);
            assertThat(answers.stream().filter(status -> status == 429)).hasSizeGreaterThan(20);
            assertThat(run.value("SELECT count(*) FROM try_counter"))
                    .as(
                            "who was turned away has not tried: a row for each login that was looked at, one for the address")
                    .isEqualTo(Long.toString(
                            1 + answers.stream().filter(status -> status == 401).count()));
            assertThat(run.site
                            .browser()
                            .post("/gestion/connexion", "login", "assistance", "password", PASSWORD)
                            .status())
                    .isEqualTo(303);
        }
    }

    private static List<CompletableFuture<HttpResponse<Void>>> flood(RunSite run) {
        HttpClient client = HttpClient.newHttpClient();
        return IntStream.range(0, FLOOD)
                .mapToObj(i -> client.sendAsync(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + run.site.port + "/gestion/connexion"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString("login=personne" + i + "&password=au+hasard"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding()))
                .toList();
    }
}
