package fr.teleservices.siecle;

import fr.teleservices.bench.SampleSchool;
import fr.teleservices.testing.TestDatabase;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Times an import, and the same again: {@code java -Xmx512m … ImportSpeed [pupils]}. */
public final class ImportSpeed {
    private ImportSpeed() {}

    public static void main(String[] arguments) throws Exception {
        int pupils = arguments.length == 0 ? 100_000 : Integer.parseInt(arguments[0]);
        Path dir = Files.createTempDirectory("import-speed");
        try (TestDatabase database = TestDatabase.fresh()) {
            long school = database.number("INSERT INTO school (uai, name) VALUES ('0750001U', 'Grand') RETURNING id");
            ImportService service =
                    new ImportService(database.vertx(), database.database(), java.time.Clock.systemUTC());
            SiecleSource[] files = write(pupils, dir);
            for (String name : List.of("first", "again", "preview")) {
                long start = System.nanoTime();
                ImportReport report = service.run(school, Exports.SCHOOL, List.of(files), name.equals("preview"), null)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(20, TimeUnit.MINUTES);
                System.out.printf(
                        "%s: %.1f s, new %d, changed %d, left %d, refused %d, peak heap %d MB%n",
                        name,
                        (System.nanoTime() - start) / 1e9,
                        report.added(),
                        report.changed(),
                        report.left(),
                        report.refusedCount(),
                        peak());
            }
            System.out.println(
                    database.value(
                            "SELECT count(*) || ' accounts, ' || (SELECT count(*) FROM guardianship) || ' links' FROM account"));
        }
    }

    private static SiecleSource[] write(int pupils, Path dir) throws IOException {
        return SampleSchool.write(new SampleSchool.Options(pupils, Exports.SCHOOL, 1, dir)).stream()
                .map(SiecleSource::of)
                .toArray(SiecleSource[]::new);
    }

    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getPeakUsage)
                        .mapToLong(usage -> usage.getUsed())
                        .sum()
                / 1_000_000;
    }
}
