package fr.teleservices.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What can be said of image and compose file without an engine: names, addresses and folders fit the service. */
class ContainerTest {
    private static final Set<String> KNOWN =
            Arrays.stream(Setting.values()).map(Setting::variable).collect(Collectors.toSet());

    private static Map<String, String> ofImage() throws IOException {
        Map<String, String> variables = new TreeMap<>();
        Pattern.compile("(TELESERVICES_\\w+)=(\\S+)")
                .matcher(Files.readString(Path.of("Dockerfile")))
                .results()
                .forEach(found -> variables.put(found.group(1), found.group(2)));
        return variables;
    }

    private static Map<String, Map<String, Object>> services() throws IOException {
        Map<String, Map<String, Map<String, Object>>> file =
                new Yaml().load(Files.readString(Path.of("docker-compose.yml")));
        return file.get("services");
    }

    private static JsonObject environment() throws IOException {
        JsonObject all = new JsonObject();
        ofImage().forEach(all::put);
        ((Map<?, ?>) services().get("teleservices").get("environment"))
                .forEach((name, value) ->
                        all.put(name.toString(), value.toString().replaceAll("\\$\\{\\w+:\\?[^}]+}", "chosen")));
        return all;
    }

    @Test
    void everyVariableIsASettingAndTogetherTheyAreAConfigurationWithoutFaults() throws IOException {
        JsonObject environment = environment();
        assertThat(KNOWN).containsAll(environment.fieldNames());
        Config config = Config.read(new Values().environment(environment), true);
        assertThat(config.web().host())
                .as("reachable from outside the container")
                .isEqualTo("0.0.0.0");
        assertThat(config.watch().port()).hasValue(9090);
        assertThat(config.watch().host()).isEqualTo("0.0.0.0");
        assertThat(config.keys()).isEqualTo(Path.of("/keys"));
        assertThat(config.adminUri()).isEqualTo("postgresql://postgres:chosen@postgres:5432/teleservices");
    }

    @Test
    void theServiceRunsAsNobodyInAReadOnlyTreeAndPublishesNothingBeyondThisMachine() throws IOException {
        Map<String, Object> service = services().get("teleservices");
        assertThat(service).containsEntry("read_only", true).containsEntry("cap_drop", List.of("ALL"));
        assertThat(service.get("security_opt")).isEqualTo(List.of("no-new-privileges:true"));
        assertThat(services().values())
                .allSatisfy(one -> assertThat((List<?>) one.getOrDefault("ports", List.of()))
                        .allSatisfy(port -> assertThat(port.toString()).startsWith("127.0.0.1:")));
        assertThat(services().get("postgres")).doesNotContainKey("ports");
        List<String> image = Files.readAllLines(Path.of("Dockerfile"));
        assertThat(image.subList(image.indexOf("USER 10001"), image.size()))
                .noneMatch(line -> line.startsWith("USER root"))
                .anyMatch(line -> line.startsWith("HEALTHCHECK"))
                .anyMatch(line -> line.startsWith("ENTRYPOINT"));
    }

    @Test
    void whatTheBuildCopiesIsThereAndLetThrough() throws IOException {
        List<String> through = Files.readAllLines(Path.of(".dockerignore"));
        // the last line that fits a path decides
        assertThat(through).startsWith("*");
        List<String> copied = Files.readAllLines(Path.of("Dockerfile")).stream()
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from"))
                .map(line -> line.split(" ")[1])
                .toList();
        assertThat(copied)
                .hasSizeGreaterThan(4)
                .allSatisfy(path -> assertThat(Path.of(path)).exists())
                .allSatisfy(path -> assertThat(through)
                        .anySatisfy(line -> assertThat(isIn(path, line.substring(1)))
                                .as(path + " is let through by " + line)
                                .isTrue()));
    }

    private static boolean isIn(String path, String folder) {
        return (path + "/").startsWith(folder + "/");
    }
}
