package fr.teleservices.api;

import static fr.teleservices.api.ApiSite.json;
import static fr.teleservices.api.ApiSite.order;
import static fr.teleservices.kernel.Role.CHEF;
import static fr.teleservices.kernel.Role.GESTIONNAIRE;
import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.testing.Browser.Answer;
import fr.teleservices.testing.LetterText;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mass notification through the API, from the start to the files. */
class ApiRunsTest {
    private static final int FAMILIES = 12;

    private final ApiSite api = new ApiSite(FAMILIES);

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aRunTellsHowFarItIsAndItsCountsAddUpAtEveryStep() {
        Answer started = api.start(GESTIONNAIRE, api.own, order().put("mode", "BOTH"));
        JsonObject run = json(202, started);
        String path = started.header("location");
        assertThat(path).isEqualTo("/api/v1/runs/" + run.getLong("id"));
        assertThat(run.fieldNames()).contains("id", "status", "selected", "counts", "rate", "etaSeconds");
        assertThat(run.getValue("etaSeconds")).isNull();
        assertThat(run.getValue("rate")).isInstanceOf(Number.class);

        api.hands.round();
        assertThat(counts(path, "pending")).isEqualTo(3 * FAMILIES);
        api.hands.send(5, job -> true);
        assertThat(counts(path, "failed")).isEqualTo(5);
        api.hands.sendAll();
        api.hands.writeAllLetters();
        api.hands.round();

        JsonObject done = look(path);
        assertThat(done.getString("status")).isEqualTo("DONE");
        assertThat(done.getJsonObject("counts"))
                .isEqualTo(new JsonObject()
                        .put("pending", 0)
                        .put("inFlight", 0)
                        .put("sent", FAMILIES - 5)
                        .put("inLetter", 2 * FAMILIES)
                        .put("failed", 5)
                        .put("leftOut", 0)
                        .put("cancelled", 0));

        assertThat(json(200, api.post(GESTIONNAIRE, path + "/retry", null)).getString("status"))
                .isEqualTo("RUNNING");
        api.hands.sendAll();
        api.hands.round();
        assertThat(counts(path, "sent")).isEqualTo(FAMILIES);
    }

    private long counts(String path, String name) {
        return look(path).getJsonObject("counts").getLong(name);
    }

    private JsonObject look(String path) {
        JsonObject run = json(200, api.get(GESTIONNAIRE, path));
        long sum = run.getJsonObject("counts").stream()
                .mapToLong(entry -> ((Number) entry.getValue()).longValue())
                .sum();
        assertThat(run.getLong("selected")).isEqualTo(sum);
        return run;
    }

    @Test
    void theSameKeyIsTheSameRunAlsoTwentyTimesAtOnce() {
        List<CompletableFuture<Answer>> all = IntStream.range(0, 20)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> api.start(GESTIONNAIRE, api.own, "", order(), "la même")))
                .toList();
        Set<String> places = all.stream()
                .map(CompletableFuture::join)
                .peek(answer -> assertThat(answer.status()).as(answer.body()).isEqualTo(202))
                .map(answer -> answer.header("location"))
                .collect(java.util.stream.Collectors.toSet());

        assertThat(places).hasSize(1);
        assertThat(api.number("SELECT count(*) FROM run")).isEqualTo(1);
        api.hands.round();
        assertThat(api.start(GESTIONNAIRE, api.own, "", order(), "la même").header("location"))
                .isIn(places);
        assertThat(api.number("SELECT count(*) FROM notification")).isEqualTo(2 * FAMILIES);
    }

    @Test
    void theSamePeopleAreReachedTwiceOnlyIfConfirmed() {
        json(202, api.start(GESTIONNAIRE, api.own, order()));
        api.hands.round();

        assertThat(json(409, api.start(GESTIONNAIRE, api.own, order())).getString("type"))
                .endsWith("run-overlaps");
        json(202, api.start(GESTIONNAIRE, api.own, order().put("holder", "pupil"))); // other people
        json(202, api.start(GESTIONNAIRE, api.own, "?confirm=true", order(), "sûr"));
    }

    @Test
    void ofTenStartsAtOnceOverTheSamePeopleNineAreTold() {
        List<CompletableFuture<Answer>> all = IntStream.range(0, 10)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> api.start(GESTIONNAIRE, api.own, order())))
                .toList();
        assertThat(all.stream().map(CompletableFuture::join).map(Answer::status).sorted())
                .containsExactly(202, 409, 409, 409, 409, 409, 409, 409, 409, 409);
        assertThat(api.number("SELECT count(*) FROM run")).isEqualTo(1);
    }

    @Test
    void withoutAKeyNothingStarts() {
        String path = "/schools/" + api.own.uai() + "/runs";
        assertThat(api.post(GESTIONNAIRE, path, order()).status()).isEqualTo(422);
        assertThat(api.call(GESTIONNAIRE, "POST", path, order(), "Idempotency-Key", " ")
                        .status())
                .isEqualTo(422);
        assertThat(api.number("SELECT count(*) FROM run")).isZero();
    }

    @Test
    void aMassResetIsTheChefs() {
        JsonObject reset = order().put("reset", true);
        assertThat(api.start(GESTIONNAIRE, api.own, reset).status()).isEqualTo(403);
        assertThat(api.number("SELECT count(*) FROM run")).isZero();
        json(202, api.start(CHEF, api.own, reset));
    }

    @Test
    void pausedRunsWaitAndCancelledOnesAreOver() {
        String path = api.start(GESTIONNAIRE, api.own, order()).header("location");
        api.hands.round();
        assertThat(json(200, api.post(GESTIONNAIRE, path + "/pause", null)).getString("status"))
                .isEqualTo("PAUSED");
        assertThat(api.hands.send(64, job -> false)).isEmpty();
        assertThat(json(200, api.post(GESTIONNAIRE, path + "/resume", null)).getString("status"))
                .isEqualTo("RUNNING");
        assertThat(api.hands.send(3, job -> false)).hasSize(3);
        JsonObject cancelled = json(200, api.post(GESTIONNAIRE, path + "/cancel", null));
        assertThat(cancelled.getString("status")).isEqualTo("CANCELLED");
        assertThat(cancelled.getJsonObject("counts").getLong("sent")).isEqualTo(3);
        assertThat(cancelled.getJsonObject("counts").getLong("cancelled")).isEqualTo(2 * FAMILIES - 3);
        assertThat(api.post(GESTIONNAIRE, path + "/resume", null).status()).isEqualTo(409);
    }

    @Test
    void aRunForLaterWaitsForItsTime() {
        JsonObject run =
                json(202, api.start(GESTIONNAIRE, api.own, order().put("startsAt", "2026-09-07T09:30:00+02:00")));
        api.hands.round();
        assertThat(look("/runs/" + run.getLong("id")).getString("status")).isEqualTo("SCHEDULED");
        api.site.clock.set(java.time.Instant.parse("2026-09-07T07:30:01Z"));
        api.hands.round();
        assertThat(look("/runs/" + run.getLong("id")).getString("status")).isEqualTo("RUNNING");
    }

    @Test
    void theLettersAreOnePageForEachAndOneFileForEachDivision() throws Exception {
        String path =
                api.start(GESTIONNAIRE, api.own, order().put("mode", "PAPER")).header("location");
        api.hands.round();
        Answer none = api.get(GESTIONNAIRE, path + "/letters.pdf");
        assertThat(none.status()).isEqualTo(409);
        assertThat(none.header("content-disposition")).isEmpty();
        api.hands.writeAllLetters();
        api.hands.round();

        List<LetterText> pages = LetterText.pages(api.file(GESTIONNAIRE, path + "/letters.pdf", "application/pdf"));
        assertThat(pages).hasSize(2 * FAMILIES);
        assertThat(pages).extracting(LetterText::login).doesNotHaveDuplicates();
        int files = 0;
        try (ZipInputStream zip = new ZipInputStream(
                new ByteArrayInputStream(api.file(GESTIONNAIRE, path + "/letters.zip", "application/zip")))) {
            while (zip.getNextEntry() != null) {
                files++;
            }
        }
        assertThat(files).isEqualTo((int)
                api.number("SELECT count(DISTINCT division) FROM person WHERE school_id = " + api.own.id()));
        String csv = new String(api.file(GESTIONNAIRE, path + "/report.csv", "text/csv"), StandardCharsets.UTF_8);
        assertThat(csv.lines()).hasSize(1 + 2 * FAMILIES);
        pages.forEach(page -> assertThat(csv).contains(page.login()).doesNotContain(page.password()));
    }

    @Test
    void eventsBearTheRunAtOnceAndEndWithIt() throws Exception {
        String path = api.start(GESTIONNAIRE, api.own, order()).header("location");
        api.hands.round();
        HttpResponse<Stream<String>> stream = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + api.site.port + path + "/events"))
                                .header("Authorization", "Bearer " + api.token(GESTIONNAIRE))
                                .build(),
                        HttpResponse.BodyHandlers.ofLines());
        assertThat(stream.headers().firstValue("content-type")).contains("text/event-stream");
        api.hands.sendAll();
        api.hands.writeAllLetters();
        api.hands.round();

        List<JsonObject> events = stream.body()
                .filter(line -> line.startsWith("data: "))
                .map(line -> new JsonObject(line.substring(6)))
                .toList(); // ends, or the test does not

        assertThat(events.get(0).getJsonObject("counts").getLong("pending")).isEqualTo(2 * FAMILIES);
        assertThat(events.get(events.size() - 1)).isEqualTo(look(path));
    }
}
