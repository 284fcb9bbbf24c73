package fr.teleservices.supply;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Run by the build once the jar is there: the jar, its bill of materials and what was resolved are one and the same. Argument:
 * the target folder.
 */
public final class JarCheck {
    static final String BILL = "META-INF/sbom/teleservices.cdx.json";

    private JarCheck() {}

    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[0]);
        List<String> faults = faults(target);
        if (!faults.isEmpty()) {
            throw new IllegalStateException("the jar is not what its bill says:\n" + String.join("\n", faults));
        }
    }

    static List<String> faults(Path target) throws IOException {
        List<Resolved> parts =
                Resolved.read(target).stream().filter(Resolved::inJar).toList();
        Set<String> faults = new TreeSet<>();
        try (ZipFile jar = new ZipFile(target.resolve("teleservices.jar").toFile())) {
            ZipEntry bill = jar.getEntry(BILL);
            if (bill == null) {
                return List.of("the jar carries no bill of materials");
            }
            JsonObject written = new JsonObject(
                    io.vertx.core.buffer.Buffer.buffer(jar.getInputStream(bill).readAllBytes()));
            compareBill(written, parts, faults);
            compareClasses(jar, target, parts, faults);
        }
        return List.copyOf(faults);
    }

    private static void compareBill(JsonObject bill, List<Resolved> parts, Set<String> faults) {
        Map<String, String> billed = new TreeMap<>();
        bill.getJsonArray("components").stream()
                .map(JsonObject.class::cast)
                .forEach(part -> billed.put(
                        part.getString("group") + ":" + part.getString("name") + " " + part.getString("version"),
                        part.getJsonArray("hashes", new JsonArray()).stream()
                                .map(JsonObject.class::cast)
                                .filter(hash -> hash.getString("alg").equals("SHA-256"))
                                .map(hash -> hash.getString("content"))
                                .collect(Collectors.joining())));
        for (Resolved part : parts) {
            String hash = billed.remove(part.name() + " " + part.version());
            if (hash == null) {
                faults.add("not in the bill: " + part.name() + " " + part.version());
            } else if (!hash.equals(part.sha256())) {
                faults.add("another file than the bill's: " + part.name());
            }
        }
        billed.keySet().forEach(name -> faults.add("in the bill, but not resolved: " + name));
    }

    private static void compareClasses(ZipFile jar, Path target, List<Resolved> parts, Set<String> faults)
            throws IOException {
        Set<String> inJar = classes(jar);
        Set<String> explained = new HashSet<>();
        for (Resolved part : parts) {
            try (ZipFile one = new ZipFile(part.file().toFile())) {
                Set<String> its = classes(one);
                if (!inJar.containsAll(its)) {
                    faults.add("not whole in the jar: " + part.name());
                }
                explained.addAll(its);
            }
        }
        Path own = target.resolve("classes");
        try (Stream<Path> files = Files.walk(own)) {
            files.map(file -> own.relativize(file).toString().replace('\\', '/'))
                    .forEach(explained::add);
        }
        inJar.stream()
                .filter(name -> !explained.contains(name))
                .forEach(name -> faults.add("comes from nowhere: " + name));
    }

    private static Set<String> classes(ZipFile zip) {
        return zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
                .collect(Collectors.toSet());
    }
}
