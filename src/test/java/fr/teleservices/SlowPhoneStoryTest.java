package fr.teleservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import fr.teleservices.testing.Chromium;
import fr.teleservices.testing.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long an old phone waits for each page, on two slow networks, the first time and with what it keeps. A measurement, so not
 * among the tests of every day: {@code ./mvnw verify -Dtest=SlowPhoneStoryTest -Dexcluded.tags=}; the table goes to
 * {@code target/slow-phone.md}.
 */
@Tag("slow")
class SlowPhoneStoryTest {
    /** @param latency of each request, in milliseconds */
    private record Network(String name, int latency, int kilobits) {}

    private static final List<Network> NETWORKS =
            List.of(new Network("1,6 Mbit/s, 150 ms", 150, 1_600), new Network("400 kbit/s, 400 ms", 400, 400));
    private static final int SLOWER_CPU = 4;

    /** When the page can be read and used, and how many bytes came, headers included. */
    private static final String MEASURE = """
            () => {
              const page = performance.getEntriesByType('navigation')[0];
              const rest = performance.getEntriesByType('resource');
              const paint = performance.getEntriesByName('first-contentful-paint')[0];
              return [paint ? paint.startTime : 0, page.domContentLoadedEventEnd,
                [page, ...rest].reduce((sum, e) => sum + e.transferSize, 0)].map(Math.round);
            }""";

    private static final List<String> PUBLIC =
            List.of("/", "/activation", "/mot-de-passe-oublie", "/activation/pas-moi");
    private static final List<String> STAFF = List.of(
            "/gestion",
            "/gestion/responsables/notifier",
            "/gestion/responsables/comptes",
            "/gestion/eleves/comptes",
            "/gestion/base-eleves",
            "/gestion/campagnes",
            "/gestion/services",
            "/gestion/parametrage/courriers",
            "/gestion/aide",
            "/gestion/aide/imprimer-les-lettres");

    @Test
    void everyPageIsSmallAndTheWaitIsWrittenDown(@TempDir Path folder) throws IOException {
        Optional<Path> found = Chromium.executable();
        assumeTrue(found.isPresent(), "skipped: no Chromium in /usr/bin");
        List<String> table = new ArrayList<>();
        try (ServiceProcess service = ServiceProcess.demo(folder, Map.of());
                Chromium chromium = Chromium.start(found.get(), folder)) {
            for (Network network : NETWORKS) {
                for (String path : PUBLIC) {
                    table.add(row(network, path, chromium.person(service.origin())));
                }
                for (String path : STAFF) {
                    Page page = chromium.person(service.origin());
                    page.navigate("/gestion");
                    page.getByLabel("Identifiant").fill("gestionnaire");
                    page.getByLabel("Mot de passe").fill(service.passwords().get("gestionnaire"));
                    page.keyboard().press("Enter");
                    page.waitForSelector("nav .menu");
                    table.add(row(network, path, page));
                }
            }
        }
        Files.write(Path.of("target", "slow-phone.md"), table);
    }

    private static String row(Network network, String path, Page page) {
        page.setViewportSize(360, 740);
        CDPSession devtools = page.context().newCDPSession(page);
        devtools.send("Network.enable");
        devtools.send("Network.clearBrowserCache");
        JsonObject conditions = new JsonObject();
        conditions.addProperty("offline", false);
        conditions.addProperty("latency", network.latency());
        conditions.addProperty("downloadThroughput", network.kilobits() * 1000 / 8);
        conditions.addProperty("uploadThroughput", network.kilobits() * 1000 / 8);
        devtools.send("Network.emulateNetworkConditions", conditions);
        JsonObject cpu = new JsonObject();
        cpu.addProperty("rate", SLOWER_CPU);
        devtools.send("Emulation.setCPUThrottlingRate", cpu);
        page.navigate(path);
        List<?> first = (List<?>) page.evaluate(MEASURE);
        page.navigate(path);
        List<?> again = (List<?>) page.evaluate(MEASURE);
        page.context().close();
        assertThat(((Number) first.get(2)).intValue()).as(path).isLessThan(100_000);
        return String.format(
                Locale.ROOT,
                "| %s | `%s` | %s | %s | %s | %s | %s |",
                network.name(),
                path,
                first.get(2),
                first.get(0),
                first.get(1),
                again.get(0),
                again.get(1));
    }
}
