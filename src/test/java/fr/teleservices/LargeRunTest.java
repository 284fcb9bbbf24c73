package fr.teleservices;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.bench.SampleSchool;
import fr.teleservices.kernel.Uai;
import fr.teleservices.testing.ApiClient;
import fr.teleservices.testing.ServiceProcess;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import of 100,000 pupils and a run of 100,000 letters in a JVM of 512 MB. Minutes: {@code -Dexcluded.tags= -Dincluded.tags=slow}. */
@Tag("slow")
class LargeRunTest {
    private static final String UAI = "0750001U";
    private static final int PUPILS = Integer.getInteger("large.pupils", 100_000);

    @TempDir
    private Path folder;

    @Test
    void anAcademysSchoolFitsInAHeapOf512MegabytesFromTheImportToTheLastLetter() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(
                folder,
                List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError", "-Xlog:gc:file=" + folder.resolve("gc.log")),
                Map.of(),
                "demo",
                "--port",
                "0",
                "--empty",
                "--data",
                folder.resolve("data").toString())) {
            ApiClient api = ApiClient.signIn(
                    service.origin(), "academie", service.passwords().get("academie"));
            api.post(201, "/schools", new JsonObject().put("uai", UAI).put("name", "Très grand lycée"));
            List<Path> files = SampleSchool.write(
                    new SampleSchool.Options(PUPILS, Uai.parse(UAI).orElseThrow(), 5, folder.resolve("sample")));
            long from = System.nanoTime();
            JsonObject imported = api.importFiles(UAI, files);
            System.out.printf(
                    "import of %d people: %.1f s%n", imported.getLong("new"), (System.nanoTime() - from) / 1e9);

            from = System.nanoTime();
            long run = api.startRun(
                    UAI, "large", new JsonObject().put("holder", "guardian").put("mode", "PAPER"));
            JsonObject done = api.awaitRun(run, 900, p -> p.getString("status").equals("DONE"));
            double seconds = (System.nanoTime() - from) / 1e9;
            long letters = done.getJsonObject("counts").getLong("inLetter");
            System.out.printf("run of %d letters: %.1f s, %.0f a second%n", letters, seconds, letters / seconds);
            assertThat(letters).isGreaterThan(PUPILS);
            byte[] zip = api.bytes("/runs/" + run + "/letters.zip");
            System.out.printf("zip of %d MB%n", zip.length / 1_000_000);
            assertThat(service.isAlive()).isTrue();
        }
    }
}
