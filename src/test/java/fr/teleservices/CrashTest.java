package fr.teleservices;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.bench.SampleSchool;
import fr.teleservices.demo.MailCatcher;
import fr.teleservices.kernel.Uai;
import fr.teleservices.testing.ApiClient;
import fr.teleservices.testing.RunProof;
import fr.teleservices.testing.ServiceProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} in the middle of a run, again and again: nobody is forgotten, no letter is there twice, a mail only where it
 * was in flight, and then it is the same mail. {@code -Dcrash.pupils=11000} makes it 20,000 guardians.
 */
class CrashTest {
    private static final String UAI = "0750001U";
    private static final int PUPILS = Integer.getInteger("crash.pupils", 1_200);
    private static final int KILLS = Integer.getInteger("crash.kills", 3);
    private static final long SEED = Long.getLong("crash.seed", System.nanoTime());

    /** Claimed and not yet recorded, of each worker; see MailWorker. */
    private static final int IN_FLIGHT = 64 * Runtime.getRuntime().availableProcessors();

    private final Random random = new Random(SEED);

    @TempDir
    private Path folder;

    @Test
    @Tag("fault-1")
    void aRunSurvivesTheProcessThatWasKilledInTheMiddleOfIt() throws Exception {
        System.out.println("crash test: " + PUPILS + " pupils, seed " + SEED);
        try (MailCatcher catcher = MailCatcher.start(0, 200_000, 4_000_000_000L)) {
            Map<String, String> environment = Map.of(
                    "TELESERVICES_SMTP_HOST",
                    "127.0.0.1",
                    "TELESERVICES_SMTP_PORT",
                    Integer.toString(catcher.port()),
                    // the port changes at each start, a mail must not
                    "TELESERVICES_BASE_URL",
                    "https://teleservices.example.org");
            ServiceProcess service = start(environment);
            ApiClient api = signIn(service);
            api.importFiles(UAI, sample());
            int accounts = api.accounts(UAI, "holder=guardian").size();
            long run = api.startRun(UAI, "crash", order());
            int expected = 0;
            for (int kill = 1; kill <= KILLS; kill++) {
                JsonObject before = api.awaitRun(run, 300, started -> started.getLong("selected") > 0);
                expected = before.getInteger("selected");
                awaitMails(catcher, expected, kill);
                service.kill();
                service = start(environment);
                api = signIn(service);
                assertThat(RunProof.sum(api.get("/runs/" + run))).isEqualTo(expected);
            }
            JsonObject done = api.awaitRun(
                    run, 900, progress -> progress.getString("status").equals("DONE"));
            RunProof proof = RunProof.of(api, UAI, run, done, catcher);
            System.out.println("crash test: " + proof);
            assertThat(proof.accounts()).isGreaterThanOrEqualTo(accounts);
            assertThat(proof.duplicates()).isLessThanOrEqualTo(KILLS * IN_FLIGHT);
            assertThat(service.stop()).isLessThan(30);
        }
    }

    private ServiceProcess start(Map<String, String> environment) {
        return ServiceProcess.start(
                folder,
                List.of("-Xmx512m"),
                environment,
                "demo",
                "--port",
                "0",
                "--pupils",
                "10",
                "--data",
                folder.resolve("data").toString());
    }

    private static ApiClient signIn(ServiceProcess service) {
        return ApiClient.signIn(
                service.origin(), "gestionnaire", service.passwords().get("gestionnaire"));
    }

    private List<Path> sample() throws IOException {
        return SampleSchool.write(
                new SampleSchool.Options(PUPILS, Uai.parse(UAI).orElseThrow(), 77, folder.resolve("sample")));
    }

    private static JsonObject order() {
        return new JsonObject().put("holder", "guardian").put("mode", "BOTH");
    }

    /** Until a random share of the mails has come, more at each kill. */
    private void awaitMails(MailCatcher catcher, int selected, int kill) throws InterruptedException {
        long share = (long) (selected * 0.3 * (kill - 1 + random.nextDouble()) / KILLS);
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (catcher.received() < share && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(2); // the catcher has no call for "so many have come"
        }
    }
}
